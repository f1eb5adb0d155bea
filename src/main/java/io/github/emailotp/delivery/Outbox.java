package io.github.emailotp.delivery;

import io.github.emailotp.delivery.FairQueue.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Places places;
    private final Set<OutboxJob> running = new HashSet<>();
    private int threads;
    private boolean closing;
    private boolean closed;

    Outbox(OutboxLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.queue = new FairQueue(limits.threadsPerRealm(), clock);
        this.places = new Places(limits.capacity(), limits.capacityPerRealm());
    }

    /** Room for one mail; it must be used or left. */
    final class Place {

        private final AtomicBoolean used = new AtomicBoolean();
        private final String owner;

        private Place(String owner) {
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
                locked(() -> places.free(owner));
            }
        }
    }

    /** Room for one more of this owner; empty if the outbox is closed or full, or the owner has its share already. */
    Optional<Place> reserve(String owner) {
        lock.lock();
        try {
            return closing || !places.take(owner) ? Optional.empty() : Optional.of(new Place(owner));
        } finally {
            lock.unlock();
        }
    }

    /** How many mails are in it, those being sent included. */
    public int size() {
        lock.lock();
        try {
            return places.taken();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more, sends what is there as long as {@link OutboxLimits#drain} allows, then abandons what is being sent and
     * gives the rest up, for which it waits {@link OutboxLimits#report} at most. Each job that waits for another attempt gets
     * it now.
     */
    void close() {
        lock.lock();
        try {
            closing = true;
            queue.hurry();
            changed.signalAll();
            long left = limits.drain().toNanos();
            while (places.taken() > 0 && threads > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            changed.signalAll();
            lock.unlock();
        }
        endTheRest();
    }

    private void endTheRest() {
        List<OutboxJob> inTheMiddle = new ArrayList<>();
        List<OutboxJob> rest = new ArrayList<>();
        locked(() -> {
            inTheMiddle.addAll(running);
            queue.clear().forEach(entry -> {
                rest.add(entry.job());
                places.free(entry.job().owner());
            });
        });
        new Leftovers(inTheMiddle, rest).tell(limits.report());
    }

    private void put(OutboxJob job) {
        lock.lock();
        try {
            if (!closed) {
                queue.add(new Entry(job, 0, clock.instant()));
                startThreadIfNeeded();
                changed.signalAll();
                return;
            }
            places.free(job.owner());
        } finally {
            lock.unlock();
        }
        job.giveUp();
    }

    private void startThreadIfNeeded() {
        if (threads < limits.threads()) {
            Thread thread = new Thread(this::work, "email-otp-outbox-" + (threads + 1));
            thread.setDaemon(true);
            thread.start();
            threads++;
        }
    }

    private void work() {
        try {
            for (Optional<Entry> next = next(); next.isPresent(); next = next()) {
                Entry entry = next.get();
                if (!attempt(entry)) {
                    remove(entry);
                }
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
                    running.add(next.get().job());
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

    /** Answers whether it is tried again, for which it waits in the queue. */
    private boolean attempt(Entry entry) {
        OutboxJob job = entry.job();
        try {
            if (clock.instant().isBefore(job.expiresAt())) {
                Optional<Duration> pause = job.attempt(entry.attempts() + 1);
                if (pause.isEmpty()) {
                    return false;
                }
                Instant again = clock.instant().plus(pause.get());
                if (again.isBefore(job.expiresAt()) && waits(entry.again(again))) {
                    return true;
                }
            }
            Leftovers.end(job, OutboxJob::giveUp);
        } catch (RuntimeException | Error e) {
            LOG.error("A mail with a code came to an unexpected end", e);
            Leftovers.end(job, broken -> broken.abandon(OutboxJob.INTERNAL));
        }
        return false;
    }

    /** Puts it back; answers false once the outbox closes, because the attempt that a job was hurried to is its last. */
    private boolean waits(Entry again) {
        lock.lock();
        try {
            if (closing) {
                return false;
            }
            queue.ended(again);
            running.remove(again.job());
            queue.add(again);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void remove(Entry entry) {
        locked(() -> {
            queue.ended(entry);
            running.remove(entry.job());
            places.free(entry.job().owner());
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
