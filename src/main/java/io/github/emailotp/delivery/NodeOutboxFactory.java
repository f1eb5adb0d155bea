package io.github.emailotp.delivery;

import io.github.emailotp.smtp.NumberOption;
import io.github.emailotp.smtp.PoolFigures;
import io.github.emailotp.smtp.PooledEmailSenderProviderFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserProvider;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;

/** The outbox of one node, with the options {@code --spi-email-otp-outbox-node-…}. */
public final class NodeOutboxFactory implements OutboxProviderFactory {

    private static final Logger LOG = Logger.getLogger(NodeOutboxFactory.class);
    private static final String ID = "node";

    private static final NumberOption CAPACITY = new NumberOption(
            "capacity", 1, 100_000, 2_000, "How many mails the outbox of a node holds, half of them of one realm.");
    private static final NumberOption THREADS = new NumberOption(
            "threads", 1, 64, 20, "How many mails a node sends at the same time, half of them of one realm.");
    private static final NumberOption WAITERS = new NumberOption(
            "waiters",
            0,
            32,
            3,
            "How many logins of a node wait for the mail server at the same time, where the step says so. Each holds a thread of the server.");
    private static final NumberOption DRAIN = new NumberOption(
            "drain-seconds", 0, 300, 10, "How many seconds a node goes on sending when it is stopped.");

    private static final Duration REPORT = Duration.ofSeconds(5);

    private static final PoolFigures NO_CONNECTIONS = new PoolFigures(0, 0, 0, 0);

    /** Held here, because meters hold what they measure by weak references. */
    private Supplier<PoolFigures> pool = () -> NO_CONNECTIONS;

    private Outbox outbox = new Outbox(
            new OutboxLimits(
                    CAPACITY.defaultValue(), THREADS.defaultValue(), WAITERS.defaultValue(), Duration.ZERO, REPORT),
            Clock.systemUTC());

    @Override
    public void init(Config.Scope scope) {
        Consumer<String> warnings = warning -> LOG.warnf("Provider configuration of the outbox %s: %s", ID, warning);
        OutboxLimits limits = new OutboxLimits(
                CAPACITY.read(scope, warnings),
                THREADS.read(scope, warnings),
                WAITERS.read(scope, warnings),
                Duration.ofSeconds(DRAIN.read(scope, warnings)),
                REPORT);
        outbox = new Outbox(limits, Clock.systemUTC());
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        pool = () -> factory.getProviderFactory(EmailSenderProvider.class, PooledEmailSenderProviderFactory.ID)
                        instanceof PooledEmailSenderProviderFactory pooled
                ? pooled.figures()
                : NO_CONNECTIONS;
        MailMeters.watch(outbox, pool);
    }

    @Override
    public OutboxProvider create(KeycloakSession session) {
        return new NodeOutbox(outbox);
    }

    @Override
    public void close() {
        outbox.close();
    }

    /** What sending needs must be closed later. Older versions do not ask, and close in an order of their own. */
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(
                EmailSenderProvider.class, SingleUseObjectProvider.class, RealmProvider.class, UserProvider.class);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return List.of(CAPACITY.property(), THREADS.property(), WAITERS.property(), DRAIN.property());
    }

    private record NodeOutbox(Outbox outbox) implements OutboxProvider {

        @Override
        public void close() {
            // The outbox belongs to the factory.
        }
    }
}
