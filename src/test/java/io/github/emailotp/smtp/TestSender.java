package io.github.emailotp.smtp;

import io.github.emailotp.otp.MovableClock;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;

/** The pooled sender outside of Keycloak, with a clock that stands still unless it is moved. */
final class TestSender implements AutoCloseable {

    static final PoolLimits LIMITS = new PoolLimits(
            10, Duration.ofSeconds(30), Duration.ofMinutes(5), 100, Duration.ofSeconds(10), Duration.ofSeconds(2));

    final FakeKeycloak keycloak = new FakeKeycloak();
    final SmtpConnections connections;
    private final MovableClock clock = new MovableClock();
    NameService.Resolver resolver = InetAddress::getAllByName;
    private final Dialer dialer = new Dialer(new NameService(new CurrentResolver()));
    private final SenderParts parts;

    TestSender(PoolLimits limits) {
        this(limits, "");
    }

    /** With these headers as the administrator writes them. */
    TestSender(PoolLimits limits, String moreHeaders) {
        // Time goes on for the conversations, and can be moved on besides.
        LongSupplier nanoTime = () -> System.nanoTime() + clock.nanoTime();
        Timekeeper timekeeper = new Timekeeper(nanoTime, Duration.ofHours(1));
        connections = new SmtpConnections(limits, timekeeper, clock, this::connection);
        Logins logins = new Logins(new AccessTokens(timekeeper, limits.conversation()));
        ExtraHeaders headers = ExtraHeaders.read(moreHeaders, ListId.OF_THE_SENDER, warning -> {});
        parts = new SenderParts(connections, new Trust(), logins, headers, clock);
    }

    private final class CurrentResolver implements NameService.Resolver {

        @Override
        public InetAddress[] addresses(String host) throws UnknownHostException {
            return resolver.addresses(host);
        }

        @Override
        public String ownName() throws UnknownHostException {
            return resolver.ownName();
        }
    }

    /** One of its own, not connected. */
    SmtpConnection connection(ConnectionKey key) {
        Session session = Session.getInstance(key.sessionProperties());
        return new SmtpConnection(key, new MailTransport(session, dialer, Pipelining.WHERE_OFFERED), clock::nanoTime);
    }

    /** A sender with a Keycloak session of its own. */
    EmailSenderProvider provider() {
        return new PooledEmailSenderProvider(keycloak.session(), parts);
    }

    void send(Map<String, String> settings, String to) throws EmailException {
        provider().send(settings, to, "Subject", "Text", "<p>HTML</p>");
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {
        connections.close();
    }
}
