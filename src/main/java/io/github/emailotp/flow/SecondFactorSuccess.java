package io.github.emailotp.flow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.emailotp.delivery.MailEvents;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 *
 * <p>Keycloak's {@code success(String)} came after the oldest supported version, so it is looked up once; servers that lack it
 * have neither that condition nor that count.
 */
public final class SecondFactorSuccess {

    /** {@code AuthenticationProcessor.AUTHN_CREDENTIALS}: a JSON array, in the notes of the login. */
    private static final String CREDENTIALS = "authn.credentials";

    private static final Optional<MethodHandle> SUCCESS_WITH_TYPE = find();

    private SecondFactorSuccess() {}

    /** Ends the step: what was used is a mailed code. */
    public static void end(AuthenticationFlowContext context) {
        if (SUCCESS_WITH_TYPE.isEmpty()) {
            context.success();
            return;
        }
        try {
            SUCCESS_WITH_TYPE.get().invoke(context, MailEvents.METHOD);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("success(String) declares no exception", e);
        }
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

    private static Optional<MethodHandle> find() {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(
                            AuthenticationFlowContext.class,
                            "success",
                            MethodType.methodType(void.class, String.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }
}
