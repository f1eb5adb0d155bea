package io.github.emailotp.smtp;

import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/** Whether the commands of a mail go together where the server offers it (RFC 2920): not all that offer it can do it. */
enum Pipelining {
    WHERE_OFFERED,
    NEVER;

    private static final String KEY = "pipelining";
    private static final String HELP =
            "Whether the commands of a mail go together where the mail server offers it (RFC 2920).";

    /**
     * What is configured: {@code true}, which is the default, or {@code false}.
     *
     * @param warnings takes a sentence if it is neither
     */
    static Pipelining read(Config.Scope scope, Consumer<String> warnings) {
        String stored = Optional.ofNullable(scope.get(KEY)).orElse("").strip();
        return switch (stored) {
            case "", "true" -> WHERE_OFFERED;
            case "false" -> NEVER;
            default -> {
                warnings.accept("%s is \"%s\", which is neither \"true\" nor \"false\": using the default true"
                        .formatted(KEY, NumberOption.printable(stored)));
                yield WHERE_OFFERED;
            }
        };
    }

    /** The option as Keycloak lists it. */
    static ProviderConfigProperty property() {
        return new ProviderConfigProperty(KEY, KEY, HELP, ProviderConfigProperty.BOOLEAN_TYPE, true);
    }
}
