package io.github.emailotp.otp;

import java.time.Duration;

/** A wait that is twice as long each time, up to a limit. */
final class DoublingWait {

    private DoublingWait() {}

    /**
     * The wait after so many doublings.
     *
     * @param first the wait after none
     * @param doublings from 0
     * @param longest what it never exceeds
     */
    static Duration after(Duration first, int doublings, Duration longest) {
        Duration wait = first;
        for (int i = 0; i < doublings && wait.compareTo(longest) < 0; i++) {
            // Calculated often for each answer; multipliedBy takes big decimals.
            wait = wait.plus(wait);
        }
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
