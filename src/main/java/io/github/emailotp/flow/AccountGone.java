package io.github.emailotp.flow;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Errors;

/** The end of a request whose account was deleted while its page was open: for whoever sits there, the login has expired. */
public final class AccountGone {

    private AccountGone() {}

    /** Shows Keycloak's page of an expired login; both of its links lead to the beginning of the login. */
    public static void end(AuthenticationFlowContext context) {
        context.getEvent().clone().error(Errors.USER_NOT_FOUND);
        AuthenticationProcessor.resetFlow(context.getAuthenticationSession(), context.getFlowPath());
        // Without this, the second link would be an action of this very step, and end here again.
        context.forceChallenge(
                context.form().setActionUri(context.getRefreshExecutionUrl()).createLoginExpiredPage());
    }
}
