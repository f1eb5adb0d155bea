package io.github.emailotp.flow.resetcredentials;

import io.github.emailotp.flow.EarlierUser;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A reset begins with nothing of what the login was before. A login can change from another flow to this one, and bring with it a user, whom
 * perhaps nobody has proven to be; factors, which were perhaps somebody else's; and an account at an identity provider, of which the mail says
 * nothing. All of it goes, as if the login were started again, and only the name stays, in the field.
 */
final class NewBeginning {

    /** Of the login's client notes, which stay: the name; empty if there was none. */
    private static final String MADE = "email-otp.reset-of";

    private NewBeginning() {}

    /** Whether the login is somebody's, or comes from an identity provider. */
    static boolean isDue(AuthenticationFlowContext context) {
        return context.getUser() != null
                || context.getAuthenticationSession().getAuthNote(AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE)
                        != null;
    }

    /**
     * Begins the flow anew.
     *
     * @throws AuthenticationFlowException if that was of no use: a step before this one says who somebody is
     */
    static void make(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (login.getClientNote(MADE) != null) {
            login.removeClientNote(MADE);
            throw new AuthenticationFlowException(
                    "a step before this one has set the user", AuthenticationFlowError.USER_CONFLICT);
        }
        login.setClientNote(MADE, name(context).orElse(""));
        context.resetFlow();
    }

    /** As Keycloak's pages show it that stand behind the one where it was typed. The user name of whoever has only typed an address is not told. */
    private static Optional<String> name(AuthenticationFlowContext context) {
        String typed =
                context.getAuthenticationSession().getAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
        return Optional.ofNullable(typed)
                .or(() -> EarlierUser.isProven(context)
                        ? Optional.of(context.getUser().getUsername())
                        : Optional.empty());
    }

    /** The flow has come to the step and is nobody's: if it has begun anew, the name is put where the page looks for it. */
    static void end(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        noteWhere(context, login);
        String name = login.getClientNote(MADE);
        if (name == null) {
            return;
        }
        login.removeClientNote(MADE);
        if (!name.isEmpty()) {
            login.setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, name);
        }
    }

    /** Where a reset begins without a login, Keycloak does not note in which flow it is: a reload of the next page would lead to the login. */
    private static void noteWhere(AuthenticationFlowContext context, AuthenticationSessionModel login) {
        if (login.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH) == null) {
            login.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, context.getFlowPath());
        }
    }
}
