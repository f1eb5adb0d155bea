package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpFailure.Origin;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** Sends mails over the kept connections of one server node. Thread-safe. */
final class SmtpConnections implements AutoCloseable {

    private static final int MAX_CAUSES = 16;

    private final ConnectionPool pool;
    private final PoolLimits limits;
    private final Timekeeper timekeeper;
    private final Clock clock;
    private final AtomicLong opened = new AtomicLong();

    /** Connections that are made, not yet connected, by this maker. */
    SmtpConnections(
            PoolLimits limits, Timekeeper timekeeper, Clock clock, Function<ConnectionKey, SmtpConnection> maker) {
        this.limits = limits;
        this.pool = new ConnectionPool(limits, maker, timekeeper.nanoTime());
        this.timekeeper = timekeeper;
        this.clock = clock;
        timekeeper.everyInterval(pool::evict);
    }

    /**
     * Sends a mail over a kept connection or a new one. If a kept one turns out to be closed, or to have carried all that the server
     * takes over one, before the server had the whole mail, the mail is sent once more over a new one.
     */
    void send(ConnectionKey key, Login login, OutgoingMail mail) throws PooledEmailException {
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
            pool.drop(connection);
            throw e;
        }
    }

    private void send(SmtpConnection connection, Conversation conversation, Login login, OutgoingMail mail)
            throws PooledEmailException {
        ConnectionKey key = connection.key();
        try {
            use(connection, conversation, login, mail);
        } catch (PooledEmailException e) {
            if (!mayGoOnAnew(connection, e, mail)) {
                throw e;
            }
            use(borrow(key, mail), conversation, login, mail);
        }
    }

    /** Whether the server had nothing against the mail, and there is no reason to wait with the next connection. */
    private boolean mayGoOnAnew(SmtpConnection connection, PooledEmailException e, OutgoingMail mail) {
        ConnectionEnd end = ConnectionEnd.of(connection, e.failure());
        boolean waitsHere = !mail.terms().waitsElsewhere();
        // What is refused for the connection's sake is not accepted, though it came to its end (RFC 5321 §4.2.5).
        return (!mail.isComplete() || end == ConnectionEnd.WORN_OUT)
                && switch (end) {
                    // Idle ones of other logins give way; and who waits here waits once.
                    case FULL_HOUSE -> findsWay(connection) || waitsHere;
                    case SHUT ->
                        !hasNoAddress(e)
                                && (pool.makeWay(connection.key())
                                        || (waitsHere && e.failure().kind() == Kind.BUSY));
                    case TOO_FAST, BEFORE_THE_LOGIN -> waitsHere;
                    case WORN_OUT, STALE -> {
                        // Those that are idle now were kept for as long or longer, and what ended this one may have
                        // ended them too.
                        pool.dropIdle(connection.key());
                        yield true;
                    }
                    case OF_THE_LOGIN, OF_THE_MAIL -> false;
                };
    }

    private boolean findsWay(SmtpConnection connection) {
        boolean ofOneLogin = connection
                .progress()
                .refusal()
                .filter(ConnectionEnd::isOfOneLogin)
                .isPresent();
        return ofOneLogin ? pool.hasIdle(connection.key()) : pool.makeWay(connection.key());
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
        pool.close();
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
                pool.opened(connection);
            }
            connection.send(mail);
            conversation.rest();
            if (mail.terms().isRehearsal()) {
                pool.giveBackRehearsed(connection);
            } else {
                pool.giveBack(connection);
            }
        } catch (PooledEmailException e) {
            conversation.rest();
            throw end(connection, e);
        } catch (RuntimeException | Error e) {
            conversation.rest();
            pool.drop(connection);
            throw e;
        }
    }

    private void awaitLogin(SmtpConnection connection, Conversation conversation) throws PooledEmailException {
        Duration left = conversation.left();
        Duration patience = left.compareTo(LoginTrials.PATIENCE) < 0 ? left : LoginTrials.PATIENCE;
        try {
            pool.awaitLogin(connection, patience);
        } catch (NoFreeConnectionException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        }
    }

    /** After a failure the connection is closed, also where the server only refused the recipient: simple, and rare. */
    private PooledEmailException end(SmtpConnection connection, PooledEmailException e) {
        switch (ConnectionEnd.of(connection, e.failure())) {
            case FULL_HOUSE -> {
                // Where others are open, the server is well: it has as many as it takes.
                SmtpFailure none = new SmtpFailure(Kind.NOT_NOW, e.failure().replyCode());
                boolean others = pool.refused(connection, none);
                SmtpFailure failure = others ? new SmtpFailure(Kind.BUSY, none.replyCode()) : none;
                boolean itself = connection
                        .progress()
                        .refusal()
                        .filter(ConnectionEnd::mayBeOfTheMail)
                        .isPresent();
                return new PooledEmailException(itself ? failure.refusedItself() : failure, e);
            }
            case TOO_FAST -> {
                SmtpFailure failure = e.failure().forALimit();
                pool.tooFast(connection, failure);
                return new PooledEmailException(failure, e);
            }
            case SHUT -> {
                if (hasNoAddress(e)) {
                    pool.drop(connection);
                } else if (pool.shut(connection)) {
                    return new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
                }
            }
            case OF_THE_LOGIN -> pool.loginRefused(connection, e.failure());
            case WORN_OUT -> pool.wornOut(connection);
            case BEFORE_THE_LOGIN, STALE, OF_THE_MAIL -> pool.drop(connection);
        }
        return e;
    }

    /** Then no server was asked, and nothing is learnt of one. */
    private static boolean hasNoAddress(PooledEmailException e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(UnknownHostException.class::isInstance);
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
