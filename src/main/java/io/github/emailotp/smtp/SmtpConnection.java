package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A place for one connection to a mail server: at first not connected, then kept from mail to mail. Used by one thread at a
 * time; the pool hands it from one to the next.
 */
final class SmtpConnection {

    private static final Logger LOG = Logger.getLogger(SmtpConnection.class);

    private final ConnectionKey key;
    private final MailTransport transport;
    private final LongSupplier nanoTime;
    private long openedAt;
    private long usedAt;
    private Duration rested = Duration.ZERO;
    private int mails;
    private boolean open;

    /**
     * A place that is not connected.
     *
     * @param nanoTime a clock that only goes on, as {@link System#nanoTime()}
     */
    SmtpConnection(ConnectionKey key, MailTransport transport, LongSupplier nanoTime) {
        this.key = key;
        this.transport = transport;
        this.nanoTime = nanoTime;
        this.openedAt = nanoTime.getAsLong();
        this.usedAt = openedAt;
    }

    ConnectionKey key() {
        return key;
    }

    /**
     * Connects for this mail if it is not connected; answers whether it had to.
     *
     * @param turn what comes before the login
     * @throws PooledEmailException also if the server does not take the login
     */
    boolean openFor(OutgoingMail mail, Conversation conversation, Login login, LoginTurn turn)
            throws PooledEmailException {
        mail.begin();
        transport.begin(conversation, mail);
        if (open) {
            rested = Duration.ofNanos(nanoTime.getAsLong() - usedAt);
            return false;
        }
        SpokenLogin spoken = new SpokenLogin(login, conversation, turn);
        spoken.ask();
        try {
            connect(spoken);
        } catch (PooledEmailException e) {
            if (!isLoginRefused(e.failure()) || !spoken.renew()) {
                throw e;
            }
            // A token may be dead before its time.
            transport.begin(conversation, mail);
            connectAgain(spoken);
        }
        openedAt = nanoTime.getAsLong();
        usedAt = openedAt;
        open = true;
        return true;
    }

    /** What is known already as it was thrown: what it carries is looked for where it carries it. */
    private PooledEmailException failure(Exception thrown, boolean complete) {
        return PooledEmailException.in(thrown)
                .orElseGet(() -> new PooledEmailException(
                        FailedConversation.read(thrown, transport.progress(), complete), thrown));
    }

    private void connectAgain(SpokenLogin login) throws PooledEmailException {
        try {
            connect(login);
        } catch (PooledEmailException e) {
            if (isLoginRefused(e.failure())) {
                login.forget();
            }
            throw e;
        }
    }

    private void connect(SpokenLogin login) throws PooledEmailException {
        try {
            transport.open(key, login);
        } catch (MessagingException | RuntimeException e) {
            throw failure(e, false);
        }
    }

    /** Whether the login was not taken, by the mail server or by who gives its tokens, and so the connection was not opened. */
    boolean isLoginRefused(SmtpFailure failure) {
        return failure.kind() == Kind.TOKEN_REFUSED
                || (failure.kind() == Kind.AUTHENTICATION && progress().at() == Command.AUTH);
    }

    /** Sends the mail that it was opened for. */
    void send(OutgoingMail mail) throws PooledEmailException {
        try {
            transport.send(mail);
        } catch (MessagingException | RuntimeException e) {
            throw failure(e, mail.isComplete());
        }
        mails++;
        usedAt = nanoTime.getAsLong();
    }

    /** How far its last conversation has come. */
    Progress progress() {
        return transport.progress();
    }

    /** Whether the server has taken it, and its login. */
    boolean isOpen() {
        return open;
    }

    /** How many mails it has carried. */
    int mails() {
        return mails;
    }

    /** Whether it was used before, so that the server may have closed it meanwhile. */
    boolean isKept() {
        return mails > 0;
    }

    /** For how long it was of no use before the mail that it was used for last; zero for the first. */
    Duration rested() {
        return rested;
    }

    /** How long it has been open. */
    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - openedAt);
    }

    /** How long it has not been used. */
    Duration unused() {
        return Duration.ofNanos(nanoTime.getAsLong() - usedAt);
    }

    /** Whether it may be used for another mail; looks at the clock only, the server is not asked. */
    boolean isWithin(PoolLimits limits) {
        long now = nanoTime.getAsLong();
        return mails < limits.mails()
                && now - openedAt < limits.age().toNanos()
                && now - usedAt < limits.idle().toNanos();
    }

    /** Says QUIT and closes; does not wait for the server. */
    void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("A connection broke while it was closed", e);
        }
    }
}
