package io.github.emailotp.flow;

import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Ends a step with success and says what was used. Keycloak's {@code success(String)} came after the oldest supported version, so it
 * is looked up once; servers that lack it have nothing that asks.
 */
public final class TypedSuccess {

    private static final Optional<LaterMethod> WITH_TYPE =
            LaterMethod.find(AuthenticationFlowContext.class, "success", String.class);

    private TypedSuccess() {}

    /**
     * Ends the step.
     *
     * @param type the type of credential that was used, as Keycloak names it
     */
    public static void end(AuthenticationFlowContext context, String type) {
        WITH_TYPE.ifPresentOrElse(success -> success.call(context, type), context::success);
    }
}
