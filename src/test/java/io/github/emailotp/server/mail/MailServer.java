package io.github.emailotp.server.mail;

import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * An SMTP server on a free loopback port that keeps every mail and delivers none. Safe for use by several threads.
 *
 * <p>Built by one of the factory methods and running at once; {@link #close()} ends it. Where a login or TLS is named,
 * it is required: a client that skips it gets no mail through.
 */
public final class MailServer implements AutoCloseable {

    /** What the server does with the mail of a client that is let in. */
    public enum Response {
        /** Takes it. */
        ACCEPT,
        /** Answers 450 to the recipient: the mailbox cannot be used just now. */
        DEFER,
        /** Answers 550 to the recipient: there is no such mailbox. */
        REJECT,
        /** Answers 554 once it has the whole mail. */
        REJECT_CONTENT,
        /** Closes the connection before the first line. */
        HANG_UP,
        /** Closes the connection once it has the whole mail, which it keeps. */
        HANG_UP_AFTER_DATA,
        /** Says nothing to a new connection until it is told to respond otherwise. */
        SILENT,
        /** Says nothing any more once it has agreed to TLS. For a server with STARTTLS only. */
        SILENT_AT_TLS,
        /** Says nothing any more once it has the whole mail, which it keeps. */
        SILENT_AFTER_DATA
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

    private final SMTPServer server;
    private final Map<String, String> settings = new HashMap<>();
    private final Mailbox mailbox = new Mailbox();
    private final AtomicInteger connections = new AtomicInteger();
    private final Behaviour behaviour;

    private MailServer(SMTPServer.Builder builder, Optional<Login> login, Map<String, String> settings) {
        this(builder, new Behaviour(), login, settings);
    }

    private MailServer(
            SMTPServer.Builder builder, Behaviour behaviour, Optional<Login> login, Map<String, String> settings) {
        this.behaviour = behaviour;
        login.ifPresent(expected -> requireLogin(builder, expected));
        server = builder.bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .messageHandlerFactory(context -> new MailTransaction(context, mailbox, behaviour))
                .sessionHandler(new Greeting(behaviour, connections))
                .insertReceivedHeaders(false)
                .build();
        PipeliningEhlo.offerOn(server);
        server.start();
        this.settings.putAll(settings);
        this.settings.putAll(
                Map.of("host", "localhost", "port", Integer.toString(port()), "from", "login@example.test"));
    }

    /** Neither TLS nor login. */
    public static MailServer plain() {
        return new MailServer(new SMTPServer.Builder(), Optional.empty(), Map.of());
    }

    /** Without TLS; the login is required. */
    public static MailServer withLogin(Login login) {
        return new MailServer(new SMTPServer.Builder(), Optional.of(login), Map.of());
    }

    /** Without TLS; a login by token (XOAUTH2) is required, and every token lets in. The user of a mail is all that the client said. */
    public static MailServer withToken() {
        var builder = new SMTPServer.Builder().requireAuth().authenticationHandlerFactory(new AnyToken(said -> {}));
        return new MailServer(builder, Optional.empty(), Map.of("auth", "true", "authType", "token"));
    }

    /** Begins in clear, requires STARTTLS, then the login. */
    public static MailServer startTls(ServerCertificate certificate, Login login) {
        var behaviour = new Behaviour();
        SSLSocketFactory tls = certificate.tls().getSocketFactory();
        var builder = new SMTPServer.Builder().requireTLS().startTlsSocketFactory(plain -> {
            behaviour.awaitEndOf(Response.SILENT_AT_TLS);
            return (SSLSocket) tls.createSocket(plain, InputStream.nullInputStream(), true);
        });
        return new MailServer(builder, behaviour, Optional.of(login), Map.of("starttls", "true"));
    }

    /** TLS from the first byte (RFC 8314); the login is required. */
    public static MailServer tls(ServerCertificate certificate, Login login) {
        var builder = new SMTPServer.Builder().serverSocketFactory(certificate.tls());
        return new MailServer(builder, Optional.of(login), Map.of("ssl", "true"));
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** What a realm's {@code smtpServer} must hold to send through this server. */
    public Map<String, String> smtpSettings() {
        return Map.copyOf(settings);
    }

    /** How many connections clients have opened since the start. */
    public int connections() {
        return connections.get();
    }

    /** From now on the server answers like this, also to clients that are already connected. */
    public void respond(Response next) {
        behaviour.become(next);
    }

    /** From now on the server has a mail, and says so, only that long after it was sent. */
    public void delay(Duration delay) {
        behaviour.delay(delay);
    }

    /** All mails received since the start or the last {@link #clear()}, oldest first. */
    public List<ReceivedMail> mails() {
        return mailbox.mails();
    }

    /** The mails to this address, oldest first. */
    public List<ReceivedMail> mailsTo(String address) {
        return mailbox.mailsTo(address);
    }

    /** The first mail to this address; see {@link #awaitMail(String, int)}. */
    public ReceivedMail awaitMail(String address) {
        return awaitMail(address, 1);
    }

    /**
     * Waits until {@code count} mails to this address are there, and answers the last of those.
     *
     * @throws AssertionError if they do not come in time
     */
    public ReceivedMail awaitMail(String address, int count) {
        return mailbox.await(address, count, PATIENCE);
    }

    /** How often this recipient has been refused for good since the start or the last {@link #clear()}. */
    public int refusalsOf(String address) {
        return mailbox.refusalsOf(address);
    }

    /** Forgets all mails and refusals. */
    public void clear() {
        mailbox.clear();
    }

    /** At once for whoever comes. A client that keeps a connection with TLS would keep the server from closing that one for a minute. */
    @Override
    public void close() {
        respond(Response.ACCEPT);
        delay(Duration.ZERO);
        Thread stop = new Thread(server::stop, "the end of a mail server");
        stop.setDaemon(true);
        stop.start();
        try {
            stop.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireLogin(SMTPServer.Builder builder, Login login) {
        builder.requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!new Login(user, password).equals(login)) {
                        throw new LoginFailedException();
                    }
                }));
        settings.putAll(Map.of("auth", "true", "user", login.user(), "password", login.password()));
    }
}
