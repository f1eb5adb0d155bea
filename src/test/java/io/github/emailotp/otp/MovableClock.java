package io.github.emailotp.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until one thread moves it; others may read it. */
public final class MovableClock extends Clock {

    private volatile Instant now = Instant.parse("2026-11-22T14:05:00Z");

    /** Moves it on. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** The same time as a clock that only goes on tells it, as {@link System#nanoTime()}. */
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the tests know one zone");
    }
}
