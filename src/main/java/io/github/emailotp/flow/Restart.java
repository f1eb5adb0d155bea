package io.github.emailotp.flow;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The way back to the beginning of a login. */
public final class Restart {

    private Restart() {}

    /** Begins this login anew; an SSO session that is there stays. */
    public static URI of(KeycloakSession session, AuthenticationSessionModel login) {
        URI restart = new AuthenticationFlowURLHelper(
                        session, login.getRealm(), session.getContext().getUri())
                .getLastExecutionUrl(
                        LoginActionsService.RESTART_PATH,
                        null,
                        login.getClient().getClientId(),
                        login.getTabId(),
                        AuthenticationProcessor.getClientData(session, login));
        return UriBuilder.fromUri(restart)
                .queryParam(Constants.SKIP_LOGOUT, true)
                .build();
    }
}
