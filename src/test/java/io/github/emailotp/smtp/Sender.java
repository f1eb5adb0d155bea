package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;

/** The pooled sender and Keycloak's own ones: failures are read from what each of them throws. */
enum Sender {
    POOLED,
    OLDEST,
    NEWEST;

    EmailSenderProvider provider(TestSender pooled) {
        return switch (this) {
            case POOLED -> pooled.provider();
            case OLDEST -> KeycloaksOwnSender.OLDEST.of(pooled.keycloak.session());
            case NEWEST -> KeycloaksOwnSender.NEWEST.of(pooled.keycloak.session());
        };
    }

    /** What it throws for a mail that cannot be sent. */
    EmailException thrown(TestSender pooled, Map<String, String> settings, String to) {
        EmailSenderProvider provider = provider(pooled);
        return catchThrowableOfType(
                EmailException.class, () -> provider.send(settings, to, "Subject", "Text", "<p>HTML</p>"));
    }

    /** What is read, also through another exception around it, of a mail to Alice that cannot be sent. */
    SmtpFailure failure(TestSender pooled, Map<String, String> settings) {
        return SmtpFailure.of(new IllegalStateException(thrown(pooled, settings, "alice@example.test")));
    }
}
