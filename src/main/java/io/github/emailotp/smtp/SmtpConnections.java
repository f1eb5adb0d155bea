package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.MessagingException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.keycloak.email.EmailException;

/** Sends mails over the kept connections of one server node. Thread-safe. */
final class SmtpConnections implements AutoCloseable {

    /** RFC 5321 §3.8: "service not available, closing transmission channel". */
    private static final int CLOSING = 421;

    private final ConnectionPool pool;
    private final Timekeeper timekeeper;
    private final AtomicLong opened = new AtomicLong();

    /** Connections that are made, not yet connected, by this maker. */
    SmtpConnections(PoolLimits limits, Function<ConnectionKey, SmtpConnection> maker) {
        this.pool = new ConnectionPool(limits, maker);
        this.timekeeper = new Timekeeper(pool::evict, limits.idle().dividedBy(2).plusMillis(1));
    }

    /**
     * Sends a mail over a kept connection or a new one. If a kept one turns out to be closed before the server had the whole
     * mail, the mail is sent once more over a new one.
     *
     * @throws NoFreeConnectionException if none became free in time
     */
    void send(ConnectionKey key, Login login, OutgoingMail mail) throws MessagingException, EmailException {
        SmtpConnection connection = borrow(key);
        boolean kept = connection.isKept();
        try {
            use(connection, login, mail);
        } catch (MessagingException e) {
            if (!kept || mail.isComplete() || !isStale(e)) {
                throw e;
            }
            // Those that are idle now were kept for as long or longer, and what closed this one may have closed them
            // too.
            pool.dropIdle(key);
            use(borrow(key), login, mail);
        }
    }

    PoolFigures figures() {
        return pool.figures(opened.get());
    }

    /** Closes what is past its limits; that is done every half idle limit anyway. */
    void evict() {
        pool.evict();
    }

    @Override
    public void close() {
        timekeeper.close();
        pool.close();
    }

    private void use(SmtpConnection connection, Login login, OutgoingMail mail)
            throws MessagingException, EmailException {
        boolean sent = false;
        try {
            if (connection.openFor(mail, login)) {
                opened.incrementAndGet();
            }
            connection.send(mail);
            sent = true;
        } finally {
            // After a failure the connection is closed, also where the server only refused the recipient: simple, and
            // rare.
            if (sent) {
                pool.giveBack(connection);
            } else {
                pool.drop(connection);
            }
        }
    }

    private SmtpConnection borrow(ConnectionKey key) throws MessagingException {
        try {
            timekeeper.startIfNeeded();
            return pool.borrow(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while waiting for a connection", e);
        }
    }

    /**
     * Whether a kept connection failed because it was kept. Some servers say 4xx to the next MAIL instead of closing when they
     * have had enough of a connection; what they say to RCPT or DATA is about the mail.
     */
    private static boolean isStale(MessagingException e) {
        SmtpFailure failure = FailureReader.read(e, false);
        boolean atMail = e instanceof SMTPSendFailedException refused
                && refused.getCommand().startsWith("MAIL");
        return failure.kind() == Kind.UNREACHABLE
                || failure.kind() == Kind.TIMEOUT
                || failure.replyCode().orElse(0) == CLOSING
                || (atMail && failure.kind() == Kind.TRANSIENT_REPLY);
    }
}
