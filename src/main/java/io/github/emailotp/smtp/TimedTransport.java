package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Angus Mail's transport, different in this:
 *
 * <ul>
 *   <li>It connects to any address of the host, and each {@link Conversation} over it ends in time: also while bytes come one
 *       by one, while it connects, and between two commands.
 *   <li>It remembers which command the last answer belongs to, and so what a refusal means.
 * </ul>
 */
abstract class TimedTransport extends SMTPTransport {

    private static final URLName SMTP = new URLName("smtp", null, -1, null, null, null);
    private static final List<Integer> UNKNOWN_COMMAND = List.of(500, 502);
    private static final String XOAUTH2 = "AUTH XOAUTH2 ";
    private static final String STARTTLS = "STARTTLS";
    private static final int READY_FOR_TLS = 220;

    private final Line line;
    private final Transcript transcript = new Transcript();
    private String ehloName = "";
    private boolean wantsLogin;
    private Talk talk = Talk.NONE;
    private Optional<SpokenLogin> login = Optional.empty();

    TimedTransport(Session session, Dialer dialer) {
        super(session, SMTP);
        this.line = new Line(dialer);
    }

    /** The conversation of the mail that this connects for, and sends next. */
    synchronized void begin(Conversation conversation, OutgoingMail mail) {
        OutgoingMail.Terms terms = mail.terms();
        talk = new Talk(conversation, terms.timeouts(), terms.isRehearsal());
        transcript.begin();
        line.isCutWith(conversation);
    }

    synchronized Progress progress() {
        return transcript.progress(talk.isCut(), wantsLogin);
    }

    /** Connects, with TLS if it is to be there from the first byte, and logs in when it is its turn. */
    synchronized void open(ConnectionKey key, SpokenLogin spoken) throws MessagingException {
        transcript.connect(key.trace());
        line.forget();
        login = Optional.of(spoken);
        wantsLogin = spoken.credentials().isPresent();
        boolean connected = false;
        try {
            MailSocket plain = line.dial(key, talk);
            connect(key.isTlsFromTheFirstByte() ? encrypted(plain, key) : plain);
            connected = true;
        } catch (IOException e) {
            throw new MessagingException("no connection to the mail server", e);
        } finally {
            if (!connected) {
                // Angus does not look after it from the beginning.
                line.close();
            }
            login = Optional.empty();
            line.tell(key, transcript.hasAnswered());
        }
    }

    private Socket encrypted(MailSocket plain, ConnectionKey key) throws IOException {
        transcript.isAt(Command.STARTTLS);
        plain.expectTls();
        talk.allowAnswer();
        try {
            Socket encrypted = ImplicitTls.begin(plain, key.host(), session);
            transcript.isAt(Command.GREETING);
            return encrypted;
        } catch (IOException e) {
            plain.refusalInPlaceOfTls().ifPresent(transcript::refusedAtOnce);
            throw e;
        }
    }

    @Override
    protected synchronized boolean protocolConnect(String host, int port, String user, String password)
            throws MessagingException {
        Optional<Credentials> credentials = login.flatMap(SpokenLogin::credentials);
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
        talk.allowAnswer();
        if (super.supportsExtension(STARTTLS)) {
            super.startTLS();
        } else {
            askForTls();
        }
    }

    /**
     * Sendmail greets also whom it does not want just now, offers them nothing, and refuses whatever they ask for: not to offer STARTTLS
     * may mean "not now".
     */
    private void askForTls() throws MessagingException {
        try {
            super.startTLS();
        } catch (MessagingException e) {
            int code = getLastReturnCode();
            boolean answered = transcript.at() == Command.STARTTLS && code >= 0 && code != READY_FOR_TLS;
            if (answered && progress().refusal().filter(Reply::isForNow).isEmpty()) {
                throw new MessagingException(
                        "no STARTTLS", new PooledEmailException(SmtpFailure.of(Kind.STARTTLS_MISSING), e));
            }
            throw e;
        }
    }

    /** Where it has to be there, it is asked for also where it is not offered. */
    @Override
    public boolean supportsExtension(String extension) {
        return super.supportsExtension(extension)
                || (extension.equals(STARTTLS)
                        && Boolean.parseBoolean(session.getProperty("mail.smtp.starttls.required")));
    }

    /** Angus would look the name of this machine up as long as that takes. */
    @Override
    public synchronized String getLocalHost() {
        if (ehloName.isEmpty()) {
            ehloName =
                    line.ehloName(Optional.ofNullable(session.getProperty("mail.smtp.localhost")), talk.conversation());
        }
        return ehloName;
    }

    /** Whether the server has taken a login on this connection. */
    final boolean isLoggedIn() {
        return transcript.hasLogin();
    }

    /** Whether nothing but a rehearsal is wanted now. */
    final boolean isRehearsal() {
        return talk.isRehearsal();
    }

    /** Nothing is begun that comes too late. What was refused before did not end the conversation. */
    final void requireTime() throws MessagingException {
        transcript.forgetRefusal();
        talk.requireTime();
    }

    /** Writes a command, whose answer comes after those to the ones before. */
    final void write(String command) throws MessagingException {
        Command verb = Command.of(command);
        String said = verb == Command.AUTH && login.isPresent() ? inTurn(command, login.get()) : command;
        transcript.written(verb);
        talk.allowWriting();
        super.sendCommand(said);
    }

    /** The server is not waited for meanwhile, only the end of the conversation. Answers the command with what is known then. */
    private String inTurn(String command, SpokenLogin spoken) throws MessagingException {
        talk.conversation().allowTheRest();
        try {
            spoken.awaitTurn();
        } catch (PooledEmailException e) {
            throw new MessagingException("the login is not said", e);
        }
        talk.requireTime();
        return command.startsWith(XOAUTH2)
                ? XOAUTH2 + spoken.credentials().map(Credentials::xoauth2).orElse("")
                : command;
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        talk.allowAnswer(transcript.awaitsAnswer());
        line.expectAnswer();
        int code = super.readServerResponse();
        transcript.answered(code, getLastServerResponse());
        return code;
    }

    @Override
    protected OutputStream data() throws MessagingException {
        OutputStream content = super.data();
        talk.requireTime();
        talk.allowWriting();
        return content;
    }
}
