package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Pauses each of which is twice as long as the one before, up to the longest, until they are at an end. They differ a little, so that nodes
 * that were refused together do not come back together. Not thread-safe.
 */
final class GrowingPause {

    private static final double JITTER = 0.25;

    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanoTime;
    private final DoubleSupplier chance;
    private Duration next;
    private long until;

    /**
     * None yet.
     *
     * @param chance from 0 to 1: how much of the last quarter a pause has
     */
    GrowingPause(Duration first, Duration longest, LongSupplier nanoTime, DoubleSupplier chance) {
        this.first = first;
        this.longest = longest;
        this.nanoTime = nanoTime;
        this.chance = chance;
        this.next = first;
        this.until = nanoTime.getAsLong();
    }

    /** Another one, which begins now. */
    void begin() {
        until = nanoTime.getAsLong() + (long) (next.toNanos() * (1 - JITTER + JITTER * chance.getAsDouble()));
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** The next one is as short as the first. */
    void startOver() {
        next = first;
    }

    /** Whether it is over in this time. */
    boolean isOverIn(Duration time) {
        return until - nanoTime.getAsLong() <= time.toNanos();
    }

    /** How long it goes on; zero if it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, until - nanoTime.getAsLong()));
    }

    /** Whether it has been over for so long. */
    boolean isOverSince(Duration time) {
        return nanoTime.getAsLong() - until >= time.toNanos();
    }
}
