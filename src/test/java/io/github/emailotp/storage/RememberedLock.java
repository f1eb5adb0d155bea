package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;

/** What the user's credentials remember. */
final class RememberedLock implements GuessLock {

    private final Acquaintance whose;
    boolean closed;
    boolean works = true;
    Runnable onceClosed = () -> {};

    RememberedLock(Acquaintance whose) {
        this.whose = whose;
    }

    @Override
    public boolean isClosed(Acquaintance acquaintance) {
        return closed && acquaintance == whose;
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
