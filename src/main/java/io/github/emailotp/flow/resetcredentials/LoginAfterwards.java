package io.github.emailotp.flow.resetcredentials;

import io.github.emailotp.settings.ResetSettings;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether a reset logs people in. Where it does not, they log in with the new password, and with whatever else the browser flow asks for. */
final class LoginAfterwards {

    private LoginAfterwards() {}

    /**
     * The answer where Keycloak would log people in even so: after the page that asks for people's consent, it does not look whether the login
     * ends there ({@code LoginActionsService.processConsent}). Those begin the reset anew, without the application; empty for all others.
     *
     * @throws AuthenticationFlowException if there is no application, and consent is asked for even so
     */
    static Optional<Response> detour(AuthenticationFlowContext context, ResetSettings settings) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (settings.logsIn() || !asksForConsent(login)) {
            return Optional.empty();
        }
        if (login.getRedirectUri() == null) {
            throw new AuthenticationFlowException(
                    "Keycloak's own client asks for consent", AuthenticationFlowError.INTERNAL_ERROR);
        }
        return Optional.of(Response.seeOther(LoginActionsService.loginActionsBaseUrl(context.getUriInfo())
                        .path(LoginActionsService.RESET_CREDENTIALS_PATH)
                        .build(context.getRealm().getName()))
                .build());
    }

    private static boolean asksForConsent(AuthenticationSessionModel login) {
        return login.getClient().isConsentRequired() || DeviceGrantType.isOAuth2DeviceVerificationFlow(login);
    }

    /**
     * The login ends once the password is set, on a page that leads back to the application. What an application has asked for beside the login
     * is not done: it may be another authenticator app.
     */
    static void isLeftToPeople(AuthenticationSessionModel login) {
        login.setAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true");
        login.removeClientNote(Constants.KC_ACTION);
        String home = login.getClient().getBaseUrl();
        if (home == null || home.isEmpty()) {
            login.setAuthNote(AuthenticationManager.SET_REDIRECT_URI_AFTER_REQUIRED_ACTIONS, "true");
        }
    }
}
