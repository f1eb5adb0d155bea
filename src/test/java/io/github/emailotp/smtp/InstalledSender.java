package io.github.emailotp.smtp;

import java.security.KeyStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.keycloak.email.EmailException;

/** The pooled sender as it is in a Keycloak, with the options of its administrator, for mails of an outbox. */
public final class InstalledSender implements AutoCloseable {

    private final PooledEmailSenderProviderFactory factory = new PooledEmailSenderProviderFactory();
    private final Optional<KeyStore> truststore;

    /** One in a Keycloak that trusts these. */
    public InstalledSender(Optional<KeyStore> truststore, Map<String, String> options) {
        this.truststore = truststore;
        factory.init(new MapScope(options));
    }

    /** Sends a mail that may be handed over until then, or throws what an outbox is told. */
    public void send(Map<String, String> settings, String to, Instant deadline) throws EmailException {
        FakeKeycloak keycloak = new FakeKeycloak();
        keycloak.truststore = truststore;
        keycloak.deadline = Optional.of(deadline);
        factory.create(keycloak.session()).send(settings, to, "Subject", "Text", "<p>HTML</p>");
    }

    /** How many connections it has opened. */
    public long opened() {
        return factory.figures().opened();
    }

    @Override
    public void close() {
        factory.close();
    }
}
