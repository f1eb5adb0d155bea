package io.github.emailotp.flow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.emailotp.delivery.MailEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * Ends a step with success and says what has succeeded. Keycloak asks for that twice, and means two things: <i>Condition -
 * credential</i> asks in the middle of a flow which credential was used, and a mailed code is no authenticator app; at the end of
 * the login, brute-force detection clears its count of second factors for "otp" only, and that is where wrong codes are counted.
 */
public final class SecondFactorSuccess {

    /** {@code AuthenticationProcessor.AUTHN_CREDENTIALS}: a JSON array, in the notes of the login. */
    private static final String CREDENTIALS = "authn.credentials";

    private SecondFactorSuccess() {}

    /** Ends the step: what was used is a mailed code. */
    public static void end(AuthenticationFlowContext context) {
        TypedSuccess.end(context, MailEvents.METHOD);
    }

    /**
     * The whole flow has succeeded: what is counted is a second factor. After the flow of a first login by a provider another one
     * may come, whose conditions shall not take the code for an app's; there, the count stays until the next login.
     */
    public static void countAtTheEnd(AuthenticationSessionModel login) {
        String used = login.getAuthNote(CREDENTIALS);
        String path = login.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH);
        if (used == null || LoginActionsService.FIRST_BROKER_LOGIN_PATH.equals(path)) {
            return;
        }
        try {
            List<String> credentials =
                    new ArrayList<>(JsonSerialization.readValue(used, new TypeReference<List<String>>() {}));
            if (credentials.contains(MailEvents.METHOD)) {
                credentials.add(OTPCredentialModel.TYPE);
                login.setAuthNote(CREDENTIALS, JsonSerialization.writeValueAsString(credentials));
            }
        } catch (IOException notOurs) {
            // Then Keycloak cannot read it either, and clears no count.
            return;
        }
    }
}
