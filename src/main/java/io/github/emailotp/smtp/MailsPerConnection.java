package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How many mails a mail server takes over one connection, as far as is known. Not thread-safe. */
final class MailsPerConnection {

    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private int most = Integer.MAX_VALUE;
    private int lastCarried;
    private long learntAt;

    MailsPerConnection(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** It takes no more over a connection that has carried so many; once, that may have other reasons. */
    void wornOut(int carried) {
        if (carried == lastCarried) {
            most = carried;
        }
        lastCarried = carried;
        learntAt = nanoTime.getAsLong();
    }

    /** Whether a connection that has carried so many may carry another. */
    boolean allow(int carried) {
        return isAsNew() || carried < most;
    }

    /** Whether nothing is known that would have to be kept. */
    boolean isAsNew() {
        if (nanoTime.getAsLong() - learntAt >= MEMORY.toNanos()) {
            most = Integer.MAX_VALUE;
            lastCarried = 0;
        }
        return lastCarried == 0;
    }
}
