package io.github.emailotp.server.breakable;

import org.keycloak.Config;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailSenderProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Installs {@link OwnSender} as an administrator would. */
public final class OwnSenderFactory implements EmailSenderProviderFactory {

    private static final String ID = "company";
    private static final String KEYCLOAKS = "default";

    @Override
    public EmailSenderProvider create(KeycloakSession session) {
        return new OwnSender(session.getProvider(EmailSenderProvider.class, KEYCLOAKS));
    }

    @Override
    public String getId() {
        return ID;
    }

    /** Above that of Keycloak's own, which is 0: so this one becomes the default. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public void init(Config.Scope config) {
        // There is nothing to choose.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
