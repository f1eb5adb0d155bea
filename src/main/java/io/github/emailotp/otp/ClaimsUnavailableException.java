package io.github.emailotp.otp;

import java.util.Optional;

/** The claims on tries, comparisons and mails cannot be reached: nothing may be compared and nothing sent. */
public final class ClaimsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String owed;

    public ClaimsUnavailableException(Throwable cause) {
        this(cause, "");
    }

    private ClaimsUnavailableException(Throwable cause, String owed) {
        super("the cluster's claims cannot be reached", cause);
        this.owed = owed;
    }

    /** The same, and it is not known whether this was claimed. */
    public ClaimsUnavailableException owing(String claims) {
        return new ClaimsUnavailableException(getCause(), claims);
    }

    /** What was perhaps claimed for a mail; without white space but blanks. */
    public Optional<String> owed() {
        return Optional.of(owed).filter(claims -> !claims.isEmpty());
    }
}
