package io.github.emailotp.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The first news of a mail, for an answer that is held back until it has come. Thread-safe. */
final class FirstNews {

    private final CountDownLatch come = new CountDownLatch(1);

    /** It is known, and told to the page, what became of the mail, or that it is tried again. */
    void come() {
        come.countDown();
    }

    /** Returns once they have come, after this time, or if the thread is interrupted, which it then stays; answers whether they have. */
    boolean await(Duration atMost) {
        try {
            return come.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
