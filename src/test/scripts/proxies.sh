#!/usr/bin/env bash
# The directives of docs/around.md in real proxies from Debian's packages, on loopback, and a login through a firewall. As root: what is missing is installed, but not
# started.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if [ ! -x /usr/sbin/nginx ] || [ ! -x /usr/sbin/haproxy ] || [ ! -x /usr/sbin/apache2 ] ||
    [ ! -e /usr/lib/apache2/modules/mod_security2.so ]; then
    export DEBIAN_FRONTEND=noninteractive
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod +x $policy
        trap 'rm -f $policy' EXIT
    fi
    apt-get update -q
    apt-get install -y -q --no-install-recommends nginx-light haproxy apache2-bin libapache2-mod-security2 modsecurity-crs
fi

./mvnw -B -ntp verify -Dtest=CodeFormatTest -Dit.test=ProxiesIT,FirewallIT -Dslow.tests=none -Doldest.tests=none
