#!/usr/bin/env bash
# Keycloak 26.7.5, production mode: where data/tmp cannot be written, theme resources are 404 for browsers and 200 for probes.
#
# One would guess that a cache of compressed copies that cannot be kept is done without: the file would be sent as it is, or be
# compressed on the way. Seen: a request without "Accept-Encoding: gzip" gets 200, the same request with it gets 404, so that
# the login page comes without any style sheet or script in a container with a read-only root, whose health is green.
#
# Here a plain file stands where the folder of the cache would be made, which holds for root too.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -- "-$server" 2> /dev/null; wait; rm -rf "$work"' EXIT

"$project/mvnw" -f "$project/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact=org.keycloak:keycloak-quarkus-dist:26.7.5:zip -DoutputDirectory="$work"
cd "$work"
jar xf keycloak-quarkus-dist-26.7.5.zip
cd keycloak-26.7.5
chmod +x bin/kc.sh
bin/kc.sh build --db=dev-file --cache=local > "$work/log" 2>&1
mkdir -p data/tmp
rm -rf data/tmp/kc-gzip-cache
echo 'not a folder' > data/tmp/kc-gzip-cache

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
setsid env JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1 bin/kc.sh start --optimized --http-enabled=true --hostname-strict=false \
    --http-host=127.0.0.1 --http-port="$port" --http-management-port=$((port + 1)) >> "$work/log" 2>&1 &
server=$!
for _ in $(seq 120); do
    ! curl -sfo /dev/null "http://127.0.0.1:$port/realms/master" || break
    sleep 1
done
sheet=$(curl -sL "http://127.0.0.1:$port/realms/master/account" | grep -o '/resources/[^"]*\.css' | head -n 1)

plain=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$sheet")
compressed=$(curl -s -o /dev/null -w '%{http_code}' -H 'Accept-Encoding: gzip' "http://127.0.0.1:$port$sheet")
echo "$sheet: $plain as it is, $compressed with Accept-Encoding: gzip"
grep -o 'Failed to create gzip cache directory' "$work/log" | head -n 1
[ "$plain $compressed" = '200 404' ] || { echo 'expected 200 and 404: this has changed' >&2; exit 1; }
