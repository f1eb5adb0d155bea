package io.github.emailotp.flow;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The end of a request whose account was deleted while its page was open: for whoever sits there, the login has expired. */
public final class AccountGone {

    private static final String HAD_ACCOUNT = "email-otp.had-account";

    private AccountGone() {}

    /** Notes that the login has an account, so that {@link #is} can tell one that is gone from one that was never there. */
    public static void note(AuthenticationSessionModel login) {
        login.setAuthNote(HAD_ACCOUNT, "true");
    }

    /** Whether the login had an account when the step was asked, and has none any more. */
    public static boolean is(AuthenticationSessionModel login) {
        return login != null && login.getAuthNote(HAD_ACCOUNT) != null && login.getAuthenticatedUser() == null;
    }

    /**
     * Shows Keycloak's page of an expired login; both of its links lead to the beginning of the login, also from the flow after
     * an identity provider, which cannot begin anew. It is the same however often it is got: the page's script gets it first.
     *
     * @throws AuthenticationFlowException if there was no account at all, as Keycloak's flow throws it: the step stands
     *     before the one that identifies people
     */
    public static void end(AuthenticationFlowContext context) {
        if (!is(context.getAuthenticationSession())) {
            throw new AuthenticationFlowException(
                    "no step before this one has identified the user", AuthenticationFlowError.UNKNOWN_USER);
        }
        context.forceChallenge(
                page(context.getSession(), context.getAuthenticationSession(), context.getEvent(), context.form()));
    }

    /**
     * As {@link #end}, in answer to what the page sent; from then on the address of the page leads to the beginning of the
     * login. Keycloak's conditions, which a reload would ask again, end with an error where there is no account
     * ({@code ConditionalUserConfiguredAuthenticator}).
     */
    public static void endForGood(AuthenticationFlowContext context) {
        context.getAuthenticationSession().clearExecutionStatus();
        end(context);
    }

    /** The same for a required action, which Keycloak asks nobody but those who have an account. */
    public static void end(RequiredActionContext context) {
        context.challenge(
                page(context.getSession(), context.getAuthenticationSession(), context.getEvent(), context.form()));
    }

    private static Response page(
            KeycloakSession session, AuthenticationSessionModel login, EventBuilder event, LoginFormsProvider form) {
        event.clone().error(Errors.USER_NOT_FOUND);
        return form.setActionUri(Restart.of(session, login)).createLoginExpiredPage();
    }
}
