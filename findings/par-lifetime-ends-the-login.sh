#!/usr/bin/env bash
# Keycloak 26.7.4: a login that began with a pushed authorization request (RFC 9126) must be finished while the request lives.
#
# One would guess that the request's lifetime bounds the time until the authorization endpoint is called with its request_uri.
# Seen: the login page is shown in time, the person types the right password 5 s later, the request lived for 3 s, and the
# answer is 400 with "Invalid username or password." 26.7.5 answers 302, as one would guess.
# The default is 60 s, so that whoever looks for a mailed code, or for the password, is sent away.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -- "-$server" 2> /dev/null; wait; rm -rf "$work"' EXIT

# answer VERSION SECONDS: the status of the POST of the right password, so long after the page.
answer() {
    "$project/mvnw" -f "$project/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact="org.keycloak:keycloak-quarkus-dist:$1:zip" -DoutputDirectory="$work"
    (cd "$work" && rm -rf "keycloak-$1" && jar xf "keycloak-quarkus-dist-$1.zip")
    local home=$work/keycloak-$1 port url realm jar=$work/jar
    chmod +x "$home/bin/kc.sh"
    mkdir -p "$home/data/import"
    cat > "$home/data/import/realm.json" << 'JSON'
{"realm": "par", "enabled": true, "sslRequired": "none", "attributes": {"parRequestUriLifespan": "3"},
 "clients": [{"clientId": "app", "publicClient": true, "redirectUris": ["*"]}],
 "users": [{"username": "ann", "email": "ann@example.test", "firstName": "Ann", "lastName": "Lee", "enabled": true,
            "credentials": [{"type": "password", "value": "right"}]}]}
JSON
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    (cd "$home" && exec setsid env JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1 bin/kc.sh start-dev --import-realm --cache=local \
        --http-host=127.0.0.1 --http-port="$port" --http-management-port=$((port + 1)) > "$work/log" 2>&1) &
    server=$!
    realm=http://127.0.0.1:$port/realms/par/protocol/openid-connect
    for _ in $(seq 120); do
        ! curl -sfo /dev/null "http://127.0.0.1:$port/realms/par" || break
        sleep 1
    done
    uri=$(curl -s -d 'client_id=app&redirect_uri=http://app.test/&response_type=code&scope=openid' "$realm/ext/par/request" |
        sed 's/.*"request_uri":"\([^"]*\)".*/\1/')
    rm -f "$jar"
    url=$(curl -sL -c "$jar" -b "$jar" "$realm/auth?client_id=app&request_uri=$uri" |
        sed -n 's/.*action="\([^"]*\)".*/\1/p' | head -n 1 | sed 's/&amp;/\&/g')
    # The cookies are for https only; curl shall send them all the same, as browsers do to localhost.
    sed -i 's/^#HttpOnly_//; s/TRUE\t\([0-9]*\)\t\([A-Z]\)/FALSE\t\1\t\2/' "$jar"
    sleep "$2"
    curl -s -o "$work/page" -w '%{http_code}' -c "$jar" -b "$jar" -d 'username=ann&password=right' "$url"
    kill -- "-$server"
    wait
    server=
}

expect() {
    local seen
    seen=$(answer "$1" "$2")
    echo "Keycloak $1, password after $2 s of a request that lives for 3 s: $seen"
    [ "$seen" = "$3" ] || { echo "expected $3: this has changed" >&2; exit 1; }
}

expect 26.7.4 0 302
expect 26.7.4 5 400
grep -q 'Invalid username or password' "$work/page"
expect 26.7.5 5 302
