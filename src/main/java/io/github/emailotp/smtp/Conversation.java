package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The time that one mail has with a mail server. Time-outs of sockets are those of single bytes, which a server that sends one
 * from time to time never meets; here the {@link Timekeeper} ends what takes too long. Thread-safe.
 */
final class Conversation {

    private final LongSupplier nanoTime;
    private final long end;
    private long endOfStep;
    private Optional<Runnable> cut = Optional.empty();
    private boolean wasCut;

    Conversation(LongSupplier nanoTime, Duration limit) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + limit.toNanos();
        this.endOfStep = end;
    }

    /** What ends it, from another thread; {@link #rest()} when there is nothing to be ended any more. */
    synchronized void isCutBy(Runnable action) {
        cut = Optional.of(action);
        wasCut = false;
    }

    /** From now on nothing is going on that could take too long. */
    synchronized void rest() {
        cut = Optional.empty();
    }

    /** The next step may take this long, but no longer than the conversation. */
    synchronized void allow(Duration step) {
        long limit = nanoTime.getAsLong() + step.toNanos();
        endOfStep = limit - end < 0 ? limit : end;
    }

    /** The next step may take as long as the conversation. */
    synchronized void allowTheRest() {
        endOfStep = end;
    }

    /** What is left of it; zero if nothing is. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    boolean isOver() {
        return end - nanoTime.getAsLong() <= 0;
    }

    /** Whether its last step was ended because it took too long. */
    synchronized boolean wasCut() {
        return wasCut;
    }

    synchronized void cutIfTooLong() {
        if (cut.isPresent() && endOfStep - nanoTime.getAsLong() <= 0) {
            wasCut = true;
            cut.get().run();
            cut = Optional.empty();
        }
    }
}
