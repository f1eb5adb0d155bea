#!/usr/bin/env bash
# Sends through real mail servers from Debian's packages (Postfix with postgrey, Exim, Dovecot, OpenSMTPD, Sendmail, Courier,
# chasquid, qpsmtpd), through Haraka from npm, and into procmail, on loopback, and shows a mail with w3m, lynx and html2text. As root, on a
# machine that is no mail server: what can be installed side by side is installed, but not started, and the rest is unpacked.
set -euo pipefail
cd "$(dirname "$0")/../../.."

unpacked=target/mail-servers
libraries() {
    apt-cache depends "$@" | sed -n 's/^ *Depends: \(lib[^ ]*\)$/\1/p' | sort -u
}

if [ ! -x "$unpacked/usr/libexec/sendmail/sendmail" ] || [ ! -x "$unpacked/usr/sbin/couriertcpd" ]; then
    export DEBIAN_FRONTEND=noninteractive
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod +x $policy
        trap 'rm -f $policy' EXIT
    fi
    apt-get update -q
    # shellcheck disable=SC2046
    apt-get install -y -q --no-install-recommends postfix dovecot-core dovecot-submissiond postgrey openssl adduser m4 \
        libsasl2-modules libsasl2-modules-db libnet-dns-perl libmailtools-perl libsocket6-perl libio-socket-inet6-perl \
        $(libraries exim4-daemon-heavy opensmtpd sendmail-bin courier-mta courier-authlib)
    # These would take each other's place.
    mkdir -p $unpacked
    (cd $unpacked && apt-get download -q exim4-daemon-heavy opensmtpd sendmail-bin sendmail-cf sasl2-bin procmail chasquid \
        qpsmtpd courier-mta courier-base courier-authlib courier-authdaemon)
    for package in "$unpacked"/*.deb; do
        dpkg -x "$package" $unpacked
    done
fi
src/test/scripts/install.sh w3m lynx html2text npm
[ -d $unpacked/node_modules/Haraka ] || npm install --silent --no-audit --no-fund --ignore-scripts --prefix $unpacked Haraka@3.3.4
# Without these they do not start.
mkdir -p -m 711 /var/lib/opensmtpd /var/lib/opensmtpd/empty
mkdir -p /usr/libexec
cp -r $unpacked/usr/libexec/opensmtpd /usr/libexec/
for user in Debian-exim opensmtpd opensmtpq courier; do
    id $user > /dev/null 2>&1 || adduser --quiet --system --group --force-badname --no-create-home $user
done

./mvnw -B -ntp test -Dtest="${1:-*IT}" -Dgroups=real-mail-servers
