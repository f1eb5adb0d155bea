package io.github.emailotp.delivery;

import io.github.emailotp.otp.Sending;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What becomes of a mail, between the thread that sends it and a request that may wait for it. Thread-safe. */
final class MailResult {

    private Optional<Sending> end = Optional.empty();
    private boolean awaited;
    private boolean isForTheRequest;
    private boolean over;

    /** A request waits for it. To be said before the sending begins, so that its end cannot come first. */
    synchronized void expect() {
        awaited = true;
    }

    /**
     * Waits for the end, after {@link #expect}.
     *
     * @param timeout from now
     * @return empty if it has not come in time; then the request has no more part in it
     */
    synchronized Optional<Sending> await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (long left = timeout.toNanos();
                    end.isEmpty() && !over && left > 0;
                    left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        awaited = false;
        return end.filter(state -> isForTheRequest);
    }

    /** The request need not wait any longer, though there is no end yet; answers whether one has waited. */
    synchronized boolean letGo() {
        boolean waited = awaited;
        awaited = false;
        over = true;
        notifyAll();
        return waited;
    }

    /** Tells the end; answers whether a request has waited for it and takes care of all that follows. */
    synchronized boolean complete(Sending state) {
        end = Optional.of(state);
        isForTheRequest = awaited;
        notifyAll();
        return awaited;
    }
}
