#!/usr/bin/env bash
# Keycloak 26.0.8: an application asks for German by ui_locales; the pages of the login are German, and the mail that one of them sends is
# English.
#
# One would guess that page and mail of one login are resolved alike: both ask the server's one resolver, which knows the login. Seen: the
# page "forgot password" is lang="de", the mail that it sends has the subject "Reset password"; after the language is chosen by the page's own
# menu (kc_locale) it is German, too. The newest version, 26.7.5, mails in German either way.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server= sink=
trap '[ -z "$server" ] || kill -- "-$server" 2> /dev/null; [ -z "$sink" ] || kill "$sink" 2> /dev/null; wait; rm -rf "$work"' EXIT

free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
kcadm() { KC_OPTS="-Duser.home=$work" "$work/keycloak-$version/bin/kcadm.sh" "$@" 2> /dev/null; }

# A mail server that keeps each mail in a file.
cat > "$work/sink.py" << 'PYTHON'
import pathlib, socketserver, sys

class Mail(socketserver.StreamRequestHandler):
    count = 0

    def handle(self):
        say = lambda line: self.wfile.write(line.encode() + b"\r\n")
        say("220 sink")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                say("354 go on")
                lines = []
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(part)
                Mail.count += 1
                pathlib.Path(sys.argv[2], f"mail-{Mail.count}").write_bytes(b"".join(lines))
            say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

socketserver.ThreadingTCPServer(("127.0.0.1", int(sys.argv[1])), Mail).serve_forever()
PYTHON

# The subject of the mail that was sent last; there are so many.
subject() {
    for _ in $(seq 60); do [ ! -e "$work/mail-$1" ] || break; sleep 1; done
    python3 - "$work/mail-$1" << 'PYTHON'
import email, email.policy, sys

print(email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)["subject"])
PYTHON
}

# Follows "forgot password" of a login that is begun with these parameters; says the language of the page. With a second argument, that
# language is chosen by the page's menu.
forget() {
    local jar=$work/cookies-$RANDOM page link
    visit() { curl -s -L -b "$jar" -c "$jar" "$@"; }
    address() { grep -o "$1=\"[^\"]*$2[^\"]*\"" <<< "$page" | head -n 1 | cut -d'"' -f2 | sed 's/&amp;/\&/g'; }
    page=$(visit "$url/realms/shop/protocol/openid-connect/auth?client_id=app&redirect_uri=http://127.0.0.1/&response_type=code&scope=openid$1")
    link=$(address href reset-credentials)
    page=$(visit "${link/#\//$url/}${2:+&kc_locale=$2}")
    grep -o 'lang="[a-z]*"' <<< "$page" | head -n 1
    link=$(address action reset-credentials)
    visit -o /dev/null "$link" -d username=ann
}

try() {
    version=$1
    "$project/mvnw" -f "$project/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:zip" -DoutputDirectory="$work"
    (cd "$work" && jar xf "keycloak-quarkus-dist-$version.zip")
    chmod +x "$work/keycloak-$version"/bin/*.sh
    port=$(free)
    (cd "$work/keycloak-$version" && exec setsid env JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1 KC_BOOTSTRAP_ADMIN_USERNAME=admin \
        KC_BOOTSTRAP_ADMIN_PASSWORD=admin bin/kc.sh start-dev --cache=local --http-host=127.0.0.1 --http-port="$port" \
        --http-management-port=$((port + 1)) > "$work/log" 2>&1) &
    server=$!
    url=http://127.0.0.1:$port
    for _ in $(seq 300); do
        ! curl -sfo /dev/null "$url/realms/master" || break
        sleep 1
    done
    kcadm config credentials --server "$url" --realm master --user admin --password admin
    kcadm create realms -s realm=shop -s enabled=true -s resetPasswordAllowed=true -s internationalizationEnabled=true \
        -s 'supportedLocales=["en","de"]' -s defaultLocale=en \
        -s "smtpServer={\"host\":\"127.0.0.1\",\"port\":\"$smtp\",\"from\":\"shop@example.org\"}"
    kcadm create clients -r shop -s clientId=app -s publicClient=true -s 'redirectUris=["http://127.0.0.1/"]'
    kcadm create users -r shop -s username=ann -s email=ann@example.org -s enabled=true
    asked=$(forget '&ui_locales=de')
    asked+=", mail \"$(subject $((mails + 1)))\""
    chosen=$(forget '' de)
    mails=$((mails + 2))
    chosen+=", mail \"$(subject "$mails")\""
    kill -- "-$server"
    wait "$server" || true
    server=
    echo "Keycloak $version, by ui_locales: page $asked; by the page's menu: page $chosen"
}

mails=0 smtp=$(free)
python3 "$work/sink.py" "$smtp" "$work" &
sink=$!
try 26.0.8
german='lang="de", mail "Passwort zurücksetzen"'
[ "$asked" = 'lang="de", mail "Reset password"' ] && [ "$chosen" = "$german" ] || { echo 'this has changed' >&2; exit 1; }
try 26.7.5
[ "$asked" = "$german" ] && [ "$chosen" = "$german" ] || { echo 'this has changed' >&2; exit 1; }
