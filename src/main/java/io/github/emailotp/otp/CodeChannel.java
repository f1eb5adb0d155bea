package io.github.emailotp.otp;

/** Port: the way a code takes to a person. */
public interface CodeChannel {

    /**
     * Delivers a code. A failure is an answer, not an exception, and has been logged, without code or address, by the
     * time this returns.
     */
    Delivery deliver(CodeMessage message);
}
