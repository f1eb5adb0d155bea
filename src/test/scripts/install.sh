#!/usr/bin/env bash
# Installs those of the programs that are missing, from the Debian packages that are named as they are; as root.
#
#   install.sh PROGRAM...
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
for program in "$@"; do
    if ! command -v "$program" > /dev/null; then
        apt-get update -q
        apt-get install -y -q --no-install-recommends "$program"
    fi
done
