package io.github.emailotp.otp;

/** The claims on tries, comparisons and mails cannot be reached: nothing may be compared and nothing sent. */
public final class ClaimsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClaimsUnavailableException(Throwable cause) {
        super("the cluster's claims cannot be reached", cause);
    }
}
