#!/usr/bin/env bash
# One jar on each supported Keycloak: server tests that touch every part of Keycloak that the jar is linked with, some minutes a version.
# With --all, all server tests that speak of every version, but for those that are seldom run, which takes hours. Without --jar, --tests
# and VERSION, docs/versions.md is written anew; else what would be written is printed.
#
#   versions.sh [--all | --tests CLASS[,CLASS]] [--jar JAR] [VERSION...]
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/../../.."
page=docs/versions.md
supported=(26.0.8 26.2.5 26.4.7 26.5.6 26.7.4 26.7.5)
# Classes and members; logins by password, LDAP, SAML, link and identity provider; notes, caches and credentials; pages, mails and their
# languages; events and meters; the console, a new flow and its warnings; the required actions; whom Keycloak's own parts meet; the ways in without a
# password; what is stored of people.
selection=(LinkageIT LoginIT LdapIT SamlIT ResetLinkIT LinkByCodeIT GuessBudgetIT GuessLockIT KnownBrowserIT CodePageIT CodeMailIT
    MailLanguageIT UnseenRequestIT EventsIT MetersIT ConsoleIT FlowsIT SetUpWarningIT VerifyEmailIT RegistrationIT BesideKeycloaksOwnIT
    NoPageIT TransientUsersIT FirstStepIT EnrolmentIT TrustedBrowserIT ReportAfterLoginIT)
jar='' tests=$(IFS=,; echo "${selection[*]}") what='those that touch every part of Keycloak that the jar is linked with' versions=() whole=1
while (($#)); do
    case $1 in
        --all) tests='' what='all server tests that speak of every version, but for those that are seldom run' ;;
        --jar) jar=$(cd "$here" && realpath "$2") whole='' && shift ;;
        --tests) tests=$2 what=$2 whole='' && shift ;;
        --*) sed -n '2,6s/^# \?//p' "$0" && exit 2 ;;
        *) versions+=("$1") whole='' ;;
    esac
    shift
done
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

if [ -n "$whole" ]; then exec 3> $page; else exec 3>&1; fi
cat >&3 <<EOF
# Versions

Made by \`src/test/scripts/versions.sh\`: one and the same jar, in each of these servers. Tests: $what.
[Development](development.md) has the other rings.

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
