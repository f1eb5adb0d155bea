package io.github.emailotp.flow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** A method of Keycloak's that answers nothing, and that not every supported version has: looked up once, called where it is there. */
record LaterMethod(MethodHandle handle) {

    /** Empty where this version does not have it. */
    static Optional<LaterMethod> find(Class<?> type, String name, Class<?>... parameters) {
        try {
            return Optional.of(new LaterMethod(MethodHandles.publicLookup()
                    .findVirtual(type, name, MethodType.methodType(void.class, parameters))));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    /**
     * Calls it.
     *
     * @param arguments of what, and with what
     */
    void call(Object... arguments) {
        try {
            handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the method declares no exception", e);
        }
    }
}
