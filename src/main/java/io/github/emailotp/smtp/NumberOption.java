package io.github.emailotp.smtp;

import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * An option of a provider, in Keycloak's server configuration, that is a whole number with bounds.
 *
 * @param key its key in the provider's configuration
 * @param min the least value
 * @param max the greatest value
 * @param defaultValue what holds where nothing is configured, or something that is no value of it
 * @param help a sentence that says what it does
 */
public record NumberOption(String key, int min, int max, int defaultValue, String help) {

    private static final int MAX_QUOTED = 40;

    /**
     * Its value.
     *
     * @param warnings takes a sentence if what is configured cannot be used
     */
    public int read(Config.Scope scope, Consumer<String> warnings) {
        String stored = scope.get(key);
        if (stored == null || stored.isBlank()) {
            return defaultValue;
        }
        return parse(stored.strip()).orElseGet(() -> {
            warnings.accept("%s is \"%s\", which is not %d to %d: using the default %d"
                    .formatted(key, printable(stored), min, max, defaultValue));
            return defaultValue;
        });
    }

    /** The option as Keycloak lists it. */
    public ProviderConfigProperty property() {
        return new ProviderConfigProperty(key, key, help + " %d to %d.".formatted(min, max), "int", defaultValue);
    }

    private Optional<Integer> parse(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(value -> value >= min && value <= max);
    }

    /** What is configured may be anything; a log line must stay one line. */
    static String printable(String value) {
        String oneLine = value.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= MAX_QUOTED ? oneLine : oneLine.substring(0, MAX_QUOTED) + "…";
    }
}
