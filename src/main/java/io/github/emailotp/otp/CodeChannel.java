package io.github.emailotp.otp;

import java.util.Collection;

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

    /**
     * A code of this binding was right, and no other is of use any more: what has not left need not leave, on any node. A problem with
     * that is not the person's: it is logged.
     *
     * @param codes those that may not have left
     */
    void settle(Binding binding, Collection<SentCode> codes);
}
