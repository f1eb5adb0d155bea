package io.github.emailotp.smtp;

import io.github.emailotp.server.mail.MailServer;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.keycloak.email.EmailSenderProvider;

/** The pooled sender and Keycloak's own, with the same settings for the same mail server: what comparisons start from. */
abstract class BesideKeycloak {

    static final String ALICE = "alice@example.test";

    final MailServer server = MailServer.plain();
    final TestSender pooled = new TestSender(TestSender.LIMITS);
    final Map<String, String> settings = new HashMap<>(server.smtpSettings());

    @BeforeEach
    void trust() throws Exception {
        KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
        empty.load(null, null);
        pooled.keycloak.truststore = Optional.of(empty);
        settings.putAll(Map.of("user", "mailer", "password", "secret"));
    }

    @AfterEach
    void stop() {
        pooled.close();
        server.close();
    }

    EmailSenderProvider own(KeycloaksOwnSender keycloak) {
        return keycloak.of(pooled.keycloak.session());
    }
}
