package io.github.emailotp.smtp;

import jakarta.mail.Session;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailSenderProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The sender {@code pooled}. It does not become Keycloak's default by being installed: its {@code order()} is 0, and with that
 * {@code DefaultKeycloakSessionFactory.resolveDefaultProvider} prefers the one that is called {@code default}. An
 * administrator chooses it for all mail with {@code --spi-email-sender-provider=pooled}.
 */
public final class PooledEmailSenderProviderFactory implements EmailSenderProviderFactory {

    /** The id of the provider. */
    public static final String ID = "pooled";

    private static final Logger LOG = Logger.getLogger(PooledEmailSenderProviderFactory.class);

    private final Clock clock;
    private volatile Optional<SenderParts> parts = Optional.empty();

    /** For Keycloak. */
    public PooledEmailSenderProviderFactory() {
        this(Clock.systemUTC());
    }

    PooledEmailSenderProviderFactory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void init(Config.Scope scope) {
        SenderOptions options = SenderOptions.read(
                scope, warning -> LOG.warnf("Provider configuration of the email sender %s: %s", ID, warning));
        close();
        Timekeeper timekeeper =
                new Timekeeper(System::nanoTime, halfOf(options.limits().idle()));
        Dialer dialer = new Dialer(new NameService(InetAddress::getAllByName));
        SmtpConnections connections =
                new SmtpConnections(options.limits(), timekeeper, clock, key -> connection(key, dialer, options));
        Logins logins = new Logins(new AccessTokens(timekeeper, options.limits().conversation()));
        parts = Optional.of(new SenderParts(connections, new Trust(), logins, options.headers(), clock));
    }

    private static SmtpConnection connection(ConnectionKey key, Dialer dialer, SenderOptions options) {
        Properties properties = key.sessionProperties();
        if (!options.ehloName().isEmpty()) {
            properties.setProperty("mail.smtp.localhost", options.ehloName());
        }
        Session session = Session.getInstance(properties);
        return new SmtpConnection(key, new MailTransport(session, dialer, options.pipelining()), System::nanoTime);
    }

    private static Duration halfOf(Duration limit) {
        return limit.dividedBy(2).plusMillis(1);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Connections are opened by the first mail.
    }

    @Override
    public EmailSenderProvider create(KeycloakSession session) {
        return new PooledEmailSenderProvider(
                session, parts.orElseThrow(() -> new IllegalStateException(ID + " is not initialised or is closed")));
    }

    /** The connections of this node; all zero before {@link #init} and after {@link #close}. */
    public PoolFigures figures() {
        return parts.map(made -> made.connections().figures()).orElse(new PoolFigures(0, 0, 0, 0));
    }

    @Override
    public void close() {
        parts.ifPresent(made -> made.connections().close());
        parts = Optional.empty();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return SenderOptions.properties();
    }
}
