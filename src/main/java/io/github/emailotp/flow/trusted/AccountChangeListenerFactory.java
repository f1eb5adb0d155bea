package io.github.emailotp.flow.trusted;

import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the event listener {@value #ID}, from Keycloak 26.1 on for every realm. */
public final class AccountChangeListenerFactory implements EventListenerProviderFactory {

    /** What an administrator chooses among the realm's event listeners where Keycloak knows no global ones. */
    public static final String ID = "email-otp-trust";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new AccountChangeListener(session, Clock.systemUTC());
    }

    /** Overrides a method of the interface that 26.0 does not have: there, a realm must choose the listener. */
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {
        // There is nothing to set.
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
