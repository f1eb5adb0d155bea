package io.github.emailotp.delivery;

import java.time.Duration;
import java.util.Optional;

/** The attempts to send one mail. Those of one mail are made one after the other; only how many there were may be read meanwhile. */
final class Tries {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 4;
    private static final int FIRST = 1;

    private volatile int count;
    private LastFailure last = LastFailure.NONE;

    /** Why the last one failed that was one, until it is told that it was made again. */
    private Optional<String> failedBefore = Optional.empty();

    /** Another one, of this number from 1; the same number again where the one before was none. */
    void begin(int number) {
        count = number;
    }

    int count() {
        return count;
    }

    /** How long the next one waits. */
    Duration pause() {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(count - FIRST, MAX_DOUBLINGS));
    }

    /** This is one: what finds no connection is none. Answers why the one before failed, if there was one and that was not told yet. */
    Optional<String> made() {
        Optional<String> before = failedBefore;
        failedBefore = Optional.empty();
        return before;
    }

    void failed(LastFailure failure, Retry.Cause cause) {
        last = failure;
        if (!cause.isUntried()) {
            failedBefore = Optional.of(failure.reason());
        }
    }

    /** Why the last one failed. */
    LastFailure last() {
        return last;
    }
}
