package io.github.emailotp.smtp;

import java.util.function.Consumer;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/** Whether the commands of a mail go together where the server offers it (RFC 2920): not all that offer it can do it. */
enum Pipelining {
    WHERE_OFFERED,
    NEVER;

    private static final SwitchOption OPTION = new SwitchOption(
            "pipelining", "Whether the commands of a mail go together where the mail server offers it (RFC 2920).");

    /** What is configured; a value that cannot be used is told. */
    static Pipelining read(Config.Scope scope, Consumer<String> warnings) {
        return OPTION.read(scope, warnings) ? WHERE_OFFERED : NEVER;
    }

    /** The option as Keycloak lists it. */
    static ProviderConfigProperty property() {
        return OPTION.property();
    }
}
