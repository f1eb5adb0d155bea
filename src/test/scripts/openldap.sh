#!/usr/bin/env bash
# The tests of users in LDAP with OpenLDAP's slapd, as Debian packages it. Installs it, as root, where it is missing, and starts no service.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if [ ! -x /usr/sbin/slapd ]; then
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod +x $policy
        trap 'rm -f $policy' EXIT
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -y -q --no-install-recommends slapd
fi

./mvnw -B -ntp verify -Dtest=CodeFormatTest -Dit.test=LdapIT,FirstProofInLdapIT,TrustInLdapIT -Dslow.tests=none -Doldest.tests=none \
    -Demailotp.slapd=/usr/sbin/slapd
