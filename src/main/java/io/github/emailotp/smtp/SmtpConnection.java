package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Instant;
import org.keycloak.email.EmailException;

/**
 * A place for one connection to a mail server: at first not connected, then kept from mail to mail. Used by one thread at a
 * time; the pool hands it from one to the next.
 */
final class SmtpConnection {

    private final MailTransport transport;
    private final Clock clock;
    private Instant openedAt;
    private Instant usedAt;
    private int mails;
    private boolean open;

    SmtpConnection(MailTransport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
        this.openedAt = clock.instant();
        this.usedAt = openedAt;
    }

    /** Connects for this mail if it is not connected; answers whether it had to. */
    boolean openFor(OutgoingMail mail, Login login) throws MessagingException, EmailException {
        transport.prepareFor(mail);
        if (open) {
            return false;
        }
        login.connect(transport);
        openedAt = clock.instant();
        usedAt = openedAt;
        open = true;
        return true;
    }

    /** Sends the mail that it was opened for. */
    void send(OutgoingMail mail) throws MessagingException {
        transport.send(mail);
        mails++;
        usedAt = clock.instant();
    }

    /** Whether it was used before, so that the server may have closed it meanwhile. */
    boolean isKept() {
        return mails > 0;
    }

    /** Whether it may be used for another mail; looks at the clock only, the server is not asked. */
    boolean isWithin(PoolLimits limits) {
        Instant now = clock.instant();
        return mails < limits.mails()
                && now.isBefore(openedAt.plus(limits.age()))
                && now.isBefore(usedAt.plus(limits.idle()));
    }

    /** Says QUIT and closes; does not wait for the server. */
    void close() throws MessagingException {
        transport.close();
    }
}
