package io.github.emailotp.flow;

import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the event listener {@value #ID}, from Keycloak 26.1 on for every realm. */
public final class EarlierLoginListenerFactory extends ListenerFactory {

    /** What an administrator chooses among the realm's event listeners where Keycloak knows no global ones. */
    public static final String ID = "email-otp-earlier-logins";

    /** Keycloak tells of a link where it is stored, too, and of some only there. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(told -> {
            if (told instanceof FederatedIdentityCreatedEvent link) {
                new EarlierLoginListener(link.getKeycloakSession())
                        .onLink(
                                link.getUser().getId(),
                                link.getFederatedIdentity().getIdentityProvider());
            }
        });
    }

    /** For each request that may raise an event: Keycloak looks for those who listen before. */
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        Beginning.isNow(session);
        return new EarlierLoginListener(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
