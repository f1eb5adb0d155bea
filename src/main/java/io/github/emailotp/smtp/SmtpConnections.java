package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpFailure.Origin;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Sends mails over the kept connections of one server node. Thread-safe. */
final class SmtpConnections implements AutoCloseable {

    private static final Set<Kind> WITHOUT_A_CONNECTION = EnumSet.of(Kind.BUSY, Kind.NOT_NOW);

    private final ConnectionPool pool;
    private final ReturnedConnections returned;
    private final FailedConnections failures;
    private final PoolLimits limits;
    private final Timekeeper timekeeper;
    private final Clock clock;
    private final AtomicLong opened = new AtomicLong();

    /** Connections that are made, not yet connected, by this maker. */
    SmtpConnections(
            PoolLimits limits, Timekeeper timekeeper, Clock clock, Function<ConnectionKey, SmtpConnection> maker) {
        this.limits = limits;
        LongSupplier nanoTime = timekeeper.nanoTime();
        Accounts accounts = new Accounts(() -> new AccountConnections(limits, maker, nanoTime));
        this.pool = new ConnectionPool(accounts, nanoTime);
        this.returned = new ReturnedConnections(accounts);
        this.failures = new FailedConnections(pool, returned);
        this.timekeeper = timekeeper;
        this.clock = clock;
        timekeeper.everyInterval(pool::evict);
    }

    /**
     * Sends a mail over a kept connection or a new one. If a kept one turns out to be closed, or to have carried all that the server
     * takes over one, before the server had the whole mail, the mail is sent once more over a new one.
     */
    void send(ConnectionKey key, Login login, OutgoingMail mail) throws PooledEmailException {
        try {
            sendInTime(key, login, mail);
        } catch (PooledEmailException e) {
            throw WITHOUT_A_CONNECTION.contains(e.failure().kind()) ? e.with(pool.hope(key)) : e;
        }
    }

    private void sendInTime(ConnectionKey key, Login login, OutgoingMail mail) throws PooledEmailException {
        SmtpConnection connection = borrow(key, mail);
        Duration limit = limit(mail);
        Conversation conversation = begin(connection, limit);
        try {
            send(connection, conversation, login, mail);
        } catch (PooledEmailException e) {
            if (e.failure().isOfSilence() && conversation.isOver() && limit.compareTo(limits.conversation()) < 0) {
                throw new PooledEmailException(e.failure().from(Origin.THE_DEADLINE), e);
            }
            throw e;
        } finally {
            timekeeper.end(conversation);
        }
    }

    private Conversation begin(SmtpConnection connection, Duration limit) {
        try {
            return timekeeper.begin(limit);
        } catch (RuntimeException | Error e) {
            returned.drop(connection);
            throw e;
        }
    }

    private void send(SmtpConnection connection, Conversation conversation, Login login, OutgoingMail mail)
            throws PooledEmailException {
        ConnectionKey key = connection.key();
        try {
            use(connection, conversation, login, mail);
        } catch (PooledEmailException e) {
            if (!failures.mayGoOnAnew(connection, e, mail)) {
                throw e;
            }
            use(borrow(key, mail), conversation, login, mail);
        }
    }

    PoolFigures figures() {
        return pool.figures(opened.get());
    }

    /** Closes what is past its limits; that is done from time to time anyway. */
    void evict() {
        pool.evict();
    }

    @Override
    public void close() {
        timekeeper.close();
        returned.close();
    }

    private Duration limit(OutgoingMail mail) {
        Duration most = limits.conversation();
        return mail.terms()
                .deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .filter(left -> left.compareTo(most) < 0)
                .orElse(most);
    }

    private void use(SmtpConnection connection, Conversation conversation, Login login, OutgoingMail mail)
            throws PooledEmailException {
        try {
            if (connection.openFor(mail, conversation, login, () -> awaitLogin(connection, conversation))) {
                opened.incrementAndGet();
                returned.opened(connection);
            }
            connection.send(mail);
            conversation.rest();
            if (mail.terms().isRehearsal()) {
                returned.giveBackRehearsed(connection);
            } else {
                returned.giveBack(connection);
            }
        } catch (PooledEmailException e) {
            conversation.rest();
            throw failures.end(connection, e);
        } catch (RuntimeException | Error e) {
            conversation.rest();
            returned.drop(connection);
            throw e;
        }
    }

    private boolean awaitLogin(SmtpConnection connection, Conversation conversation) throws PooledEmailException {
        Duration left = conversation.left();
        Duration patience = left.compareTo(LoginTrials.PATIENCE) < 0 ? left : LoginTrials.PATIENCE;
        try {
            return pool.awaitLogin(connection, patience);
        } catch (NoFreeConnectionException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        }
    }

    private SmtpConnection borrow(ConnectionKey key, OutgoingMail mail) throws PooledEmailException {
        try {
            return pool.borrow(key, mail.terms().waitsElsewhere() ? Duration.ZERO : limits.waitLimit());
        } catch (NoFreeConnectionException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        }
    }
}
