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
    private final Condition changed = lock.newCondition();

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

    /** Reads or changes something; threads that wait look again. */
    <T> T locked(Supplier<T> action) {
        return read(() -> {
            T answer = action.get();
            changed.signalAll();
            return answer;
        });
    }

    /** As {@link #locked}, of what may {@link #await}; an interruption is kept, and gives the other answer. */
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

    /** Waits for a change, under the lock; answers how many nanoseconds are left. */
    @SuppressWarnings("WaitNotInLoop") // Those who wait do it in loops of their own.
    long await(long nanos) throws InterruptedException {
        return changed.awaitNanos(nanos);
    }

    /** Threads that wait look again; under the lock. */
    void wake() {
        changed.signalAll();
    }
}
