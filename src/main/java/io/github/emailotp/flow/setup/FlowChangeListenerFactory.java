package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.ListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the event listener {@value #ID}, from Keycloak 26.1 on for every realm. */
public final class FlowChangeListenerFactory extends ListenerFactory {

    /** What an administrator chooses among the realm's event listeners where Keycloak knows no global ones. */
    public static final String ID = "email-otp-set-up";

    private final SetUpWarnings warnings = new SetUpWarnings();

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new FlowChangeListener(session, warnings);
    }

    @Override
    public String getId() {
        return ID;
    }
}
