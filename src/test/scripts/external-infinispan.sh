#!/usr/bin/env bash
# Runs the attacks, and the failures, on a Keycloak 26.7 whose cache is an external Infinispan: real servers from Maven Central.
set -euo pipefail
cd "$(dirname "$0")/../../.."

./mvnw -B -ntp -q -f src/test/infinispan/pom.xml dependency:copy-dependencies
./mvnw -B -ntp verify -Demailotp.infinispan="$PWD/src/test/infinispan/target/lib" -Dtest=ClaimNamesTest \
    -Dit.test="${1:-GuessBudgetIT,AttackIT,MailBudgetIT,RemoteFailureIT}" -Doldest.tests=none -Dslow.tests=none
