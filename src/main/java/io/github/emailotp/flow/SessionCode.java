package io.github.emailotp.flow;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.services.resources.LoginActionsService;

/**
 * The part of the address that a page posts to which Keycloak takes away with each post, so that none is taken twice. A look may
 * be: it leaves the address as it is. Otherwise, a look whose answer is lost would leave people on a page that cannot be posted any more.
 */
public final class SessionCode {

    /**
     * As Keycloak's {@code CodeGenerateUtil} names it. Under another name nothing is kept: a look makes the address another, and the page's
     * script takes it over.
     */
    private static final String NOTE = "active_code";

    private SessionCode() {}

    /** Keeps the one that this request has come with: Keycloak has just found it right. */
    public static void keep(AuthenticationFlowContext flow) {
        String code = flow.getUriInfo().getQueryParameters().getFirst(LoginActionsService.SESSION_CODE);
        if (code != null) {
            flow.getAuthenticationSession().setAuthNote(NOTE, code);
        }
    }
}
