package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;

/** The lock of those who have no account: there the claims on the failures keep the step disabled until they end. */
public final class NoGuessLock implements GuessLock {

    @Override
    public boolean isClosed(Acquaintance acquaintance) {
        return false;
    }

    @Override
    public void close(Acquaintance acquaintance, int failures, Runnable whenClosed) {
        // There is nowhere to remember it.
    }
}
