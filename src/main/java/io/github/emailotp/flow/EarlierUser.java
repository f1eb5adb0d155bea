package io.github.emailotp.flow;

import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * The user whom a login has before a step that needs only a name. Some of Keycloak's steps set whoever a name means, though nobody has shown
 * anything: that of the organizations does, by the application's {@code login_hint} too, and so do <i>Username Form</i> and <i>Choose User</i>. To
 * ask for a code of that user would tell that there is one.
 */
public final class EarlierUser {

    /**
     * The steps that succeed with a name alone, or whoever the user is, and so without one: what they have seen is true of nobody in particular, such as an
     * address that has no account yet, and a login keeps it when it changes from one flow to another. Keycloak's step of the organizations never
     * succeeds with a name.
     */
    public static final Set<String> PROVE_NOTHING = Set.of(
            "auth-username-form",
            "reset-credentials-choose-user",
            "allow-access-authenticator",
            "user-session-limits",
            "auth-conditional-otp-form",
            "reset-password",
            "reset-otp",
            "registration-email-otp",
            "idp-review-profile",
            "idp-detect-existing-broker-user",
            "idp-confirm-link",
            "idp-confirm-override-link");

    /** Keycloak sets their user, of whom an identity provider has told. */
    private static final Set<String> BROKER_FLOWS =
            Set.of(LoginActionsService.FIRST_BROKER_LOGIN_PATH, LoginActionsService.POST_BROKER_LOGIN_PATH);

    /** {@code AuthenticationProcessor.AUTHN_CREDENTIALS}, of later versions than the oldest supported one: the types of what was shown. */
    private static final String SHOWN = "authn.credentials";

    /** As that note quotes it. A password, it also names where only a name was typed: {@code UsernameForm} inherits that (26.4.7, 26.7.4). */
    private static final String PASSKEY = '"' + WebAuthnCredentialModel.TYPE_PASSWORDLESS + '"';

    private EarlierUser() {}

    /** Whether the login has a user, and they have shown who they are: here, at an identity provider, or in an earlier login of this browser. */
    public static boolean isProven(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        return user != null
                && (BROKER_FLOWS.contains(context.getFlowPath())
                        || hasShownSomething(context)
                        || OwnersBrowser.sessionOf(
                                        context.getAuthenticationSession(), user.getId(), context.getSession())
                                .isPresent());
    }

    /** From now on the login is nobody's, unless its user has shown who they are. */
    public static void forgetUnlessProven(AuthenticationFlowContext context) {
        if (context.getUser() != null && !isProven(context)) {
            context.clearUser();
        }
    }

    /** By a step that has succeeded, or by a passkey on a page that asks for a name: that of the organizations goes on without success. */
    private static boolean hasShownSomething(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String shown = login.getAuthNote(SHOWN);
        return (shown != null && shown.contains(PASSKEY))
                || login.getExecutionStatus().entrySet().stream()
                        .filter(step -> step.getValue() == ExecutionStatus.SUCCESS)
                        .map(step -> context.getRealm().getAuthenticationExecutionById(step.getKey()))
                        .anyMatch(EarlierUser::isProof);
    }

    private static boolean isProof(AuthenticationExecutionModel execution) {
        return execution != null
                && !execution.isAuthenticatorFlow()
                && !PROVE_NOTHING.contains(execution.getAuthenticator());
    }
}
