package io.github.emailotp.smtp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The connections of one server node: who may have one, and which are kept. It connects none and closes none while others wait
 * for it. Thread-safe.
 */
final class ConnectionPool implements AutoCloseable {

    private final PoolLimits limits;
    private final Function<ConnectionKey, SmtpConnection> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ConnectionKey, Line> lines = new HashMap<>();
    private boolean closed;

    /** A pool of connections that are made, not yet connected, by this maker. */
    ConnectionPool(PoolLimits limits, Function<ConnectionKey, SmtpConnection> maker) {
        this.limits = limits;
        this.maker = maker;
    }

    /** The connections with one key. The one used last is the freshest, so it is used first; the others grow old. */
    private static final class Line {

        private final Deque<SmtpConnection> idle = new ArrayDeque<>();
        private int open;
        private int waiting;

        boolean isOver() {
            return open == 0 && waiting == 0;
        }
    }

    /**
     * A connection for one mail, kept or to be opened, which must be given back or dropped. Those who wait are served in their
     * order.
     *
     * @throws NoFreeConnectionException if none becomes free in time
     */
    SmtpConnection borrow(ConnectionKey key) throws NoFreeConnectionException, InterruptedException {
        List<SmtpConnection> old = new ArrayList<>();
        lock.lockInterruptibly();
        try {
            Line line = lines.computeIfAbsent(key, ignored -> new Line());
            Optional<SmtpConnection> found = line.waiting > 0 ? Optional.empty() : take(key, line, old);
            return found.isPresent() ? found.get() : await(key, line, old);
        } finally {
            lock.unlock();
            old.forEach(SmtpConnection::close);
        }
    }

    private SmtpConnection await(ConnectionKey key, Line line, List<SmtpConnection> old)
            throws NoFreeConnectionException, InterruptedException {
        long left = limits.waitLimit().toNanos();
        line.waiting++;
        try {
            while (left > 0) {
                left = changed.awaitNanos(left);
                Optional<SmtpConnection> found = take(key, line, old);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            throw new NoFreeConnectionException(limits.waitLimit());
        } finally {
            line.waiting--;
            forgetIfOver(key, line);
        }
    }

    private Optional<SmtpConnection> take(ConnectionKey key, Line line, List<SmtpConnection> old) {
        while (!line.idle.isEmpty()) {
            SmtpConnection last = line.idle.removeLast();
            if (last.isWithin(limits)) {
                return Optional.of(last);
            }
            line.open--;
            old.add(last);
        }
        if (line.open >= limits.maxConnections()) {
            return Optional.empty();
        }
        line.open++;
        return Optional.of(maker.apply(key));
    }

    /** It has served its mail, and is kept if it may serve another. */
    void giveBack(SmtpConnection connection) {
        boolean kept = locked(() -> {
            boolean keeps = !closed && connection.isWithin(limits);
            if (keeps) {
                lines.get(connection.key()).idle.addLast(connection);
            } else {
                forget(connection);
            }
            return keeps;
        });
        if (!kept) {
            connection.close();
        }
    }

    /** It is of no more use. */
    void drop(SmtpConnection connection) {
        locked(() -> {
            forget(connection);
            return true;
        });
        connection.close();
    }

    /** Closes all that are idle with this key. */
    void dropIdle(ConnectionKey key) {
        remove(connection -> connection.key().equals(key)).forEach(SmtpConnection::close);
    }

    /** Closes those idle ones that are past their limits. */
    void evict() {
        remove(connection -> !connection.isWithin(limits)).forEach(SmtpConnection::close);
    }

    /** How many are idle, borrowed and waited for. */
    PoolFigures figures(long opened) {
        lock.lock();
        try {
            int idle =
                    lines.values().stream().mapToInt(line -> line.idle.size()).sum();
            int open = lines.values().stream().mapToInt(line -> line.open).sum();
            int waiting = lines.values().stream().mapToInt(line -> line.waiting).sum();
            return new PoolFigures(idle, open - idle, waiting, opened);
        } finally {
            lock.unlock();
        }
    }

    /** Closes those that are idle now, and those that are borrowed once they are given back. */
    @Override
    public void close() {
        locked(() -> closed = true);
        remove(connection -> true).forEach(SmtpConnection::close);
    }

    private List<SmtpConnection> remove(Predicate<SmtpConnection> which) {
        List<SmtpConnection> removed = new ArrayList<>();
        locked(() -> {
            for (Line line : List.copyOf(lines.values())) {
                for (Iterator<SmtpConnection> all = line.idle.iterator(); all.hasNext(); ) {
                    SmtpConnection connection = all.next();
                    if (which.test(connection)) {
                        all.remove();
                        removed.add(connection);
                    }
                }
            }
            removed.forEach(this::forget);
            return true;
        });
        return removed;
    }

    private void forget(SmtpConnection connection) {
        Line line = lines.get(connection.key());
        line.open--;
        forgetIfOver(connection.key(), line);
    }

    private void forgetIfOver(ConnectionKey key, Line line) {
        if (line.isOver()) {
            lines.remove(key, line);
        }
    }

    private boolean locked(BooleanSupplier action) {
        lock.lock();
        try {
            boolean answer = action.getAsBoolean();
            changed.signalAll();
            return answer;
        } finally {
            lock.unlock();
        }
    }
}
