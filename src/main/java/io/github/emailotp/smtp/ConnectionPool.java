package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The connections of one server node: who may have one. It connects none and closes none while others wait
 * for it. Thread-safe.
 */
final class ConnectionPool {

    /** The end of a pause or a turn wakes nobody, so those who wait look for it. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Accounts accounts;
    private final LongSupplier nanoTime;

    /**
     * A pool of these, to which {@link ReturnedConnections} give them back.
     *
     * @param nanoTime the clock of what is learnt, which only goes on, as {@link System#nanoTime()}
     */
    ConnectionPool(Accounts accounts, LongSupplier nanoTime) {
        this.accounts = accounts;
        this.nanoTime = nanoTime;
    }

    /**
     * A connection for one mail, kept or to be opened, which must be given back, dropped or {@linkplain ReturnedConnections#refused told refused}. Those
     * who wait are served in their order.
     *
     * @param patience how long it waits for one; zero for not at all
     * @throws NoFreeConnectionException if none becomes free in time
     * @throws PooledEmailException if the login was refused, and is not tried again yet, or the server takes no connection, or mails come
     *     too fast for it, and it is not asked again in time
     */
    SmtpConnection borrow(ConnectionKey key, Duration patience)
            throws NoFreeConnectionException, PooledEmailException, InterruptedException {
        List<SmtpConnection> old = new ArrayList<>();
        try {
            return accounts.waiting(key.account(), own -> {
                own.coming().arrived();
                own.learnt().requireSpeed(patience);
                Optional<SmtpConnection> found = own.waiting > 0 ? Optional.empty() : own.take(key, old);
                return found.isPresent() ? found.get() : await(key, own, patience, old);
            });
        } finally {
            old.forEach(SmtpConnection::close);
        }
    }

    private SmtpConnection await(ConnectionKey key, AccountConnections own, Duration patience, List<SmtpConnection> old)
            throws NoFreeConnectionException, PooledEmailException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        own.waiting++;
        try {
            for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
                accounts.await(Math.min(left, LOOK_NANOS));
                Optional<SmtpConnection> found = own.take(key, old);
                if (found.isPresent()) {
                    return found.get();
                }
                own.requireHope(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
            own.requireHope(Duration.ZERO);
            throw new NoFreeConnectionException(patience);
        } finally {
            own.waiting--;
        }
    }

    /**
     * Returns when the login may be said over this connection: as long as it is not known to be good, others wait what comes of the
     * first. Answers whether it had to wait.
     *
     * @param patience how long it waits at most
     * @throws NoFreeConnectionException if that is not known in time
     * @throws PooledEmailException if it was refused, or cannot be looked at just now
     */
    boolean awaitLogin(SmtpConnection connection, Duration patience)
            throws NoFreeConnectionException, PooledEmailException, InterruptedException {
        long end = nanoTime.getAsLong() + patience.toNanos();
        return accounts.waiting(connection.key().account(), own -> {
            boolean waited = false;
            while (!own.learnt().mayLogIn(connection)) {
                waited = true;
                long left = end - nanoTime.getAsLong();
                if (left <= 0) {
                    throw new NoFreeConnectionException(patience);
                }
                accounts.await(Math.min(left, LOOK_NANOS));
            }
            return waited;
        });
    }

    /** Closes all that are idle with this key. */
    void dropIdle(ConnectionKey key) {
        accounts.remove(connection -> connection.key().equals(key)).forEach(SmtpConnection::close);
    }

    /**
     * The server refuses a connection with this key. If one has become idle meanwhile, that serves; else one that is idle with the server
     * gives way, whatever its login, or the next one that comes back from its mail.
     *
     * @return whether there was any, so that it may be asked again at once
     */
    boolean makeWay(ConnectionKey key) {
        if (hasIdle(key)) {
            return true;
        }
        Optional<SmtpConnection> idle = accounts.removeOldest(key.account());
        idle.ifPresent(SmtpConnection::close);
        accounts.locked(() -> {
            if (idle.isPresent()) {
                accounts.find(key.account()).ifPresent(AccountConnections::askAgain);
            } else {
                accounts.isRefused(key.account());
            }
            return true;
        });
        return idle.isPresent();
    }

    /** Whether one is idle with this key. */
    boolean hasIdle(ConnectionKey key) {
        return accounts.locked(() ->
                accounts.find(key.account()).filter(own -> own.hasIdle(key)).isPresent());
    }

    /** Closes those idle ones that are past their limits. */
    void evict() {
        accounts.remove(connection -> !accounts.of(connection).isGood(connection))
                .forEach(SmtpConnection::close);
        accounts.forgetThoseThatAreOver();
    }

    /** Whether a mail with this key that does not wait would get one, or come to know something new. */
    Hope hope(ConnectionKey key) {
        return new Hope() {
            @Override
            public boolean exists() {
                return accounts.read(() -> accounts.find(key.account())
                        .map(own -> own.hasHope(key))
                        .orElse(true));
            }

            @Override
            public void use() {
                accounts.read(() -> {
                    accounts.find(key.account()).ifPresent(own -> own.coming().begins());
                    return true;
                });
            }
        };
    }

    /** How many are idle, borrowed and waited for. */
    PoolFigures figures(long opened) {
        return accounts.figures(opened);
    }
}
