package io.github.emailotp.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Angus Mail's transport, for mails to one recipient each, and different in this:
 *
 * <ul>
 *   <li>It connects to any address of the host, and each {@link Conversation} over it ends in time: also while bytes come one
 *       by one, while it connects, and between two commands.
 *   <li>It remembers which command the last answer belongs to, and so what a refusal means.
 *   <li>Nothing follows a refusal. Angus sends RSET and, if that fails, tells of that instead. Here a connection is closed
 *       after any failure.
 *   <li>Where the server offers it and {@link Pipelining} allows it, MAIL, RCPT and DATA are sent together (RFC 2920), which
 *       saves two round trips of four. If it refuses one of them, nothing of the content is sent, even if it asks for that.
 * </ul>
 */
final class MailTransport extends SMTPTransport {

    private static final URLName SMTP = new URLName("smtp", null, -1, null, null, null);
    private static final int DONE = 250;
    private static final String UTF8 = "SMTPUTF8";
    private static final List<Integer> UNKNOWN_COMMAND = List.of(500, 502);

    static {
        QuietAngus.about(MailTransport.class);
    }

    private final Dialer dialer;
    private final Pipelining pipelining;
    private final Deque<String> sentAhead = new ArrayDeque<>();
    private String ehloName = "";
    private String recipient = "";
    private boolean isLoggedIn;
    private Talk talk = Talk.NONE;
    private Optional<MailSocket> socket = Optional.empty();
    private Optional<Credentials> credentials = Optional.empty();
    private final Transcript transcript = new Transcript();

    MailTransport(Session session, Dialer dialer, Pipelining pipelining) {
        super(session, SMTP);
        this.dialer = dialer;
        this.pipelining = pipelining;
    }

    /** What the mail that is next brings along. */
    private record Talk(Conversation conversation, Timeouts timeouts, boolean isRehearsal) {

        private static final Talk NONE =
                new Talk(new Conversation(System::nanoTime, Duration.ZERO), Timeouts.NONE, false);
    }

    /** The conversation of the mail that this connects for, and sends next. */
    synchronized void begin(Conversation conversation, OutgoingMail mail) {
        OutgoingMail.Terms terms = mail.terms();
        talk = new Talk(conversation, terms.timeouts(), terms.isRehearsal());
        transcript.begin();
        socket.ifPresent(connected -> conversation.isCutBy(() -> Dialer.close(connected)));
    }

    synchronized Progress progress() {
        return transcript.progress(talk.conversation.wasCut() || talk.conversation.isOver());
    }

    /** Connects, with TLS if it is to be there from the first byte, and logs in. */
    synchronized void open(ConnectionKey key, Optional<Credentials> login) throws MessagingException {
        transcript.connect();
        socket = Optional.empty();
        credentials = login;
        isLoggedIn = login.isPresent();
        boolean connected = false;
        try {
            MailSocket plain = dialer.dial(key.host(), key.port(), talk.timeouts.connect(), talk.conversation);
            socket = Optional.of(plain);
            connect(key.isTlsFromTheFirstByte() ? encrypted(plain, key) : plain);
            connected = true;
        } catch (IOException e) {
            throw new MessagingException("no connection to the mail server", e);
        } finally {
            if (!connected) {
                // Angus does not look after it from the beginning.
                socket.ifPresent(Dialer::close);
            }
            credentials = Optional.empty();
            socket.map(Socket::getInetAddress).ifPresent(address -> tell(key, address));
        }
    }

    /** What it refuses, it has answered. */
    private void tell(ConnectionKey key, InetAddress address) {
        if (transcript.hasAnswered()) {
            dialer.answers(key.host(), address);
        } else {
            dialer.isSilent(key.host(), address);
        }
    }

    private Socket encrypted(MailSocket plain, ConnectionKey key) throws IOException {
        transcript.isAt(Command.STARTTLS);
        plain.expectAnswer();
        talk.conversation.allow(talk.timeouts.answer());
        Socket encrypted = ImplicitTls.begin(plain, key.host(), session);
        transcript.isAt(Command.GREETING);
        return encrypted;
    }

    @Override
    protected synchronized boolean protocolConnect(String host, int port, String user, String password)
            throws MessagingException {
        return super.protocolConnect(
                host,
                port,
                credentials.map(Credentials::user).orElse(null),
                credentials.map(Credentials::secret).orElse(null));
    }

    /** HELO is for servers that do not know EHLO (RFC 5321 §3.2). Angus says it also where one only does not want to just now. */
    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        if (super.ehlo(domain)) {
            return true;
        }
        if (UNKNOWN_COMMAND.contains(getLastReturnCode())) {
            return false;
        }
        throw new MessagingException("the mail server refuses EHLO");
    }

    /** Angus says it also where a login is refused with 530, whatever the settings are, and then says the login again. */
    @Override
    protected void startTLS() throws MessagingException {
        if (transcript.at() == Command.AUTH) {
            throw new MessagingException("the mail server refuses the login");
        }
        talk.conversation.allow(talk.timeouts.answer());
        super.startTLS();
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
        return supportsExtension(UTF8) || (isLoggedIn && ehlo(getLocalHost()) && supportsExtension(UTF8));
    }

    /** Angus would look the name of this machine up as long as that takes. */
    @Override
    public synchronized String getLocalHost() {
        if (ehloName.isEmpty()) {
            String name = Optional.ofNullable(session.getProperty("mail.smtp.localhost"))
                    .or(() -> dialer.ownName(talk.conversation))
                    .orElse("");
            ehloName = EhloName.of(
                    name, socket.map(MailSocket::getLocalAddress).orElseGet(InetAddress::getLoopbackAddress));
        }
        return ehloName;
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
        // What was refused before did not end the conversation.
        transcript.forgetRefusal();
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
        return !talk.isRehearsal && pipelining == Pipelining.WHERE_OFFERED && supportsExtension("PIPELINING");
    }

    /** Sends what Angus sends next, which waits for the answer to each command. */
    private void sendAhead(String command) throws MessagingException {
        write(command);
        sentAhead.add(command);
    }

    private void write(String command) throws MessagingException {
        transcript.written(Command.of(command));
        talk.conversation.allow(talk.timeouts.write());
        super.sendCommand(command);
    }

    /** A server that may be waiting for content would take it for that. */
    private void quit() throws MessagingException {
        if (sentAhead.isEmpty()) {
            super.sendCommand("QUIT");
        }
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        if (transcript.awaitsAnswer().isLaborious()) {
            talk.conversation.allowTheRest();
        } else {
            talk.conversation.allow(talk.timeouts.answer());
        }
        socket.ifPresent(MailSocket::expectAnswer);
        int code = super.readServerResponse();
        transcript.answered(code, getLastServerResponse());
        return code;
    }

    @Override
    protected OutputStream data() throws MessagingException {
        if (talk.isRehearsal) {
            throw new RehearsedException();
        }
        OutputStream content = super.data();
        requireTime();
        talk.conversation.allow(talk.timeouts.write());
        return content;
    }

    @Override
    public synchronized void issueCommand(String command, int expected) throws MessagingException {
        if (!"RSET".equals(command)) {
            super.issueCommand(command, expected);
        }
    }

    private void requireTime() throws MessagingException {
        if (talk.conversation.isOver()) {
            throw new MessagingException("too late for this mail", new SocketTimeoutException());
        }
    }
}
