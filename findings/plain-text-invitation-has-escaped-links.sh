#!/usr/bin/env bash
# Keycloak 26.7.5: in the mail that invites somebody into an organization, the link of the plain-text part is escaped as if it stood in HTML.
#
# One would guess that a text/plain part holds the link as it is to be opened: mail programs that show text take it from there.
# Seen: every "=" of the link's query is "&#61;" and every "&" is "&amp;" there; opened as it stands, its parameters have other names, and
# what is behind the first "#" is no part of the request. The text part of the mail that sets a password, sent by the same server, has "=".
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
version=26.7.5
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

# The query of the link in the text part of a mail.
query() {
    for _ in $(seq 60); do [ ! -e "$work/mail-$1" ] || break; sleep 1; done
    python3 - "$work/mail-$1" << 'PYTHON'
import email, email.policy, re, sys

mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
text = mail.get_body(("plain",)).get_content()
print(re.search(r"http://\S+\?(\S+)", text).group(1))
PYTHON
}

"$project/mvnw" -f "$project/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:zip" -DoutputDirectory="$work"
(cd "$work" && jar xf "keycloak-quarkus-dist-$version.zip")
chmod +x "$work/keycloak-$version"/bin/*.sh
port=$(free) smtp=$(free)
python3 "$work/sink.py" "$smtp" "$work" &
sink=$!
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
kcadm create realms -s realm=shop -s enabled=true -s organizationsEnabled=true \
    -s "smtpServer={\"host\":\"127.0.0.1\",\"port\":\"$smtp\",\"from\":\"shop@example.org\"}"
organization=$(kcadm create organizations -r shop -s name=acme -s 'domains=[{"name":"acme.example"}]' -i)
user=$(kcadm create users -r shop -s username=ann -s email=ann@example.org -s enabled=true -i)
token=$(curl -s "$url/realms/master/protocol/openid-connect/token" -d grant_type=password -d client_id=admin-cli -d username=admin \
    -d password=admin | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
curl -sf -H "Authorization: Bearer $token" "$url/admin/realms/shop/organizations/$organization/members/invite-user" -d email=ben@example.org
invitation=$(query 1)
curl -sf -X PUT -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    "$url/admin/realms/shop/users/$user/execute-actions-email" -d '["UPDATE_PASSWORD"]'
reset=$(query 2)

echo "Keycloak $version, text part, query of the link that invites: ${invitation:0:60}…"
echo "Keycloak $version, text part, query of the link that sets a password: ${reset:0:60}…"
case $invitation in *'&#61;'*'&amp;'*) ;; *) echo 'expected &#61; and &amp;: this has changed' >&2; exit 1 ;; esac
case $reset in key=*) ;; *) echo 'expected key=: this has changed' >&2; exit 1 ;; esac
