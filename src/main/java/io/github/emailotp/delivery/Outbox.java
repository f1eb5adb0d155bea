package io.github.emailotp.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    private static final Duration TICK = Duration.ofMillis(100);

    /** So long before the code's end comes the last attempt. */
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(2);

    /** Slow mails of realms that were well have threads of their own; not without end, but with some beyond those of {@link FairQueue}. */
    private static final int MOST_THREADS_PER_PLACE = 4;

    private final OutboxLimits limits;
    private final Clock clock;
    private final ThreadFactory factory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final OutboxContents contents;
    private final Endings endings = new Endings();
    private final Semaphore waiters;
    private int threads;
    private int idle;
    private boolean hasTimer;
    private boolean closing;
    private boolean closed;

    Outbox(OutboxLimits limits, Clock clock) {
        this(limits, clock, Thread::new);
    }

    /** With threads of this factory, which it names and starts. */
    Outbox(OutboxLimits limits, Clock clock, ThreadFactory factory) {
        this.limits = limits;
        this.factory = factory;
        this.waiters = new Semaphore(limits.waiters());
        this.clock = clock;
        this.contents = new OutboxContents(limits, clock, System::nanoTime);
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
                locked(() -> {
                    contents.freePlace(owner);
                    return true;
                });
            }
        }
    }

    /** Room for one more of this owner; empty if the outbox is closed or full, or the owner has its share already. */
    Optional<Place> reserve(Owner owner) {
        lock.lock();
        try {
            return closing || !contents.takePlace(owner) ? Optional.empty() : Optional.of(new Place(owner));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether one more request may wait for its mail; then it must say when it {@linkplain #waitsNoMore waits no more}. Each that waits
     * holds a thread of the server, and its transaction.
     */
    boolean mayWait() {
        return waiters.tryAcquire();
    }

    void waitsNoMore() {
        waiters.release();
    }

    /** Nobody needs what this matter was about: what waits is not sent, and what fails just now is not tried again. */
    void settle(String matter) {
        List<Entry> waiting = locked(() -> contents.settle(matter));
        waiting.forEach(entry -> end(entry, OutboxJob::settle));
    }

    /** How many mails are in it, those being sent included. */
    public int size() {
        lock.lock();
        try {
            return contents.size();
        } finally {
            lock.unlock();
        }
    }

    /** How long the oldest mail has been in it; zero if there is none. */
    public Duration oldest() {
        lock.lock();
        try {
            return contents.oldest();
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
            contents.hurry();
            changed.signalAll();
            long left = limits.drain().toNanos();
            while (contents.size() > 0 && threads > 0 && left > 0) {
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
        Leftovers rest = locked(() -> new Leftovers(
                contents.running(),
                contents.removeWaiting().stream().map(Entry::job).toList()));
        rest.tell(limits.report());
    }

    private void put(OutboxJob job) {
        List<Entry> older = new ArrayList<>();
        boolean isIn = locked(() -> {
            if (closed) {
                contents.freePlace(job.owner());
                return false;
            }
            older.addAll(contents.put(job));
            startThreads();
            return true;
        });
        older.forEach(entry -> end(entry, OutboxJob::supersede));
        if (!isIn) {
            job.giveUp();
        }
    }

    /** As many as there is to do now. Their number does not grow with the backlog: {@link FairQueue} gives no more to do. */
    private void startThreads() {
        hasTimer = hasTimer || start(this::keepTime, "email-otp-outbox-time");
        while (idle == 0 && threads < MOST_THREADS_PER_PLACE * limits.threads() && !closed) {
            Optional<Entry> next = contents.take();
            if (next.isEmpty() || !startThread(next.get())) {
                return;
            }
        }
    }

    /** Where there is none to be had, it waits for one, as for a connection. */
    private boolean startThread(Entry first) {
        if (start(() -> work(first), "email-otp-outbox-" + (threads + 1))) {
            threads++;
            return true;
        }
        contents.putBack(first, Retry.Cause.NO_CONNECTION, 0);
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
                tryOnce(next.get());
            }
        } finally {
            locked(() -> threads--);
        }
    }

    /** Waits for the next job; empty once the outbox is closed, or has more threads than it needs. */
    private Optional<Entry> next() {
        lock.lock();
        idle++;
        try {
            while (!closed && threads <= limits.threads()) {
                Optional<Entry> next = contents.take();
                if (next.isPresent()) {
                    return next;
                }
                changed.awaitNanos(contents.nanosToNext(TICK.toNanos()));
            }
            return closed ? Optional.empty() : contents.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            idle--;
            lock.unlock();
        }
    }

    /** Dead mails leave though all threads are in use, and so do those that hang their threads to others. */
    private void keepTime() {
        while (awaitTick()) {
            try {
                expire();
            } catch (RuntimeException | Error e) {
                LOG.error("The outbox could not look for dead mails", e);
            }
        }
    }

    private void expire() {
        List<Entry> expired = locked(() -> {
            List<Entry> dead = contents.removeExpired();
            startThreads();
            return dead;
        });
        expired.forEach(entry -> end(entry, OutboxJob::giveUp));
    }

    private void end(Entry entry, Consumer<OutboxJob> end) {
        endings.add(() -> Leftovers.end(entry.job(), end));
    }

    /** Answers false once there is nothing to do; the next mail begins anew. */
    private boolean awaitTick() {
        lock.lock();
        try {
            pauseForATick();
            hasTimer = !closed && contents.size() > 0;
            return hasTimer;
        } finally {
            lock.unlock();
        }
    }

    private void pauseForATick() {
        try {
            long end = System.nanoTime() + TICK.toNanos();
            for (long left = TICK.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
                changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After that it waits in the queue, or is out. */
    private void tryOnce(Entry entry) {
        Optional<Retry> retry = attempt(entry);
        if (retry.isEmpty() || !waits(entry, retry.get())) {
            remove(entry, retry.map(Retry::cause));
        }
    }

    /** Empty once it is over. */
    private Optional<Retry> attempt(Entry entry) {
        OutboxJob job = entry.job();
        try {
            if (clock.instant().isBefore(job.expiresAt())) {
                return job.attempt(entry.attempts() + 1);
            }
            Leftovers.end(job, OutboxJob::giveUp);
        } catch (RuntimeException | Error e) {
            LOG.error("A mail with a code came to an unexpected end", e);
            Leftovers.end(job, broken -> broken.abandon(OutboxJob.INTERNAL));
        }
        return Optional.empty();
    }

    /**
     * Cut short so that the last attempt still comes in time; empty if there is no time for one. What only lacks a connection goes on waiting
     * as long as it is of use.
     */
    private Optional<Duration> pause(Retry retry, OutboxJob job) {
        if (retry.cause() == Retry.Cause.NO_CONNECTION) {
            return Optional.of(Duration.ZERO);
        }
        Duration left = Duration.between(clock.instant(), job.expiresAt()).minus(LAST_ATTEMPT);
        Duration pause = retry.pause().compareTo(left) < 0 ? retry.pause() : left;
        return Optional.of(pause).filter(time -> !time.isNegative());
    }

    /**
     * Puts it back; answers false if it is over, which it is told: there is no time for another attempt, the outbox closes, and the attempt
     * that it was hurried to was its last, or a newer one has come, or nobody needs any. What only lacks a connection gets one as long as
     * the outbox goes on.
     */
    private boolean waits(Entry entry, Retry retry) {
        OutboxJob job = entry.job();
        Retry.Cause cause = retry.cause();
        Optional<Duration> pause = pause(retry, job);
        Optional<Consumer<OutboxJob>> end = locked(() -> {
            if (contents.isSuperseded(job)) {
                return Optional.of(OutboxJob::supersede);
            }
            if (contents.isSettled(job)) {
                return Optional.of(OutboxJob::settle);
            }
            if (pause.isEmpty() || closed || (closing && cause != Retry.Cause.NO_CONNECTION)) {
                return Optional.of(OutboxJob::giveUp);
            }
            contents.putBack(entry, cause, System.nanoTime() + pause.get().toNanos());
            return Optional.empty();
        });
        end.ifPresent(how -> Leftovers.end(job, how));
        return end.isEmpty();
    }

    private void remove(Entry entry, Optional<Retry.Cause> cause) {
        locked(() -> {
            contents.remove(entry, cause);
            startThreads();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            T answer = action.get();
            changed.signalAll();
            return answer;
        } finally {
            lock.unlock();
        }
    }
}
