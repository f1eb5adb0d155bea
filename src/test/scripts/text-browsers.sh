#!/usr/bin/env bash
# Logs in with four text browsers, as Debian packages them, in a terminal. Installs them, as root, where they are missing.
set -euo pipefail
cd "$(dirname "$0")/../../.."

src/test/scripts/install.sh tmux lynx w3m links elinks

./mvnw -B -ntp verify -Dtest=PageInEveryLanguageTest -Dit.test=TextBrowsersIT -Dslow.tests=none -Doldest.tests=none
