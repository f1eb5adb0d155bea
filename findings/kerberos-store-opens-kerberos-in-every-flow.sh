#!/usr/bin/env bash
# Keycloak 26.0.8 and 26.7.5: a new Kerberos store sets the step Kerberos to Alternative in every flow of the realm that holds it
# Disabled, in copies that an administrator has made and bound as well.
#
# One would guess that a store changes stores, and that a step that was disabled in a flow stays so until that flow is edited.
# Seen: a copy of the browser flow, bound, with Kerberos Disabled. A component "kerberos" is made over the admin API: the step is
# Alternative in the built-in flow and in the copy. The admin events tell of the store, and of no step. Deleting the store disables the
# step in all flows, also where an administrator has set it to Required. CredentialHelper.setOrReplaceAuthenticationRequirement, which
# the store's factory calls, walks through all flows of the realm.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -- "-$server" 2> /dev/null; wait; rm -rf "$work"' EXIT

kcadm() { KC_OPTS="-Duser.home=$work" "$home/bin/kcadm.sh" "$@" 2> /dev/null; }
kerberos() { kcadm get "authentication/flows/$1/executions" -r shop --fields providerId,requirement --format csv --noquotes | sed -n 's/^auth-spnego,//p'; }

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
    kcadm create realms -s realm=shop -s enabled=true -s adminEventsEnabled=true
    kcadm create authentication/flows/browser/copy -r shop -s newName=two
    kcadm update realms/shop -s browserFlow=two
}

expect() {
    echo "Keycloak $version, $1: $2"
    [ "$2" = "$3" ] || { echo "expected $3: this has changed" >&2; exit 1; }
}

for version in 26.0.8 26.7.5; do
    start "$version"
    expect "before" "$(kerberos browser) $(kerberos two)" "DISABLED DISABLED"
    id=$(kcadm create components -r shop -i -s name=tickets -s providerId=kerberos -s providerType=org.keycloak.storage.UserStorageProvider \
        -s 'config.kerberosRealm=["EXAMPLE.TEST"]' -s 'config.serverPrincipal=["HTTP/localhost@EXAMPLE.TEST"]' -s 'config.keyTab=["/nowhere"]')
    expect "a Kerberos store was made" "$(kerberos browser) $(kerberos two)" "ALTERNATIVE ALTERNATIVE"
    events=$(kcadm get admin-events -r shop --fields resourceType --format csv --noquotes | sort -u | tr '\n' ' ')
    expect "admin events" "$events" "AUTH_FLOW COMPONENT REALM "
    step=$(kcadm get authentication/flows/two/executions -r shop --fields id,priority,providerId --format csv --noquotes | sed -n 's/,auth-spnego$//p')
    kcadm update authentication/flows/two/executions -r shop -n -s id="${step%,*}" -s priority="${step#*,}" -s requirement=REQUIRED
    expect "set to Required in the copy" "$(kerberos browser) $(kerberos two)" "ALTERNATIVE REQUIRED"
    kcadm delete "components/$id" -r shop
    expect "the store was deleted" "$(kerberos browser) $(kerberos two)" "DISABLED DISABLED"
    kill -- "-$server"
    wait
    server=
done
