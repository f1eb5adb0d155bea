package io.github.emailotp.flow;

import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the event listener {@value #ID}, from Keycloak 26.1 on for every realm. */
public final class EarlierLoginListenerFactory extends ListenerFactory {

    /** What an administrator chooses among the realm's event listeners where Keycloak knows no global ones. */
    public static final String ID = "email-otp-earlier-logins";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EarlierLoginListener(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
