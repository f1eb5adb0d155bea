#!/usr/bin/env bash
# Angus Mail 2.0.3 and 2.0.5 (the library of jakarta.mail in Keycloak 26.0 and 26.7): a login that the server refuses with 530 is answered
# with STARTTLS, though mail.smtp.starttls.enable is false and the server has offered none.
#
# One would guess that STARTTLS is said where it is switched on and offered (RFC 3207, section 4), and that a refused login is an
# AuthenticationFailedException with the server's words.
# Seen: after "530 5.7.0 Authentication required" to AUTH the next command is STARTTLS. The server knows no such command, and the exception
# carries its answer to that, "502 5.5.1 command not known": what it said of the login is lost, and administrators look for a mistake in
# a place where there is none. Servers say 530 of logins for other reasons too. SMTPTransport.Authenticator takes every 530 as the wish
# for TLS; RFC 3207 has that code for commands that need it. The sender "pooled" of this project says no STARTTLS there, and tells the
# server's first answer.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; wait; rm -rf "$work"' EXIT

cat > "$work/server.py" << 'END'
import socket
import sys

listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
connection, _ = listening.accept()
lines = connection.makefile("rw", newline="")


def say(*answer):
    for line in answer:
        lines.write(line + "\r\n")
    lines.flush()


say("220 mail.example.test ESMTP")
for line in lines:
    verb = line.split()[0].upper()
    print("client:", verb, flush=True)
    if verb == "EHLO":
        say("250-mail.example.test", "250 AUTH PLAIN")
    elif verb == "AUTH":
        say("530 5.7.0 Authentication required, see the help page")
    else:
        say("502 5.5.1 command not known")
END

cat > "$work/Client.java" << 'END'
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;

class Client {
    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        settings.put("mail.smtp.auth", "true");
        settings.put("mail.smtp.starttls.enable", "false");
        settings.put("mail.smtp.timeout", "10000");
        try (Transport transport = Session.getInstance(settings).getTransport("smtp")) {
            transport.connect("127.0.0.1", Integer.parseInt(arguments[0]), "login", "secret");
        } catch (Exception e) {
            System.out.println("error: " + e.getClass().getSimpleName() + ": " + e.getMessage().strip());
        }
    }
}
END

seen() {
    rm -rf "${work:?}/lib"
    for artifact in org.eclipse.angus:angus-mail:"$1" jakarta.mail:jakarta.mail-api:2.1.3 jakarta.activation:jakarta.activation-api:2.1.3 \
        org.eclipse.angus:angus-activation:2.0.2; do
        "$project/mvnw" -f "$project/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
            -Dartifact="$artifact" -DoutputDirectory="$work/lib"
    done
    rm -f "$work/commands"
    python3 -u "$work/server.py" > "$work/commands" &
    server=$!
    until [ -s "$work/commands" ]; do sleep 0.1; done
    java -cp "$work/lib/*" "$work/Client.java" "$(head -1 "$work/commands")" > "$work/error"
    kill "$server" 2> /dev/null || true
    wait "$server" 2> /dev/null || true
    server=
    tail -n +2 "$work/commands"
    cat "$work/error"
}

for version in 2.0.3 2.0.5; do
    seen "$version" > "$work/seen"
    sed "s/^/Angus Mail $version, /" "$work/seen"
    grep -A1 '^client: AUTH$' "$work/seen" | grep -q '^client: STARTTLS$' || { echo "expected STARTTLS after AUTH: this has changed" >&2; exit 1; }
    grep -q '^error: AuthenticationFailedException: 502 5.5.1 command not known$' "$work/seen" \
        || { echo "expected the answer to STARTTLS, and not that to the login: this has changed" >&2; exit 1; }
done
