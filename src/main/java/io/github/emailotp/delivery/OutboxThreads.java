package io.github.emailotp.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jboss.logging.Logger;

/**
 * The threads of an {@link Outbox}: they start with the first mail, and their number does not grow with the backlog. One more looks for
 * mails that are dead, though all others are in use; it rests while none waits. Thread-safe.
 */
final class OutboxThreads {

    private static final Logger LOG = Logger.getLogger(OutboxThreads.class);

    private static final Duration TICK = Duration.ofMillis(100);

    /** How often a thread looks for mails that nothing told it of, while any waits. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** Slow mails of realms that were well have threads of their own; not without end, but with some beyond those of {@link FairQueue}. */
    private static final int MOST_THREADS_PER_PLACE = 4;

    private final OutboxState state;
    private final OutboxLimits limits;
    private final ThreadFactory factory;
    private final Attempts attempts;
    private int idle;

    /** What looks for dead mails now, if anything does; another one is another object. */
    private Optional<Object> timer = Optional.empty();

    /** Whether it waits to be told that there is something to look at. */
    private boolean timerRests;

    /** With threads of this factory, which are named and started here. */
    OutboxThreads(OutboxState state, OutboxLimits limits, ThreadFactory factory, Attempts attempts) {
        this.state = state;
        this.limits = limits;
        this.factory = factory;
        this.attempts = attempts;
    }

    /**
     * One that has nothing to do looks, if there may be something, and wakes the next if it finds something; where all have, there are more.
     * Under the lock. {@link FairQueue} gives no more to do than there may be.
     */
    void wakeAsNeeded() {
        startTimerIfNeeded();
        // Asked in any case: the timer makes no pause while one is due that is not taken notice of.
        boolean ready = state.contents.isReady();
        if (idle == 0) {
            startAsNeeded();
            wakeTimerIfNeeded();
        } else if (ready) {
            state.wakeOne();
        }
    }

    private void startAsNeeded() {
        while (state.threads < MOST_THREADS_PER_PLACE * limits.threads() && !state.closed) {
            Optional<Entry> next = state.contents.take();
            if (next.isEmpty() || !startOne(next.get())) {
                return;
            }
        }
    }

    private void startTimerIfNeeded() {
        Object self = new Object();
        if (timer.isEmpty() && start(() -> keepTime(self), "email-otp-outbox-time")) {
            timer = Optional.of(self);
        }
    }

    /** A mail that somebody takes at once needs no look. */
    private void wakeTimerIfNeeded() {
        if (timerRests && state.contents.isWaiting()) {
            state.wakeInTime();
        }
    }

    /** Where there is none to be had, it waits for one, as for a connection. */
    private boolean startOne(Entry first) {
        if (start(() -> work(first), "email-otp-outbox-" + (state.threads + 1))) {
            state.threads++;
            return true;
        }
        Retry.Cause none = Retry.Cause.NO_CONNECTION;
        state.contents.putBack(first, none, first.again(none, 0));
        return false;
    }

    /** Answers whether there is one more thread; a machine may have no more. */
    private boolean start(Runnable work, String name) {
        try {
            Thread thread = factory.newThread(work);
            thread.setName(name);
            thread.setDaemon(true);
            thread.start();
            return true;
        } catch (RuntimeException | Error e) {
            LOG.error("The outbox gets no thread", e);
            return false;
        }
    }

    private void work(Entry first) {
        try {
            for (Optional<Entry> next = Optional.of(first); next.isPresent(); next = next()) {
                attempts.make(next.get());
            }
        } finally {
            state.locked(() -> {
                // It may have been told of something while it was interrupted.
                wakeTimerIfNeeded();
                return state.threads--;
            });
        }
    }

    /** Waits for the next job; empty once the outbox is closed, or has more threads than it needs. */
    private Optional<Entry> next() {
        return state.waiting(
                () -> {
                    Optional<Entry> next = awaitNext();
                    if (next.isPresent()) {
                        wakeAsNeeded();
                    }
                    return next;
                },
                Optional.empty());
    }

    private Optional<Entry> awaitNext() throws InterruptedException {
        while (!state.closed && state.threads <= limits.threads()) {
            Optional<Entry> next = state.contents.take();
            if (next.isPresent()) {
                return next;
            }
            wakeTimerIfNeeded();
            idle++;
            try {
                state.awaitWork(state.contents.isWaiting() ? LONGEST_REST.toNanos() : Long.MAX_VALUE);
            } finally {
                idle--;
            }
        }
        return state.closed ? Optional.empty() : state.contents.take();
    }

    /** Whatever ends it, the next mail starts another. */
    private void keepTime(Object self) {
        try {
            keepTime();
        } finally {
            state.locked(() -> {
                timer = timer.filter(other -> other != self);
                return true;
            });
        }
    }

    /** Dead mails leave though all threads are in use, and so do those that hang their threads to others. */
    private void keepTime() {
        while (awaitTick()) {
            try {
                attempts.endExpired();
                state.read(() -> {
                    wakeAsNeeded();
                    return true;
                });
            } catch (RuntimeException | Error e) {
                LOG.error("The outbox could not look for dead mails", e);
            }
        }
    }

    /** Answers false once the outbox is closed. */
    private boolean awaitTick() {
        return state.waiting(
                () -> {
                    rest();
                    pauseForATick();
                    return !state.closed;
                },
                false);
    }

    private void rest() throws InterruptedException {
        timerRests = true;
        try {
            while (!state.closed && !state.contents.isWaiting()) {
                state.awaitTime(Long.MAX_VALUE);
            }
        } finally {
            timerRests = false;
        }
    }

    private void pauseForATick() throws InterruptedException {
        long end = System.nanoTime() + TICK.toNanos();
        for (long left = TICK.toNanos(); left > 0 && !state.closed; left = end - System.nanoTime()) {
            long next = state.contents.nanosToLater();
            if (next <= 0) {
                return;
            }
            state.awaitTime(Math.min(left, next));
        }
    }
}
