package io.github.emailotp.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Ends jobs one after another, in a thread of its own: what they tell may take its time, and nothing else must wait for it. Thread-safe. */
final class Endings {

    private static final Logger LOG = Logger.getLogger(Endings.class);

    private final Deque<Runnable> due = new ArrayDeque<>();
    private boolean working;

    synchronized void add(Runnable ending) {
        due.add(ending);
        if (!working) {
            start();
        }
    }

    /** Returns once all are told that there are, or after this time; answers whether they are. An interruption is kept, and does not end it. */
    synchronized boolean await(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = Thread.interrupted();
        for (long left = limit.toNanos(); working && left > 0; left = deadline - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !working;
    }

    /** Without a thread they wait for the next ending. */
    private void start() {
        try {
            Thread thread = new Thread(this::work, "email-otp-outbox-endings");
            thread.setDaemon(true);
            thread.start();
            working = true;
        } catch (OutOfMemoryError e) {
            LOG.error("There is no thread to tell what became of mails", e);
        }
    }

    private void work() {
        for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
            next.get().run();
        }
    }

    private synchronized Optional<Runnable> next() {
        Optional<Runnable> next = Optional.ofNullable(due.poll());
        working = next.isPresent();
        if (!working) {
            notifyAll();
        }
        return next;
    }
}
