#!/usr/bin/env bash
# Keycloak with the jar of the build on a file system that is read-only but for what docs/around.md says: the login page has its style
# sheets. Without data/tmp it has none; without /tmp there is no server. As root on Linux, since it mounts in a name space of its own; on
# Debian it installs what it needs.
set -euo pipefail
cd "$(dirname "$0")/../../.."
version=${1:-26.7.5}
if [ "${2:-}" != mounted ]; then
    src/test/scripts/install.sh curl python3
    ./mvnw -B -ntp -q package -DskipTests
    work=$(mktemp -d /var/tmp/read-only-root.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    ./mvnw -B -ntp -q dependency:copy -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:zip" -DoutputDirectory="$work"
    (cd "$work" && jar xf "keycloak-quarkus-dist-$version.zip" && mv "keycloak-$version" keycloak)
    cp target/keycloak-email-otp-*.jar "$work/keycloak/providers/"
    chmod +x "$work/keycloak/bin/kc.sh"
    "$work/keycloak/bin/kc.sh" build --db=dev-mem --cache=local > "$work/log"
    mkdir -p "$work/keycloak/data/tmp"
    rm -rf "$work"/keycloak/data/tmp/*
    for writable in '/tmp data/tmp' '/tmp' 'data/tmp'; do
        KEYCLOAK=$work/keycloak WRITABLE=$writable unshare -m "$0" "$version" mounted
    done
    exit
fi

cd /
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mount --make-rprivate /
mount --bind "$KEYCLOAK" "$KEYCLOAK"
for folder in $WRITABLE; do
    case $folder in
        /tmp) mount -t tmpfs tmpfs /tmp ;;
        data/tmp) mount -t tmpfs tmpfs "$KEYCLOAK/data/tmp" ;;
    esac
done
mount -o remount,bind,ro "$KEYCLOAK"
mount -o remount,bind,ro /
! touch "$KEYCLOAK/anything" 2> /dev/null || { echo 'the root is not read-only' >&2; exit 1; }

setsid "$KEYCLOAK/bin/kc.sh" start --optimized --http-enabled=true --hostname-strict=false --http-host=127.0.0.1 \
    --http-port="$port" --http-management-port=$((port + 1)) > /dev/null 2>&1 &
server=$!
trap 'kill -- "-$server" 2> /dev/null || :; wait' EXIT
for _ in $(seq 240); do
    if ! kill -0 $server 2> /dev/null; then
        echo "writable: $WRITABLE; the server does not start"
        [ "$WRITABLE" = data/tmp ]
        exit
    fi
    ! curl -sfo /dev/null "http://127.0.0.1:$port/realms/master" || break
    sleep 1
done
page="http://127.0.0.1:$port/realms/master/protocol/openid-connect/auth?client_id=account-console&response_type=code"
page+="&redirect_uri=http://127.0.0.1:$port/realms/master/account/&scope=openid&code_challenge_method=S256"
page+="&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
theme=$(curl -s "$page" | grep -o '/resources/[^"/]*/login/[^"/]*' | head -n 1)
seen=
for file in "$theme/css/styles.css" "$theme/css/mailed-code.css" "$theme/js/mailed-code.js"; do
    seen+=" $(curl -s -o /dev/null -w '%{http_code}' -H 'Accept-Encoding: gzip' "http://127.0.0.1:$port$file")"
done
echo "writable: $WRITABLE; the theme's style sheet, ours, and our script:$seen"
case $WRITABLE in
    '/tmp data/tmp') [ "$seen" = ' 200 200 200' ] ;;
    /tmp) [ "$seen" = ' 404 404 404' ] ;;
    *) echo 'the server started' >&2; exit 1 ;;
esac
