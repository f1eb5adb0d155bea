package io.github.emailotp.delivery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Stands in for an object of Keycloak: it answers some methods in another way, and passes on all others, also those of newer versions. */
public final class StandIn {

    private StandIn() {}

    /** What the object itself would answer to this call. */
    @FunctionalInterface
    public interface Original {
        Object answer() throws Throwable;
    }

    /** The other answer of a method, whatever its overload. */
    @FunctionalInterface
    public interface Answer {
        Object to(Object[] arguments, Original original) throws Throwable;
    }

    /** With those answers, by the methods' names. */
    public static <T> T of(Class<T> type, T target, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Original original = () -> {
                        try {
                            return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    };
                    Answer answer = answers.get(method.getName());
                    return answer == null ? original.answer() : answer.to(arguments, original);
                }));
    }
}
