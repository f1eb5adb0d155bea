#!/usr/bin/env bash
# Installs Chromium and its WebDriver on Debian and its kin, for the browser tests. Does nothing where both are there.
set -euo pipefail

if [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromedriver ]; then
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends chromium chromium-driver
