#!/usr/bin/env bash
# Keycloak 26.0.8 and 26.7.5: with brute-force detection on, the right password is "Invalid username or password" while another login of the
# same account is under way, though no login has ever failed.
#
# One would guess that BruteForceProtector.isTemporarilyDisabled answers from the failures that were counted.
# Seen: two browsers post the right password of one account at the same moment; hashing takes a second. One is let in, the other gets the page
# with the error, the event is LOGIN_ERROR user_temporarily_disabled, and the administrator's view of the account says 0 failures and
# "disabled: false". A second post of the same browser is let in.
# DefaultBlockingBruteForceProtector remembers in each node who asks about which account, until that request's transaction ends, if there is
# an authentication session in the context; to everybody else the account is locked for as long. So the question has a side effect: an
# authenticator that asks it on its own page makes other logins of the account fail, and takes itself for locked because of them.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -- "-$server" 2> /dev/null; wait; rm -rf "$work"' EXIT

kcadm() { KC_OPTS="-Duser.home=$work" "$home/bin/kcadm.sh" "$@" 2> /dev/null; }

start() {
    "$project/mvnw" -f "$project/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact="org.keycloak:keycloak-quarkus-dist:$1:zip" -DoutputDirectory="$work"
    (cd "$work" && rm -rf .keycloak && jar xf "keycloak-quarkus-dist-$1.zip")
    home=$work/keycloak-$1
    chmod +x "$home"/bin/*.sh
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    (cd "$home" && exec setsid env JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1 KC_BOOTSTRAP_ADMIN_USERNAME=admin \
        KC_BOOTSTRAP_ADMIN_PASSWORD=admin bin/kc.sh start-dev --cache=local --http-host=127.0.0.1 --http-port="$port" \
        --http-management-port=$((port + 1)) > "$work/log" 2>&1) &
    server=$!
    for _ in $(seq 240); do
        ! curl -sfo /dev/null "http://127.0.0.1:$port/realms/master" || break
        sleep 1
    done
    kcadm config credentials --server "http://127.0.0.1:$port" --realm master --user admin --password admin
    kcadm create realms -s realm=shop -s enabled=true -s bruteForceProtected=true -s quickLoginCheckMilliSeconds=0 \
        -s 'passwordPolicy="hashAlgorithm(pbkdf2-sha256) and hashIterations(3000000)"'
    kcadm create clients -r shop -s clientId=app -s publicClient=true -s 'redirectUris=["http://localhost/app"]'
    kcadm create users -r shop -s username=alice -s enabled=true -s email=alice@example.test -s firstName=A -s lastName=B
    kcadm set-password -r shop --username alice --new-password secret
}

# Opens the page in a browser of its own; prints where it posts to.
page() {
    curl -s -c "$work/jar$1" "http://127.0.0.1:$port/realms/shop/protocol/openid-connect/auth?client_id=app&redirect_uri=http://localhost/app&response_type=code&scope=openid" \
        | sed -n 's/.*action="\([^"]*\)".*/\1/p' | sed 's/&amp;/\&/g' | head -1
}

# Posts the right password; says what it comes to.
login() {
    local status
    status=$(curl -s -o "$work/page$1" -b "$work/jar$1" -c "$work/jar$1" -w '%{http_code}' -d username=alice -d password=secret "$2")
    if [ "$status" = 302 ]; then
        echo in
    elif grep -q 'Invalid username or password' "$work/page$1"; then
        echo refused
    else
        echo "$status"
    fi
}

expect() {
    echo "Keycloak $version, $1: $2"
    [ "$2" = "$3" ] || { echo "expected $3: this has changed" >&2; exit 1; }
}

for version in 26.0.8 26.7.5; do
    start "$version"
    one=$(page 1)
    other=$(page 2)
    login 1 "$one" > "$work/one" &
    first=$!
    login 2 "$other" > "$work/other" &
    wait $first $!
    expect 'two right passwords at once' "$(sort "$work/one" "$work/other" | paste -sd ' ')" 'in refused'
    grep -q 'LOGIN_ERROR.*user_temporarily_disabled' "$work/log" || { echo "expected the event user_temporarily_disabled: this has changed" >&2; exit 1; }
    user=$(kcadm get users -r shop -q username=alice --fields id --format csv --noquotes)
    expect 'failures and lock' "$(kcadm get "attack-detection/brute-force/users/$user" -r shop | python3 -c 'import json, sys; s = json.load(sys.stdin); print(s["numFailures"], str(s["disabled"]).lower())')" '0 false'
    again=2
    [ "$(cat "$work/other")" = refused ] || again=1
    retry=$(sed -n 's/.*action="\([^"]*\)".*/\1/p' "$work/page$again" | sed 's/&amp;/\&/g' | head -1)
    expect 'the refused one once more' "$(login "$again" "$retry")" in
    kill -- "-$server"
    wait || true
    server=
done
