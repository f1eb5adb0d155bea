#!/usr/bin/env bash
# The directives of docs/around.md in real proxies from Debian's packages, on loopback. As root: what is missing is installed, but not
# started.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if [ ! -x /usr/sbin/nginx ] || [ ! -x /usr/sbin/haproxy ] || [ ! -x /usr/sbin/apache2 ]; then
    export DEBIAN_FRONTEND=noninteractive
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod +x $policy
        trap 'rm -f $policy' EXIT
    fi
    apt-get update -q
    apt-get install -y -q --no-install-recommends nginx-light haproxy apache2-bin
fi

./mvnw -B -ntp test -Dtest=ProxiesIT -Dgroups=proxies
