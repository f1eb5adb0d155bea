package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Clock;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.keycloak.email.EmailException;

/** The kept connections of one server node. Thread-safe. */
final class SmtpConnections implements AutoCloseable {

    /** RFC 5321 §3.8: "service not available, closing transmission channel". */
    private static final int CLOSING = 421;

    private final GenericKeyedObjectPool<ConnectionKey, SmtpConnection> pool;
    private final PoolLimits limits;
    private final AtomicLong opened = new AtomicLong();

    /** Connections over transports that are made anew for each. */
    SmtpConnections(PoolLimits limits, Clock clock, Function<Session, MailTransport> transports) {
        this.limits = limits;
        this.pool = new GenericKeyedObjectPool<>(new ConnectionFactory(limits, clock, transports), config(limits));
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
            use(connection, key, login, mail);
        } catch (MessagingException e) {
            if (!kept || mail.isComplete() || !isStale(e)) {
                throw e;
            }
            // Those that are idle now were kept for as long or longer, and what closed this one may have closed them
            // too.
            pool.clear(key);
            use(borrow(key), key, login, mail);
        }
    }

    PoolFigures figures() {
        return new PoolFigures(pool.getNumIdle(), pool.getNumActive(), pool.getNumWaiters(), opened.get());
    }

    /** Closes what is past its limits; the pool does so by itself every half idle limit. */
    void evict() {
        try {
            pool.evict();
        } catch (Exception e) {
            throw new IllegalStateException("connections could not be looked through", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private void use(SmtpConnection connection, ConnectionKey key, Login login, OutgoingMail mail)
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
                pool.returnObject(key, connection);
            } else {
                discard(key, connection);
            }
        }
    }

    private SmtpConnection borrow(ConnectionKey key) throws MessagingException {
        try {
            return pool.borrowObject(key, limits.waitLimit().toMillis());
        } catch (NoSuchElementException e) {
            throw new NoFreeConnectionException(limits.waitLimit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while waiting for a connection", e);
        } catch (MessagingException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new MessagingException("no connection can be made", e);
        }
    }

    private void discard(ConnectionKey key, SmtpConnection connection) {
        try {
            pool.invalidateObject(key, connection);
        } catch (Exception ignored) {
            // What is thrown while a broken connection is closed says nothing that the first failure does not say.
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

    private static GenericKeyedObjectPoolConfig<SmtpConnection> config(PoolLimits limits) {
        GenericKeyedObjectPoolConfig<SmtpConnection> config = new GenericKeyedObjectPoolConfig<>();
        config.setMaxTotalPerKey(limits.maxConnections());
        config.setMaxIdlePerKey(limits.maxConnections());
        config.setMaxTotal(-1);
        // The one used last is the freshest; the others grow old and are closed.
        config.setLifo(true);
        config.setFairness(true);
        config.setTestOnBorrow(true);
        config.setTestOnReturn(true);
        config.setTimeBetweenEvictionRuns(halfOf(limits.idle()));
        config.setNumTestsPerEvictionRun(-1);
        config.setEvictionPolicy((ignored, kept, idle) -> !kept.getObject().isWithin(limits));
        config.setJmxEnabled(false);
        return config;
    }

    private static Duration halfOf(Duration limit) {
        return limit.dividedBy(2).plusMillis(1);
    }
}
