package io.github.emailotp.flow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Ends a step with success and says that a one-time code was what succeeded. Keycloak's {@code success(String)}, which
 * clears the failures that brute-force detection counts for second factors, came after the oldest supported version, so
 * it is looked up once, and servers that lack it have no such count to clear.
 */
public final class SecondFactorSuccess {

    private static final Optional<MethodHandle> SUCCESS_WITH_TYPE = find();

    private SecondFactorSuccess() {}

    public static void end(AuthenticationFlowContext context) {
        if (SUCCESS_WITH_TYPE.isEmpty()) {
            context.success();
            return;
        }
        try {
            SUCCESS_WITH_TYPE.get().invoke(context, OTPCredentialModel.TYPE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("success(String) declares no exception", e);
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
