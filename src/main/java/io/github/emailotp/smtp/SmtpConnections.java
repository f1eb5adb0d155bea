package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Sends mails over the kept connections of one server node. Thread-safe. */
final class SmtpConnections implements AutoCloseable {

    /** RFC 5321 §3.8: "service not available, closing transmission channel". */
    private static final int CLOSING = 421;

    private final ConnectionPool pool;
    private final PoolLimits limits;
    private final Timekeeper timekeeper;
    private final Clock clock;
    private final AtomicLong opened = new AtomicLong();

    /** Connections that are made, not yet connected, by this maker. */
    SmtpConnections(
            PoolLimits limits, Timekeeper timekeeper, Clock clock, Function<ConnectionKey, SmtpConnection> maker) {
        this.limits = limits;
        this.pool = new ConnectionPool(limits, maker);
        this.timekeeper = timekeeper;
        this.clock = clock;
        timekeeper.everyInterval(pool::evict);
    }

    /**
     * Sends a mail over a kept connection or a new one. If a kept one turns out to be closed before the server had the whole
     * mail, the mail is sent once more over a new one.
     */
    void send(ConnectionKey key, Login login, OutgoingMail mail) throws PooledEmailException {
        SmtpConnection connection = borrow(key);
        boolean kept = connection.isKept();
        Conversation conversation = timekeeper.begin(limit(mail));
        try {
            use(connection, conversation, login, mail);
        } catch (PooledEmailException e) {
            if (!kept || mail.isComplete() || !isStale(e.failure(), connection.at())) {
                throw e;
            }
            // Those that are idle now were kept for as long or longer, and what closed this one may have closed them
            // too.
            pool.dropIdle(key);
            use(borrow(key), conversation, login, mail);
        } finally {
            timekeeper.end(conversation);
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
        pool.close();
    }

    private Duration limit(OutgoingMail mail) {
        Duration most = limits.conversation();
        return mail.deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .filter(left -> left.compareTo(most) < 0)
                .orElse(most);
    }

    private void use(SmtpConnection connection, Conversation conversation, Login login, OutgoingMail mail)
            throws PooledEmailException {
        boolean sent = false;
        try {
            if (connection.openFor(mail, conversation, login)) {
                opened.incrementAndGet();
            }
            connection.send(mail);
            sent = true;
        } finally {
            conversation.rest();
            // After a failure the connection is closed, also where the server only refused the recipient: simple, and
            // rare.
            if (sent) {
                pool.giveBack(connection);
            } else {
                pool.drop(connection);
            }
        }
    }

    private SmtpConnection borrow(ConnectionKey key) throws PooledEmailException {
        try {
            return pool.borrow(key);
        } catch (NoFreeConnectionException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PooledEmailException(SmtpFailure.of(Kind.BUSY), e);
        }
    }

    /**
     * Whether a kept connection failed because it was kept. Some servers say 4xx to the next MAIL instead of closing when they
     * have had enough of a connection; what they say to RCPT or DATA is about the mail.
     */
    private static boolean isStale(SmtpFailure failure, Command at) {
        return failure.kind() == Kind.UNREACHABLE
                || failure.kind() == Kind.TIMEOUT
                || failure.replyCode().orElse(0) == CLOSING
                || (at == Command.MAIL && failure.kind() == Kind.TRANSIENT_REPLY);
    }
}
