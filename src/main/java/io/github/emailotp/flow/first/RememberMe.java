package io.github.emailotp.flow.first;

import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The box "Remember me" on the page that asks for a name, as Keycloak's {@code AbstractUsernameFormAuthenticator} reads it. */
final class RememberMe {

    private static final String FIELD = "rememberMe";

    private RememberMe() {}

    static void note(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (context.getRealm().isRememberMe() && "on".equalsIgnoreCase(form.getFirst(FIELD))) {
            login.setAuthNote(Details.REMEMBER_ME, "true");
            context.getEvent().detail(Details.REMEMBER_ME, "true");
        } else {
            login.removeAuthNote(Details.REMEMBER_ME);
        }
    }
}
