package io.github.emailotp.delivery;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What the threads of an {@link Outbox} share: all of it is read and changed under one lock. Thread-safe that way only. */
final class OutboxState {

    final OutboxContents contents;

    /** Whether it takes no more. */
    boolean closing;

    /** Whether nothing more is begun. */
    boolean closed;

    /** How many threads send. */
    int threads;

    private final ReentrantLock lock = new ReentrantLock();

    /** What a thread waits for that has nothing to do. */
    private final Condition work = lock.newCondition();

    /** What those wait for that keep time, or wait for the end. */
    private final Condition time = lock.newCondition();

    OutboxState(OutboxContents contents) {
        this.contents = contents;
    }

    /** Something that waits for changes. */
    @FunctionalInterface
    interface Waiting<T> {
        T get() throws InterruptedException;
    }

    /** Reads something, or changes what no thread waits for. */
    <T> T read(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Reads or changes something, which may be what the end waits for. */
    <T> T locked(Supplier<T> action) {
        return read(() -> {
            T answer = action.get();
            if (closing) {
                wakeAll();
            }
            return answer;
        });
    }

    /**
     * As {@link #read}, of what may {@link #awaitWork} or {@link #awaitTime}; an interruption is kept, and gives the other answer.
     */
    <T> T waiting(Waiting<T> action, T interrupted) {
        lock.lock();
        try {
            return action.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return interrupted;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there may be something to do, under the lock; answers how many nanoseconds are left. */
    @SuppressWarnings("WaitNotInLoop") // Those who wait do it in loops of their own.
    long awaitWork(long nanos) throws InterruptedException {
        return work.awaitNanos(nanos);
    }

    /** Waits until it is time to look again, under the lock; answers how many nanoseconds are left. */
    @SuppressWarnings("WaitNotInLoop") // Those who wait do it in loops of their own.
    long awaitTime(long nanos) throws InterruptedException {
        return time.awaitNanos(nanos);
    }

    /** One of the threads that have nothing to do looks; under the lock. */
    void wakeOne() {
        work.signal();
    }

    /** There is an earlier time to look than was known; under the lock. */
    void wakeInTime() {
        time.signalAll();
    }

    /** All that wait look again; under the lock. */
    void wakeAll() {
        work.signalAll();
        time.signalAll();
    }
}
