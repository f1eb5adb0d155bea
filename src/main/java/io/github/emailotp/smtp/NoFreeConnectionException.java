package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import java.time.Duration;

/** All connections that may be open to one mail server were in use for as long as a mail waits for one. */
final class NoFreeConnectionException extends MessagingException {

    NoFreeConnectionException(Duration waited) {
        super("no free connection within " + waited.toMillis() + " ms");
    }
}
