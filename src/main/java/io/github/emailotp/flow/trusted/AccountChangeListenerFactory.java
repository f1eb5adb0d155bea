package io.github.emailotp.flow.trusted;

import io.github.emailotp.flow.ListenerFactory;
import java.time.Clock;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the event listener {@value #ID}, from Keycloak 26.1 on for every realm. */
public final class AccountChangeListenerFactory extends ListenerFactory {

    /** What an administrator chooses among the realm's event listeners where Keycloak knows no global ones. */
    public static final String ID = "email-otp-trust";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new AccountChangeListener(session, Clock.systemUTC());
    }

    @Override
    public String getId() {
        return ID;
    }
}
