package io.github.emailotp.otp;

import java.time.Duration;
import java.util.Objects;

/**
 * At most so many in any time of this length.
 *
 * @param count at least 1
 * @param window longer than zero
 */
public record RateLimit(int count, Duration window) {

    public RateLimit {
        Objects.requireNonNull(window, "window");
        if (count < 1) {
            throw new IllegalArgumentException("a limit must allow at least 1, was " + count);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("the window of a limit must be longer than zero, was " + window);
        }
    }
}
