#!/usr/bin/env bash
# Keycloak 26.0.8 and 26.7.5: a "Condition - Level of Authentication" in the browser flow that is Disabled and has no settings breaks each
# link of an application, and of the account console, that leads to an action on a credential.
#
# One would guess that what is Disabled counts for nothing, as it does in a login; and the admin console adds every condition so, Disabled
# and without settings.
# Seen: with such a condition in the browser flow, people log in, and whoever is logged in and is led to Keycloak by kc_action=CONFIGURE_TOTP
# gets an error page of status 400 in place of the one that sets up an app. Once the condition has a level, and is still Disabled, the page is
# there. LoAUtil.fillCredentialsToLoAMap goes through all executions of the flow, Disabled ones too, and reads the settings of each such
# condition, which are null.
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
    for _ in $(seq 180); do
        ! curl -sfo /dev/null "http://127.0.0.1:$port/realms/master" || break
        sleep 1
    done
    kcadm config credentials --server "http://127.0.0.1:$port" --realm master --user admin --password admin
    kcadm create realms -s realm=shop -s enabled=true
    kcadm create clients -r shop -s clientId=app -s publicClient=true -s 'redirectUris=["http://127.0.0.1/app"]'
    kcadm create users -r shop -s username=kim -s enabled=true -s email=kim@example.test -s firstName=Kim -s lastName=Lee
    kcadm set-password -r shop --username kim --new-password kim
    kcadm create authentication/flows/browser/copy -r shop -s newName=two
    kcadm update realms/shop -s browserFlow=two
}

auth() { echo "http://127.0.0.1:$port/realms/shop/protocol/openid-connect/auth?client_id=app&response_type=code&scope=openid&redirect_uri=http%3A%2F%2F127.0.0.1%2Fapp$1"; }

browse() { curl -sc "$work/cookies" -b "$work/cookies" -D "$work/head" "$@"; }

# The status of the last answer, and where it leads to.
answer() {
    local what=
    ! grep -qi '^location: http://127.0.0.1/app' "$work/head" || what=' back to the application'
    ! grep -q totpSecret "$work/page" || what=' the page of the app'
    printf '%s%s' "$(sed -n '1s/[^ ]* \([0-9]*\).*/\1/p' "$work/head")" "$what"
}

login() {
    rm -f "$work/cookies"
    action=$(browse "$(auth '')" | sed -n 's/.* action="\([^"]*\)".*/\1/p' | head -n 1 | sed 's/&amp;/\&/g')
    browse --data 'username=kim&password=kim' "$action" > "$work/page"
    answer
}

# As somebody who has just logged in.
set_up_an_app() {
    browse "$(auth '&kc_action=CONFIGURE_TOTP')" > "$work/page"
    if grep -qi '^location:.*required-action' "$work/head"; then
        browse "$(sed -n 's/^[Ll]ocation: *//p' "$work/head" | tr -d '\r')" > "$work/page"
    fi
    answer
}

expect() {
    echo "Keycloak $version, $1: $2"
    [ "$2" = "$3" ] || { echo "expected $3: this has changed" >&2; exit 1; }
}

condition() {
    kcadm get authentication/flows/two/executions -r shop --fields id,providerId --format csv --noquotes \
        | sed -n 's/,conditional-level-of-authentication$//p'
}

for version in 26.0.8 26.7.5; do
    start "$version"
    expect "no such condition, a login" "$(login)" "302 back to the application"
    expect "no such condition, kc_action" "$(set_up_an_app)" "200 the page of the app"
    kcadm create authentication/flows/two%20forms/executions/execution -r shop -s provider=conditional-level-of-authentication
    expect "as the console adds it" "$(kcadm get authentication/flows/two/executions -r shop --fields providerId,requirement,authenticationConfig --format csv --noquotes \
        | sed -n 's/^conditional-level-of-authentication,//p')" "DISABLED,"
    expect "with it, a login" "$(login)" "302 back to the application"
    expect "with it, kc_action" "$(set_up_an_app)" 400
    kcadm create "authentication/executions/$(condition)/config" -r shop -s alias=first \
        -s 'config={"loa-condition-level":"1","loa-max-age":"36000"}'
    expect "with a level, a login" "$(login)" "302 back to the application"
    expect "with a level, kc_action" "$(set_up_an_app)" "200 the page of the app"
    kill -- "-$server"
    wait
    server=
done
