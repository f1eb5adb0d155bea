package io.github.emailotp.smtp;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.email.EmailException;

/** What the pooled sender throws: it knows how far the mail got, which its cause alone does not tell. */
final class PooledEmailException extends EmailException {

    /** Whoever wraps it wraps it less often. */
    static final int MAX_CAUSES = 16;

    private final transient SmtpFailure failure;
    private transient Optional<Hope> hope = Optional.empty();

    PooledEmailException(SmtpFailure failure) {
        super(message(failure));
        this.failure = failure;
    }

    PooledEmailException(SmtpFailure failure, Throwable cause) {
        super(message(failure), cause);
        this.failure = failure;
    }

    /** The first among what was thrown and its causes. */
    static Optional<PooledEmailException> in(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .filter(PooledEmailException.class::isInstance)
                .map(PooledEmailException.class::cast)
                .findFirst();
    }

    SmtpFailure failure() {
        return failure;
    }

    /** The same, with what knows whether another attempt would be for nothing. */
    PooledEmailException with(Hope known) {
        hope = Optional.of(known);
        return this;
    }

    Optional<Hope> hope() {
        return hope;
    }

    /** Keycloak shows this text to administrators and logs it: no address, no words of the server. */
    private static String message(SmtpFailure failure) {
        return "The mail was not sent: " + failure.description();
    }
}
