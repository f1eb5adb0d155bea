package io.github.emailotp.server.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a mail came in, as the SMTP session saw it, whatever the mail says of itself.
 *
 * @param from the address of MAIL FROM
 * @param to the addresses of RCPT TO, in their order
 * @param encrypted whether the mail itself travelled over TLS
 * @param user the user name of the login of this SMTP session; empty without login
 * @param receivedAt when the last byte was there
 */
public record Envelope(String from, List<String> to, boolean encrypted, Optional<String> user, Instant receivedAt) {

    public Envelope {
        to = List.copyOf(to);
    }
}
