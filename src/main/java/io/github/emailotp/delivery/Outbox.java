package io.github.emailotp.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sends mails in the background, with a few threads, from a bounded queue that is fair between realms. Thread-safe.
 *
 * <p>A mail needs a {@link Place}, which is reserved before the request commits and filled after: so a full outbox is known
 * while the request can still say so. {@link Attempts} are made by {@link OutboxThreads}; neither their number nor the memory grows with
 * the backlog.
 */
public final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final OutboxLimits limits;
    private final OutboxState state;
    private final Attempts attempts;
    private final OutboxThreads threads;
    private final Semaphore waiters;

    Outbox(OutboxLimits limits, Clock clock) {
        this(limits, clock, Thread::new);
    }

    /** With threads of this factory, which it names and starts. */
    Outbox(OutboxLimits limits, Clock clock, ThreadFactory factory) {
        this.limits = limits;
        this.state = new OutboxState(new OutboxContents(limits, clock, System::nanoTime));
        this.attempts = new Attempts(state, clock);
        this.threads = new OutboxThreads(state, limits, factory, attempts);
        this.waiters = new Semaphore(limits.waiters());
    }

    /** Room for one mail; it must be used or left. */
    final class Place {

        private final AtomicBoolean used = new AtomicBoolean();
        private final Owner owner;

        private Place(Owner owner) {
            this.owner = owner;
        }

        /** Puts a job in. */
        void use(OutboxJob job) {
            if (used.compareAndSet(false, true)) {
                put(job);
            }
        }

        /** Nothing comes after all. */
        void leave() {
            if (used.compareAndSet(false, true)) {
                state.locked(() -> {
                    state.contents.freePlace(owner);
                    return true;
                });
            }
        }
    }

    /**
     * Room for one more of this owner; empty if the outbox is closed or full, or those that are as slow as the owner have their share
     * already.
     */
    Optional<Place> reserve(Owner owner) {
        boolean hasPlace = state.read(() -> !state.closing && state.contents.takePlace(owner));
        return hasPlace ? Optional.of(new Place(owner)) : Optional.empty();
    }

    /**
     * Whether one more answer may wait for its mail, so long; then it must be said when it {@linkplain #waitsNoMore waits no more}. Each
     * that waits holds a thread of the server.
     */
    boolean mayWait(Duration time) {
        return !time.isZero() && waiters.tryAcquire();
    }

    void waitsNoMore() {
        waiters.release();
    }

    /** Nobody needs what this matter was about: what waits is not sent, and what fails just now is not tried again. */
    void settle(String matter) {
        attempts.end(state.locked(() -> state.contents.settle(matter)), OutboxJob::settle);
    }

    /** How many mails are in it, those being sent included. */
    public int size() {
        return state.read(state.contents::size);
    }

    /** How long the oldest mail has been in it; zero if there is none. */
    public Duration oldest() {
        return state.read(state.contents::oldest);
    }

    private void put(OutboxJob job) {
        List<Entry> older = new ArrayList<>();
        boolean isIn = state.locked(() -> {
            if (state.closed) {
                state.contents.freePlace(job.owner());
                return false;
            }
            older.addAll(state.contents.put(job));
            threads.wakeAsNeeded();
            return true;
        });
        attempts.end(older, OutboxJob::supersede);
        if (!isIn) {
            job.giveUp();
        }
    }

    /**
     * Takes no more, sends what is there as long as {@link OutboxLimits#drain} allows, then abandons what is being sent and
     * gives the rest up; until all are told it waits {@link OutboxLimits#report} at most. Each job that waits for another attempt gets
     * it now.
     */
    void close() {
        state.waiting(this::drain, false);
        Leftovers rest = state.locked(() -> {
            state.closed = true;
            return new Leftovers(
                    state.contents.running(),
                    state.contents.removeWaiting().stream().map(Entry::job).toList());
        });
        long deadline = System.nanoTime() + limits.report().toNanos();
        rest.tell(limits.report());
        if (!attempts.awaitEnds(Duration.ofNanos(deadline - System.nanoTime()))) {
            LOG.warn("There was not enough time to tell of all mails that had come to their end before");
        }
    }

    private boolean drain() throws InterruptedException {
        state.closing = true;
        state.contents.hurry();
        state.wakeAll();
        long left = limits.drain().toNanos();
        while (state.contents.size() > 0 && state.threads > 0 && left > 0) {
            left = state.awaitTime(left);
        }
        return true;
    }
}
