package io.github.emailotp.delivery;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many jobs may run at the same time: a few at first, twice as many with each that comes to its end soon, one more with each that is
 * slow, one after a time-out. Not thread-safe.
 */
final class Share {

    private final int most;
    private int size;

    /** When the last one was taken soon; empty if none was. */
    private OptionalLong wellAt = OptionalLong.empty();

    Share(int first, int most) {
        this.most = most;
        this.size = Math.min(first, most);
    }

    int size() {
        return size;
    }

    /**
     * One that began then has come to its end, for that reason or since it was taken; answers whether that tells others of a time-out. While others are
     * taken, to the end, it is that mail's own recipient that the server waits for.
     */
    boolean ended(Optional<Retry.Cause> cause, long began, long now) {
        long taken = now - began;
        // One that was taken at the beginning says nothing of a server that has stopped since.
        boolean wellSince = wellAt.isPresent() && wellAt.getAsLong() - began > taken / 2;
        boolean timedOut =
                !wellSince && cause.filter(known -> known.isTimeOut(taken)).isPresent();
        if (cause.isEmpty() && taken < Pace.LONG.toNanos()) {
            wellAt = OptionalLong.of(now);
        }
        if (timedOut) {
            size = 1;
        } else if (taken < Pace.LATE.toNanos()) {
            size = Math.min(most, taken < Pace.LONG.toNanos() ? size * 2 : size + 1);
        }
        return timedOut;
    }
}
