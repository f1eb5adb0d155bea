package io.github.emailotp.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * For mails to one recipient each. Besides, it differs from Angus Mail's transport in this:
 *
 * <ul>
 *   <li>Nothing follows a refusal. Angus sends RSET and, if that fails, tells of that instead. Here a connection is closed
 *       after any failure.
 *   <li>Where the server offers it and {@link Pipelining} allows it, MAIL, RCPT and DATA are sent together (RFC 2920), which
 *       saves two round trips of four. If it refuses one of them, nothing of the content is sent, even if it asks for that.
 * </ul>
 */
final class MailTransport extends TimedTransport {

    private static final int DONE = 250;
    private static final String UTF8 = "SMTPUTF8";

    static {
        QuietAngus.about(MailTransport.class);
    }

    private final Pipelining pipelining;
    private final Deque<String> sentAhead = new ArrayDeque<>();
    private String recipient = "";

    MailTransport(Session session, Dialer dialer, Pipelining pipelining) {
        super(session, dialer);
        this.pipelining = pipelining;
    }

    /** Sends the mail that this is prepared for. */
    synchronized void send(OutgoingMail mail) throws MessagingException {
        if (mail.needsUtf8() && !offersUtf8()) {
            mail.writeAddressesInAscii();
        }
        // For names it need not be asked again whether it offers that: they can be written so anyway.
        if (!supportsExtension(UTF8)) {
            mail.writeNamesInAscii();
        }
        recipient = mail.recipient().getAddress();
        try {
            sendMessage(mail, new Address[] {mail.recipient()});
        } catch (RehearsedException e) {
            // The server would take it: it may forget it.
            if (simpleCommand("RSET") != DONE) {
                throw new MessagingException("the mail server does not end a rehearsal", e);
            }
        }
    }

    /** Some servers offer it only after the login, when EHLO is to be said again (RFC 4954 §4); Angus does not. */
    private boolean offersUtf8() throws MessagingException {
        return supportsExtension(UTF8) || (isLoggedIn() && ehlo(getLocalHost()) && supportsExtension(UTF8));
    }

    /** All before the content went well. */
    private static final class RehearsedException extends MessagingException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if ("QUIT".equals(command)) {
            quit();
            return;
        }
        requireTime();
        if (sentAhead.isEmpty()) {
            write(command);
        } else if (!sentAhead.remove().equals(command)) {
            throw new MessagingException("another command was sent ahead");
        }
        if (command.startsWith("MAIL ") && mayPipeline()) {
            sendAhead("RCPT TO:<" + recipient + ">");
            sendAhead("DATA");
        }
    }

    private boolean mayPipeline() {
        return !isRehearsal() && pipelining == Pipelining.WHERE_OFFERED && supportsExtension("PIPELINING");
    }

    /** Sends what Angus sends next, which waits for the answer to each command. */
    private void sendAhead(String command) throws MessagingException {
        write(command);
        sentAhead.add(command);
    }

    /** A server that may be waiting for content would take it for that. */
    private void quit() throws MessagingException {
        if (sentAhead.isEmpty()) {
            super.sendCommand("QUIT");
        }
    }

    @Override
    protected OutputStream data() throws MessagingException {
        if (isRehearsal()) {
            throw new RehearsedException();
        }
        return super.data();
    }

    @Override
    public synchronized void issueCommand(String command, int expected) throws MessagingException {
        if (!"RSET".equals(command)) {
            super.issueCommand(command, expected);
        }
    }
}
