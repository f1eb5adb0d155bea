#!/usr/bin/env bash
# Builds what is published twice, from two clones of the last commit in different folders, one after the other, with another time zone and
# language: the bytes are the same. Files must be readable for all (umask 022 or 002), since jars hold the modes of files.
set -euo pipefail
cd "$(dirname "$0")/../../.."
here=$PWD
work=$(mktemp -d /var/tmp/reproducible.XXXXXX)
trap 'rm -rf "$work"' EXIT

build() {
    git clone -q "$here" "$work/$1"
    cd "$work/$1"
    ./mvnw -B -ntp -q -Prelease package -DskipTests
    (cd target/release && sha256sum -c --quiet ./*.sha256)
}
(umask 022 && TZ=UTC LC_ALL=C build one)
(umask 002 && TZ=Asia/Kathmandu LC_ALL=C.UTF-8 MAVEN_OPTS='-Duser.language=tr' build another/folder)

diff -r "$work/one/target/release" "$work/another/folder/target/release"
cat "$work"/one/target/release/*.sha256
