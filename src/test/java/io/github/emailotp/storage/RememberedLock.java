package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;

/** What the user's credentials remember. */
final class RememberedLock implements GuessLock {

    boolean closed;
    boolean works = true;
    Runnable onceClosed = () -> {};

    @Override
    public boolean isClosed(Acquaintance acquaintance) {
        return closed && acquaintance == Acquaintance.STRANGER;
    }

    @Override
    public void close(Acquaintance acquaintance, int failures, Runnable whenClosed) {
        if (works) {
            closed = true;
            onceClosed.run();
            whenClosed.run();
        }
    }
}
