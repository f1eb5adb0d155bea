#!/usr/bin/env bash
# One jar on each supported Keycloak: all server tests that speak of every version. Without arguments, all of that, and docs/versions.md is
# written anew; it takes hours.
#
#   versions.sh [--jar JAR] [--tests CLASS[,CLASS]] [VERSION...]     what would be written is printed
set -euo pipefail
cd "$(dirname "$0")/../../.."
page=docs/versions.md
supported=(26.0.8 26.2.5 26.4.7 26.5.6 26.7.4 26.7.5)
jar='' tests='' versions=()
while (($#)); do
    case $1 in
        --jar) jar=$(realpath "$2") && shift ;;
        --tests) tests=$2 && shift ;;
        --*) sed -n '2,6s/^# \?//p' "$0" && exit 2 ;;
        *) versions+=("$1") ;;
    esac
    shift
done
((${#versions[@]} || ${#tests})) || [ -n "$jar" ] || whole=1
((${#versions[@]})) || versions=("${supported[@]}")

if [ -z "$jar" ]; then
    ./mvnw -B -ntp -q package -DskipTests
    jar=$(ls -t "$PWD"/target/keycloak-email-otp-*.jar | head -n 1)
else
    ./mvnw -B -ntp -q test-compile -DskipTests
fi

value() { sed -n "s/.*<$1>\([0-9]*\)<.*/\1/p" "$2"; }

results=target/versions
failed=0
table=''
for version in "${versions[@]}"; do
    rm -rf "${results:?}/$version"
    began=$SECONDS
    result=passed
    ./mvnw -B -ntp -Pversions -Dkeycloak.version="$version" -Dtested.jar="$jar" ${tests:+"-Dit.test=$tests"} >&2 || result=FAILED
    summary=$results/$version/failsafe-summary.xml
    if [ $result = FAILED ] || [ ! -e "$summary" ]; then
        result=FAILED failed=1
    fi
    row="| $version"
    for column in completed failures errors skipped; do
        row+=" | $([ ! -e "$summary" ] || value $column "$summary")"
    done
    table+="$row | $(((SECONDS - began + 59) / 60)) | $result |"$'\n'
done

if [ -n "${whole:-}" ]; then exec 3> $page; else exec 3>&1; fi
cat >&3 <<EOF
# Versions

Made by \`src/test/scripts/versions.sh\`: one and the same jar, in each of these servers, with all server tests that speak of every
version${tests:+ (here: $tests)}. [Development](development.md) has the other rings.

| | |
|---|---|
| Jar | \`$(basename "$jar")\` |
| SHA-256 | \`$(sha256sum "$jar" | cut -d' ' -f1)\` |
| Day | $(date -u +%F) |
| Java | $(java -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p') |

| Keycloak | Tests | Failures | Errors | Skipped | Minutes | |
|---|---|---|---|---|---|---|
${table%$'\n'}
EOF
exit $failed
