package io.github.emailotp.flow;

import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The way back, in a registration, to where people type their address. */
public final class OtherAddress {

    private static final String ASKED_FOR = "other_address";
    private static final String ANEW = "anew";

    private OtherAddress() {}

    /** Asks for an address anew. */
    public static URI of(KeycloakSession session, AuthenticationSessionModel login, String step) {
        return UriBuilder.fromUri(page(session, login, step))
                .queryParam(ASKED_FOR, true)
                .build();
    }

    /** The same, with the same address too: a code that was mailed to it before counts no more. */
    public static URI anew(KeycloakSession session, AuthenticationSessionModel login, String step) {
        return UriBuilder.fromUri(page(session, login, step))
                .queryParam(ASKED_FOR, ANEW)
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

    /** Where this request has come to, to come once more. */
    public static URI here(AuthenticationFlowContext context) {
        return isAskedFor(context.getUriInfo())
                ? of(
                        context.getSession(),
                        context.getAuthenticationSession(),
                        context.getExecution().getId())
                : context.getRefreshExecutionUrl();
    }

    /** Whether a request has come by it. */
    public static boolean isAskedFor(UriInfo request) {
        return request.getQueryParameters().containsKey(ASKED_FOR);
    }

    /** Whether it has done so to begin anew. */
    public static boolean isAskedForAnew(UriInfo request) {
        return ANEW.equals(request.getQueryParameters().getFirst(ASKED_FOR));
    }
}
