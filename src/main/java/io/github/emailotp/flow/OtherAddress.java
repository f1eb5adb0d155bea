package io.github.emailotp.flow;

import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The way back, in a registration, to where people type their address. */
public final class OtherAddress {

    private static final String ASKED_FOR = "other_address";

    private OtherAddress() {}

    /** Asks for an address anew. */
    public static URI of(KeycloakSession session, AuthenticationSessionModel login, String step) {
        return UriBuilder.fromUri(page(session, login, step))
                .queryParam(ASKED_FOR, true)
                .build();
    }

    /** Where a page of a registration stays, by its step. */
    public static URI page(KeycloakSession session, AuthenticationSessionModel login, String step) {
        return new AuthenticationFlowURLHelper(
                        session, login.getRealm(), session.getContext().getUri())
                .getLastExecutionUrl(
                        LoginActionsService.REGISTRATION_PATH,
                        step,
                        login.getClient().getClientId(),
                        login.getTabId(),
                        AuthenticationProcessor.getClientData(session, login));
    }

    /** Whether a request has come by it. */
    public static boolean isAskedFor(UriInfo request) {
        return request.getQueryParameters().containsKey(ASKED_FOR);
    }
}
