package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One thread of a server node that does what is due. It is started when it is first needed. Thread-safe. */
final class Timekeeper implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Timekeeper.class);

    private final Runnable round;
    private final Duration interval;
    private boolean started;
    private boolean closed;

    /** Does this so often. */
    Timekeeper(Runnable round, Duration interval) {
        this.round = round;
        this.interval = interval;
    }

    synchronized void startIfNeeded() {
        if (!started) {
            started = true;
            Thread thread = new Thread(this::work, "email-otp-smtp-timekeeper");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void work() {
        while (awaitRound()) {
            try {
                round.run();
            } catch (RuntimeException e) {
                LOG.debug("A round of the SMTP connections failed", e);
            }
        }
    }

    private synchronized boolean awaitRound() {
        long end = System.nanoTime() + interval.toNanos();
        try {
            for (long left = interval.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !closed;
    }
}
