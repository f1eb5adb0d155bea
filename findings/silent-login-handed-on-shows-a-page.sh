#!/usr/bin/env bash
# Keycloak 26.0.8 and 26.7.5: a silent login (prompt=none) that is handed on to an identity provider shows a login page if the provider
# answers that it needs the person's consent.
#
# One would guess that a request with prompt=none never gets a page (OpenID Connect Core 1.0, section 3.1.2.1), and that every error by
# which a provider says so (section 3.1.2.6) goes back to the application.
# Seen: the provider has "Accepts prompt=none forward from client" on. To login_required and interaction_required Keycloak answers with a
# redirect to the application and the same error. To consent_required and account_selection_required, of the same list, it answers with
# 200 and its own login page: an application that asks in a hidden frame waits for an answer that does not come.
# AbstractOAuth2IdentityProvider.Endpoint knows the first two; with other errors the browser flow goes on, as if a person had come back.
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
    kcadm create clients -r shop -s clientId=app -s publicClient=true -s 'redirectUris=["http://localhost/app"]'
    kcadm create identity-provider/instances -r shop -s alias=partner -s providerId=oidc -s enabled=true \
        -s 'config={"authorizationUrl":"http://localhost/partner","tokenUrl":"http://localhost/token","clientId":"shop","clientSecret":"secret","clientAuthMethod":"client_secret_post","acceptsPromptNoneForwardFromClient":"true"}'
}

# What a silent login comes to if the provider answers with this error.
answer() {
    local jar realm state
    jar=$(mktemp -p "$work")
    realm=http://127.0.0.1:$port/realms/shop
    state=$(curl -s -o /dev/null -c "$jar" -L --max-redirs 0 -w '%{redirect_url}' \
        "$realm/protocol/openid-connect/auth?client_id=app&redirect_uri=http://localhost/app&response_type=code&scope=openid&prompt=none&kc_idp_hint=partner" || true)
    case $state in *"/broker/partner/login"*)
        state=$(curl -s -o /dev/null -b "$jar" -c "$jar" -w '%{redirect_url}' "$state") ;;
    esac
    state=$(printf %s "$state" | sed -n 's/.*[?&]state=\([^&]*\).*/\1/p')
    curl -s -o "$work/page" -b "$jar" -w '%{http_code} %{redirect_url}\n' "$realm/broker/partner/endpoint?error=$1&state=$state" \
        | sed 's/^\(30.\) .*[?&]error=\([a-z_]*\).*/\1, to the application, \2/; s/ $//'
}

expect() {
    echo "Keycloak $version, the provider says $1: $2"
    [ "$2" = "$3" ] || { echo "expected $3: this has changed" >&2; exit 1; }
}

for version in 26.0.8 26.7.5; do
    start "$version"
    for error in login_required interaction_required; do
        expect $error "$(answer $error)" "302, to the application, $error"
    done
    for error in consent_required account_selection_required; do
        expect $error "$(answer $error)" 200
        grep -q 'name="password"' "$work/page" || { echo "expected a page that asks for the password: this has changed" >&2; exit 1; }
        echo "  and the page asks for the password"
    done
    kill -- "-$server"
    wait
    server=
done
