#!/usr/bin/env bash
# The realms of docs/setup/realms by keycloak-config-cli, whose release is a jar, but not on Maven Central.
#
#   config-cli.sh JAR
set -euo pipefail
[ $# = 1 ] || { sed -n '2,4s/^# \?//p' "$0" && exit 2; }
jar=$(realpath "$1")
cd "$(dirname "$0")/../../.."

./mvnw -B -ntp verify -Dtest=CodeFormatTest -Dit.test=ConfigCliIT -Dslow.tests=none -Doldest.tests=none -Demailotp.configCli="$jar"
