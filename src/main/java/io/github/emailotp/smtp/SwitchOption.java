package io.github.emailotp.smtp;

import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * An option that is on unless it is switched off.
 *
 * @param key its name
 * @param help what Keycloak lists beside it
 */
record SwitchOption(String key, String help) {

    /**
     * Whether it is on: {@code true}, which is the default, or {@code false}.
     *
     * @param warnings takes a sentence if it is neither
     */
    boolean read(Config.Scope scope, Consumer<String> warnings) {
        String stored = Optional.ofNullable(scope.get(key)).orElse("").strip();
        return switch (stored) {
            case "", "true" -> true;
            case "false" -> false;
            default -> {
                warnings.accept("%s is \"%s\", which is neither \"true\" nor \"false\": using the default true"
                        .formatted(key, NumberOption.printable(stored)));
                yield true;
            }
        };
    }

    /** The option as Keycloak lists it. */
    ProviderConfigProperty property() {
        return new ProviderConfigProperty(key, key, help, ProviderConfigProperty.BOOLEAN_TYPE, true);
    }
}
