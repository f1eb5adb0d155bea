package io.github.emailotp.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.time.Clock;
import java.time.Instant;
import org.keycloak.email.EmailException;

/**
 * A place for one connection to a mail server: at first not connected, then kept from mail to mail. Used by one thread at a
 * time; the pool hands it from one to the next.
 */
final class SmtpConnection {

    private final Transport transport;
    private final Clock clock;
    private Instant openedAt;
    private Instant usedAt;
    private int mails;
    private boolean open;

    SmtpConnection(Transport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
        this.openedAt = clock.instant();
        this.usedAt = openedAt;
    }

    /** Connects if it is not connected; answers whether it had to. */
    boolean open(Login login) throws MessagingException, EmailException {
        if (open) {
            return false;
        }
        login.connect(transport);
        openedAt = clock.instant();
        usedAt = openedAt;
        open = true;
        return true;
    }

    void send(OutgoingMail mail) throws MessagingException {
        transport.sendMessage(mail, mail.recipients());
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
