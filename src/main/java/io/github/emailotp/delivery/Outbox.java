package io.github.emailotp.delivery;

import io.github.emailotp.delivery.FairQueue.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Sends mails in the background, with a few threads, from a bounded queue that is fair between realms. Thread-safe.
 *
 * <p>A mail needs a {@link Place}, which is reserved before the request commits and filled after: so a full outbox is known
 * while the request can still say so. Threads start with the first mail; their number and the memory do not grow with the
 * backlog.
 */
public final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final OutboxLimits limits;
    private final Clock clock;
    private final FairQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int taken;
    private int threads;
    private boolean closing;
    private boolean closed;

    Outbox(OutboxLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.queue = new FairQueue(limits.threadsPerRealm(), clock);
    }

    /** Room for one mail; it must be used or left. */
    final class Place {

        private final AtomicBoolean used = new AtomicBoolean();

        private Place() {}

        /** Puts a job in. */
        void use(OutboxJob job) {
            if (used.compareAndSet(false, true)) {
                put(job);
            }
        }

        /** Nothing comes after all. */
        void leave() {
            if (used.compareAndSet(false, true)) {
                locked(() -> taken--);
            }
        }
    }

    /** Room for one more; empty if the outbox is full or closed. */
    Optional<Place> reserve() {
        lock.lock();
        try {
            if (closing || taken >= limits.capacity()) {
                return Optional.empty();
            }
            taken++;
            return Optional.of(new Place());
        } finally {
            lock.unlock();
        }
    }

    /** How many mails are in it, those being sent included. */
    public int size() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more, sends what is there as long as {@link OutboxLimits#drain} allows, and gives the rest up. Each job that
     * waits for another attempt gets it now.
     */
    void close() {
        lock.lock();
        try {
            closing = true;
            queue.hurry();
            changed.signalAll();
            long left = limits.drain().toNanos();
            while (taken > 0 && threads > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            changed.signalAll();
            lock.unlock();
        }
        giveUpTheRest();
    }

    private void giveUpTheRest() {
        List<Entry> rest = new ArrayList<>();
        locked(() -> rest.addAll(queue.clear()));
        if (!rest.isEmpty()) {
            LOG.warnf("%d mails with codes were not sent, because the server stops", rest.size());
        }
        rest.forEach(entry -> entry.job().giveUp());
    }

    private void put(OutboxJob job) {
        lock.lock();
        try {
            if (!closed) {
                queue.add(new Entry(job, 0, clock.instant()));
                startThreadIfNeeded();
                changed.signal();
                return;
            }
            taken--;
        } finally {
            lock.unlock();
        }
        job.giveUp();
    }

    private void startThreadIfNeeded() {
        if (threads < limits.threads()) {
            threads++;
            Thread thread = new Thread(this::work, "email-otp-outbox-" + threads);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void work() {
        try {
            for (Optional<Entry> next = next(); next.isPresent(); next = next()) {
                Entry entry = next.get();
                settle(entry, attempt(entry));
            }
        } finally {
            locked(() -> threads--);
        }
    }

    /** Waits for the next job; empty once the outbox is closed. */
    private Optional<Entry> next() {
        lock.lock();
        try {
            while (!closed) {
                Optional<Entry> next = queue.take();
                if (next.isPresent()) {
                    return next;
                }
                Optional<Duration> pause = queue.nextIn();
                if (pause.isPresent()) {
                    changed.awaitNanos(Math.max(1, pause.get().toNanos()));
                } else {
                    changed.await();
                }
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** When to try again; empty if it has come to an end. */
    private Optional<Instant> attempt(Entry entry) {
        OutboxJob job = entry.job();
        try {
            if (!clock.instant().isBefore(job.expiresAt())) {
                job.giveUp();
                return Optional.empty();
            }
            Optional<Instant> again = job.attempt(entry.attempts() + 1)
                    .map(pause -> clock.instant().plus(pause));
            if (again.isEmpty() || (again.get().isBefore(job.expiresAt()) && !isClosing())) {
                return again;
            }
            // Once it closes, the attempt that it was hurried to was its last.
            job.giveUp();
        } catch (RuntimeException | Error e) {
            // A job handles its own failures; whatever this is, the thread and the place must not be lost with it.
            LOG.error("A mail with a code came to an unexpected end", e);
        }
        return Optional.empty();
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Entry entry, Optional<Instant> again) {
        locked(() -> {
            queue.ended(entry);
            if (again.isPresent() && !closed) {
                queue.add(entry.again(again.get()));
            } else {
                taken--;
            }
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
