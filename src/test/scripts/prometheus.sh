#!/usr/bin/env bash
# The rules of docs/alerts.yml, checked and tested by promtool; then a real Prometheus scrapes a Keycloak with the jar, and is asked every
# question of docs/alerts.yml and docs/grafana.json. With --rules, the rules only. On Debian; what is missing is installed, not started.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if ! command -v promtool > /dev/null; then
    root=$([ "$(id -u)" = 0 ] || echo sudo)
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' | $root tee $policy > /dev/null
        $root chmod +x $policy
        trap '$root rm -f $policy' EXIT
    fi
    $root apt-get update -q
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends prometheus
fi

promtool check rules docs/alerts.yml
promtool test rules src/test/prometheus/alerts-test.yml

if [ "${1:-}" != --rules ]; then
    ./mvnw -B -ntp verify -Dtest=DashboardTest -Dit.test=PrometheusIT -Dslow.tests=none -Doldest.tests=none
fi
