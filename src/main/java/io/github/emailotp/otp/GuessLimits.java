package io.github.emailotp.otp;

import java.time.Duration;
import java.util.Objects;

/**
 * How many wrong codes an account may get in a row, over all of its logins.
 *
 * @param free how many are followed by no wait, 1 to 19
 * @param firstWait the wait after the last free one, 10 s to 3600 s; it doubles with each further failure
 * @param longestWait where the doubling ends, {@code firstWait} to 86400 s
 * @param untilDisabled how many disable the step for the account until an administrator clears it, 20 to 1000. NIST SP
 *     800-63B-4 §3.2.2 allows 100 at most.
 */
public record GuessLimits(int free, Duration firstWait, Duration longestWait, int untilDisabled) {

    public static final int MIN_FREE = 1;
    public static final int MAX_FREE = 19;
    public static final Duration MIN_WAIT = Duration.ofSeconds(10);
    public static final Duration MAX_FIRST_WAIT = Duration.ofHours(1);
    public static final Duration MAX_WAIT = Duration.ofDays(1);
    public static final int MIN_UNTIL_DISABLED = 20;
    public static final int MAX_UNTIL_DISABLED = 1000;

    /** NIST SP 800-63B-4 §3.2.2. */
    public static final int MOST_IN_A_ROW = 100;

    /** A failure is not forgotten earlier, whatever the limits are. */
    public static final Duration LEAST_MEMORY = Duration.ofDays(30);

    public GuessLimits {
        Objects.requireNonNull(firstWait, "firstWait");
        Objects.requireNonNull(longestWait, "longestWait");
        requireWithin("free guesses", free, MIN_FREE, MAX_FREE);
        requireWithin("guesses until disabled", untilDisabled, MIN_UNTIL_DISABLED, MAX_UNTIL_DISABLED);
        requireWithin("first wait in seconds", firstWait.toSeconds(), MIN_WAIT.toSeconds(), MAX_FIRST_WAIT.toSeconds());
        requireWithin("longest wait in seconds", longestWait.toSeconds(), firstWait.toSeconds(), MAX_WAIT.toSeconds());
    }

    /** How long no answer is looked at after so many failures in a row; zero while they are free. */
    public Duration waitAfter(int failures) {
        if (failures < free) {
            return Duration.ZERO;
        }
        return DoublingWait.after(firstWait, failures - free, longestWait);
    }

    /**
     * After how long a failure is forgotten, so that the claims on it end: 30 days, or twice the time that it takes to be
     * disabled, so that whoever never rests gets there.
     */
    public Duration memory() {
        Duration all = Duration.ZERO;
        int failure = free;
        while (failure < untilDisabled && waitAfter(failure).compareTo(longestWait) < 0) {
            all = all.plus(waitAfter(failure));
            failure++;
        }
        // Calculated for each wrong code: there may be a thousand of these.
        all = all.plus(longestWait.multipliedBy(untilDisabled - failure));
        Duration twice = all.multipliedBy(2);
        return twice.compareTo(LEAST_MEMORY) > 0 ? twice : LEAST_MEMORY;
    }

    private static void requireWithin(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", was " + value);
        }
    }
}
