package io.github.emailotp.flow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * A method of Keycloak's that answers nothing, and that not every supported version has: looked up once, called where it is there.
 *
 * @param handle takes all arguments as one array: to adapt it anew takes longer than most of what is called
 */
record LaterMethod(MethodHandle handle) {

    /** Empty where this version does not have it. */
    static Optional<LaterMethod> find(Class<?> type, String name, Class<?>... parameters) {
        try {
            MethodHandle method =
                    MethodHandles.publicLookup().findVirtual(type, name, MethodType.methodType(void.class, parameters));
            return Optional.of(new LaterMethod(method.asSpreader(Object[].class, parameters.length + 1)));
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
            handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the method declares no exception", e);
        }
    }
}
