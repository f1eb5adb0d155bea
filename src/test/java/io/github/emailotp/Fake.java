package io.github.emailotp;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Fakes of Keycloak's interfaces, which are large: they have the methods that a test needs. */
public final class Fake {

    private Fake() {}

    /** An implementation of {@code type} that has these methods and fails at all others. */
    public static <T> T answering(Class<T> type, Map<String, Function<List<Object>, Object>> methods) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            if (!methods.containsKey(method.getName())) {
                throw new UnsupportedOperationException(type.getSimpleName() + "." + method.getName());
            }
            return methods.get(method.getName()).apply(given == null ? List.of() : Arrays.asList(given));
        }));
    }
}
