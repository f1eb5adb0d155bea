package io.github.emailotp.server.breakable;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Passes on to another provider what is not to fail. Only calls for the extension's keys can fail, since Keycloak keeps keys of
 * its own here; a call is named by its method and its key, such as {@code putIfAbsent email-otp.try.x.0}.
 */
final class BreakableObjects implements SingleUseObjectProvider {

    private static final String EXTENSION = "email-otp.";

    private final SingleUseObjectProvider whole;
    private final Supplier<Optional<Pattern>> broken;

    BreakableObjects(SingleUseObjectProvider whole, Supplier<Optional<Pattern>> broken) {
        this.whole = whole;
        this.broken = broken;
    }

    @Override
    public void put(String key, long lifespanSeconds, Map<String, String> notes) {
        pass("put", key).put(key, lifespanSeconds, notes);
    }

    @Override
    public Map<String, String> get(String key) {
        return pass("get", key).get(key);
    }

    @Override
    public Map<String, String> remove(String key) {
        return pass("remove", key).remove(key);
    }

    @Override
    public boolean replace(String key, Map<String, String> notes) {
        return pass("replace", key).replace(key, notes);
    }

    @Override
    public boolean putIfAbsent(String key, long lifespanInSeconds) {
        return pass("putIfAbsent", key).putIfAbsent(key, lifespanInSeconds);
    }

    @Override
    public boolean contains(String key) {
        return pass("contains", key).contains(key);
    }

    @Override
    public void close() {
        // The session closes the other one.
    }

    private SingleUseObjectProvider pass(String method, String key) {
        if (key.startsWith(EXTENSION)
                && broken.get()
                        .filter(calls -> calls.matcher(method + " " + key).find())
                        .isPresent()) {
            throw new IllegalStateException("A test has broken the cache");
        }
        return whole;
    }
}
