package io.github.emailotp.smtp;

import org.keycloak.email.EmailException;

/** What the pooled sender throws: it knows how far the mail got, which its cause alone does not tell. */
final class PooledEmailException extends EmailException {

    private final transient SmtpFailure failure;

    PooledEmailException(SmtpFailure failure) {
        super(message(failure));
        this.failure = failure;
    }

    PooledEmailException(SmtpFailure failure, Throwable cause) {
        super(message(failure), cause);
        this.failure = failure;
    }

    SmtpFailure failure() {
        return failure;
    }

    /** Keycloak shows this text to administrators and logs it: no address, no words of the server. */
    private static String message(SmtpFailure failure) {
        return "The mail was not sent: " + failure.description();
    }
}
