package io.github.emailotp.flow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Ends a step with success and says what was used. Keycloak's {@code success(String)} came after the oldest supported version, so it
 * is looked up once; servers that lack it have nothing that asks.
 */
public final class TypedSuccess {

    private static final Optional<MethodHandle> SUCCESS_WITH_TYPE = find();

    private TypedSuccess() {}

    /**
     * Ends the step.
     *
     * @param type the type of credential that was used, as Keycloak names it
     */
    public static void end(AuthenticationFlowContext context, String type) {
        if (SUCCESS_WITH_TYPE.isEmpty()) {
            context.success();
            return;
        }
        try {
            SUCCESS_WITH_TYPE.get().invoke(context, type);
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
