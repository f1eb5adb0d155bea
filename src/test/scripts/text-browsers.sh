#!/usr/bin/env bash
# Logs in with four text browsers, as Debian packages them, in a terminal. Installs them, as root, where they are missing.
set -euo pipefail
cd "$(dirname "$0")/../../.."

for program in tmux lynx w3m links elinks; do
    if ! command -v "$program" > /dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -q
        apt-get install -y -q --no-install-recommends "$program"
    fi
done

./mvnw -B -ntp verify -Dtest=PageInEveryLanguageTest -Dit.test=TextBrowsersIT -Dslow.tests=none -Doldest.tests=none
