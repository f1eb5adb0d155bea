package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;

/** Remembers, beyond caches and restarts, that the step is disabled for an account. */
public interface GuessLock {

    boolean isClosed(Acquaintance acquaintance);

    /**
     * Closes it until an administrator opens it.
     *
     * @param failures how many failures it was closed for
     * @param whenClosed runs once it is certain that it is remembered, and not at all otherwise
     */
    void close(Acquaintance acquaintance, int failures, Runnable whenClosed);
}
