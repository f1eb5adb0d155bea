package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Mails that are on their way to a connection which they may find free: it is no hope for others. Of one account. Not thread-safe: the
 * {@link Accounts} hold a lock.
 */
final class ComingMails {

    /** One that has not come by then does not come: the transactions before the connection take milliseconds. */
    private static final Duration LONGEST_WAY = Duration.ofMillis(500);

    private final LongSupplier nanoTime;

    /** When they began, the first first. */
    private final Deque<Long> all = new ArrayDeque<>();

    ComingMails(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** One begins. */
    void begins() {
        all.addLast(nanoTime.getAsLong());
    }

    /** One is there, whichever it is. */
    void arrived() {
        all.pollFirst();
    }

    /** How many are on their way. */
    int count() {
        long now = nanoTime.getAsLong();
        all.removeIf(since -> now - since >= LONGEST_WAY.toNanos());
        return all.size();
    }
}
