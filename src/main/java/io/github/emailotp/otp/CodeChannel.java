package io.github.emailotp.otp;

/** Port: the way a code takes to a person. */
public interface CodeChannel {

    /**
     * Delivers a code. A failure is an answer, not an exception, and has been logged, without code or address, by the
     * time this returns.
     */
    Delivery deliver(CodeMessage message);

    /**
     * Does all that {@link #deliver} does, in as much time and with an answer of the same kind, but sends nothing: what
     * happens to the account must not show.
     */
    Delivery pretend(CodeMessage message);
}
