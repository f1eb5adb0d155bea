#!/usr/bin/env bash
# procmail 3.22 (Debian package 3.22-27): its guard for answering machines, ^FROM_DAEMON, does not know the field Auto-Submitted of RFC 3834.
#
# One would guess that a mail which says of itself that a machine has written it, from no-reply@, is taken for one by the guard that is there for
# that. Seen: neither Auto-Submitted: auto-generated nor auto-replied, nor List-Id, List-Unsubscribe or X-Auto-Response-Suppress makes it match;
# Precedence: bulk, list and junk do, a field that RFC 3834 does not ask for. So a vacation recipe with that guard answers a mail with a code, subject and all.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chmod 755 "$work"
(cd "$work" && apt-get download -qq procmail=3.22-27 2> /dev/null && dpkg -x procmail_*.deb .)
mkdir "$work/box"
cat > "$work/rc" << PROCMAIL
MAILDIR=$work/box
DEFAULT=$work/box/person
:0
* ^FROM_DAEMON
machine
PROCMAIL

# For what it takes a mail that has this field, too.
taken() {
    rm -f "$work"/box/*
    printf 'From: Shop <no-reply@shop.example>\nTo: ann@shop.example\nSubject: Your code\n%s\n\nHello Ann\n' "$1" \
        | env -i PATH=/usr/bin:/bin HOME="$work" "$work/usr/bin/procmail" -m "$work/rc"
    ls "$work/box"
}

failed=0
expect() {
    local seen
    seen=$(taken "$2")
    echo "$2: from a $seen"
    [ "$seen" = "$1" ] || failed=1
}
for field in 'Auto-Submitted: auto-generated' 'Auto-Submitted: auto-replied' 'List-Id: <codes.shop.example>' \
    'List-Unsubscribe: <https://shop.example/>' 'X-Auto-Response-Suppress: All'; do
    expect person "$field"
done
for field in 'Precedence: bulk' 'Precedence: list' 'Precedence: junk'; do
    expect machine "$field"
done
exit $failed
