package io.github.emailotp.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Angus Mail's transport, for mails to one recipient each, and different in three things:
 *
 * <ul>
 *   <li>There is a deadline for a mail as a whole, looked at before each command: the timeouts of the SMTP settings are those
 *       of single answers.
 *   <li>Nothing follows a refusal. Angus sends RSET and, if that fails, tells of that instead. Here a connection is closed
 *       after any failure.
 *   <li>Where the server offers it and {@link Pipelining} allows it, MAIL, RCPT and DATA are sent together (RFC 2920), which
 *       saves two round trips of four, or less where the socket holds small writes back. If it refuses one of them, nothing of
 *       the content is sent, even if it asks for that.
 * </ul>
 */
final class MailTransport extends SMTPTransport {

    private static final URLName SMTP = new URLName("smtp", null, -1, null, null, null);

    /**
     * Angus logs addresses, and the whole conversation, under the package of the transport's class and below. Held here, because
     * loggers are held by weak references.
     */
    private static final List<Logger> SILENT = Stream.of("", ".protocol")
            .map(name -> Logger.getLogger(MailTransport.class.getPackageName() + name))
            .toList();

    static {
        SILENT.forEach(logger -> logger.setFilter(record -> false));
    }

    private final Clock clock;
    private final Pipelining pipelining;
    private Optional<Instant> deadline = Optional.empty();
    private String recipient = "";
    private final Deque<String> sentAhead = new ArrayDeque<>();

    MailTransport(Session session, Clock clock, Pipelining pipelining) {
        super(session, SMTP);
        this.clock = clock;
        this.pipelining = pipelining;
    }

    /** The mail that this connects for, and sends next. */
    synchronized void prepareFor(OutgoingMail mail) {
        deadline = mail.deadline();
        recipient = mail.recipient().getAddress();
    }

    /** Sends the mail that this is prepared for. */
    void send(OutgoingMail mail) throws MessagingException {
        sendMessage(mail, new Address[] {mail.recipient()});
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if ("QUIT".equals(command)) {
            quit();
            return;
        }
        checkDeadline();
        if (sentAhead.isEmpty()) {
            super.sendCommand(command);
        } else if (!sentAhead.remove().equals(command)) {
            throw new MessagingException("another command was sent ahead");
        }
        if (command.startsWith("MAIL ") && mayPipeline()) {
            sendAhead("RCPT TO:<" + recipient + ">");
            sendAhead("DATA");
        }
    }

    private boolean mayPipeline() {
        return pipelining == Pipelining.WHERE_OFFERED && supportsExtension("PIPELINING");
    }

    /** Sends what Angus sends next, which waits for the answer to each command. */
    private void sendAhead(String command) throws MessagingException {
        super.sendCommand(command);
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
        OutputStream content = super.data();
        checkDeadline();
        return content;
    }

    @Override
    public synchronized void issueCommand(String command, int expected) throws MessagingException {
        if (!"RSET".equals(command)) {
            super.issueCommand(command, expected);
        }
    }

    private void checkDeadline() throws MessagingException {
        if (deadline.filter(end -> !clock.instant().isBefore(end)).isPresent()) {
            throw new MessagingException("too late for this mail", new SocketTimeoutException());
        }
    }
}
