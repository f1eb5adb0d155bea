package io.github.emailotp.smtp;

import static io.github.emailotp.Fake.answering;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.email.DefaultEmailSenderProviderFactory;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailSenderProviderFactory;
import org.keycloak.email.EmailSenderSpi;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.DefaultKeycloakSessionFactory;

@DisplayName("The sender of our mails")
class SenderChoiceTest {

    private static final EmailSenderProvider POOLED = answering(EmailSenderProvider.class, Map.of());
    private static final EmailSenderProvider CHOSEN = answering(EmailSenderProvider.class, Map.of());

    /** An extension's sender; it may well have taken Keycloak's id. */
    private static final class Foreign extends DefaultEmailSenderProviderFactory {}

    @Test
    void isThePooledOneBesideKeycloaksOwn() {
        assertThat(SenderChoice.of(session(new DefaultEmailSenderProviderFactory(), POOLED)) == POOLED)
                .isTrue();
    }

    @Test
    void isThePooledOneIfItSendsEverything() {
        assertThat(SenderChoice.of(session(new PooledEmailSenderProviderFactory(), POOLED)) == POOLED)
                .isTrue();
    }

    @Test
    void isThatOfTheAdministrator() {
        KeycloakSession session = session(new Foreign(), POOLED);
        assertThat(SenderChoice.of(session) == CHOSEN).isTrue();
        assertThat(SenderChoice.isAdministrators(session)).isTrue();
    }

    @Test
    void isKeycloaksOwnIfThePooledOneIsDisabled() {
        assertThat(SenderChoice.of(session(new DefaultEmailSenderProviderFactory(), null)) == CHOSEN)
                .isTrue();
    }

    @Test
    @SuppressWarnings("rawtypes") // Keycloak's signature.
    void doesNotBecomeThatOfAllMailsByBeingInstalled() {
        var factories = Map.<String, ProviderFactory>of(
                "pooled", new PooledEmailSenderProviderFactory(), "default", new DefaultEmailSenderProviderFactory());
        assertThat(DefaultKeycloakSessionFactory.resolveDefaultProvider(factories, new EmailSenderSpi()))
                .isEqualTo("default");
    }

    private static KeycloakSession session(EmailSenderProviderFactory chosen, EmailSenderProvider pooled) {
        KeycloakSessionFactory factory =
                answering(KeycloakSessionFactory.class, Map.of("getProviderFactory", given -> chosen));
        return answering(
                KeycloakSession.class,
                Map.of(
                        "getKeycloakSessionFactory",
                        given -> factory,
                        "getProvider",
                        given -> given.equals(List.of(EmailSenderProvider.class)) ? CHOSEN : pooled));
    }
}
