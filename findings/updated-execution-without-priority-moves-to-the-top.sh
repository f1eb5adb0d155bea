#!/usr/bin/env bash
# Keycloak 26.0.8 and 26.7.5: a step of a flow whose requirement is updated over the admin API moves to the top of its flow, unless
# its priority is sent along.
#
# One would guess that what an update does not name stays as it is, as it does with realms and users in the same API.
# Seen: in a copy of the browser flow, whose first steps are Cookie (priority 10) and Kerberos (20), Kerberos is switched on by its id and
# requirement alone (kcadm.sh update authentication/flows/NAME/executions -n -s id=... -s requirement=ALTERNATIVE). It stands before
# Cookie from then on, without a word: AuthenticationExecutionInfoRepresentation.priority is a plain int, and
# AuthenticationManagementResource.updateExecutions stores its 0. With the priority sent along, the order stays.
# A realm that is updated with its display name alone stays enabled.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -- "-$server" 2> /dev/null; wait; rm -rf "$work"' EXIT

kcadm() { KC_OPTS="-Duser.home=$work" "$home/bin/kcadm.sh" "$@" 2> /dev/null; }
steps() { kcadm get authentication/flows/two/executions -r shop --fields "$1" --format csv --noquotes; }
order() { steps providerId | head -n 2 | tr '\n' ' '; }
kerberos() { steps "$1,providerId" | sed -n 's/,auth-spnego$//p'; }

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
    kcadm create realms -s realm=shop -s enabled=true -s displayName=Shop
    kcadm create authentication/flows/browser/copy -r shop -s newName=two
}

expect() {
    echo "Keycloak $version, $1: $2"
    [ "$2" = "$3" ] || { echo "expected $3: this has changed" >&2; exit 1; }
}

for version in 26.0.8 26.7.5; do
    start "$version"
    expect "copied" "$(order)" "auth-cookie auth-spnego "
    id=$(kerberos id)
    kcadm update authentication/flows/two/executions -r shop -n -s id="$id" -s priority="$(kerberos priority)" -s requirement=REQUIRED
    expect "requirement and priority updated" "$(order)" "auth-cookie auth-spnego "
    kcadm update authentication/flows/two/executions -r shop -n -s id="$id" -s requirement=ALTERNATIVE
    expect "requirement updated" "$(order)" "auth-spnego auth-cookie "
    kcadm update realms/shop -n -s displayName=Store
    expect "a realm, display name updated" "$(kcadm get realms/shop --fields displayName,enabled --format csv --noquotes)" "Store,true"
    kill -- "-$server"
    wait
    server=
done
