package io.github.emailotp.delivery;

/**
 * How many jobs may run at the same time: a few at first, twice as many with each that comes to its end soon, one more with each that is
 * slow, one after a time-out. Not thread-safe.
 */
final class Share {

    private final int most;
    private int size;

    Share(int first, int most) {
        this.most = most;
        this.size = Math.min(first, most);
    }

    int size() {
        return size;
    }

    /** One has come to its end, after so many nanoseconds. */
    void ended(long taken, boolean timedOut) {
        if (timedOut) {
            size = 1;
        } else if (taken < Pace.LATE.toNanos()) {
            size = Math.min(most, taken < Pace.LONG.toNanos() ? size * 2 : size + 1);
        }
    }
}
