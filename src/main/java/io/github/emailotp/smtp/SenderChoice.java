package io.github.emailotp.smtp;

import org.keycloak.email.DefaultEmailSenderProviderFactory;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Decides whether mails go through the pooled sender or through one that the administrator has installed. */
public final class SenderChoice {

    private SenderChoice() {}

    /**
     * The sender for mails that should not wait for a new connection: the administrator's, if there is one, else the pooled
     * one, else, where that is disabled, Keycloak's own.
     */
    public static EmailSenderProvider of(KeycloakSession session) {
        EmailSenderProvider pooled =
                session.getProvider(EmailSenderProvider.class, PooledEmailSenderProviderFactory.ID);
        return pooled == null || isAdministrators(session) ? session.getProvider(EmailSenderProvider.class) : pooled;
    }

    /** Whether {@link #of} answers the pooled one. */
    public static boolean isPooled(KeycloakSession session) {
        return of(session) instanceof PooledEmailSenderProvider;
    }

    /**
     * Whether Keycloak's mails go through another sender than its own or the pooled one. The id alone does not tell: an
     * extension may have taken the id {@code default}, or have come with an {@code order()} above 0.
     */
    public static boolean isAdministrators(KeycloakSession session) {
        ProviderFactory<EmailSenderProvider> chosen =
                session.getKeycloakSessionFactory().getProviderFactory(EmailSenderProvider.class);
        return chosen != null
                && chosen.getClass() != DefaultEmailSenderProviderFactory.class
                && chosen.getClass() != PooledEmailSenderProviderFactory.class;
    }
}
