package io.github.emailotp.smtp;

import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Whether mails say that they belong to a list of the sender's domain (RFC 2919). They are no list that people join or leave, so nothing
 * else of RFC 2369 is said; but some answering machines look for nothing else, and their answers repeat the subject, and so the code.
 */
enum ListId {
    OF_THE_SENDER,
    NONE;

    static final String HEADER = "List-Id";

    /** RFC 2919 §2 wants a label in a domain of whoever is responsible. */
    private static final String LABEL = "account-mail.";

    private static final SwitchOption OPTION = new SwitchOption(
            "listId",
            "Whether mails have a List-Id (RFC 2919) in the sender's domain, which keeps answering machines from answering.");

    /** What is configured; a value that cannot be used is told. */
    static ListId read(Config.Scope scope, Consumer<String> warnings) {
        return OPTION.read(scope, warnings) ? OF_THE_SENDER : NONE;
    }

    /** The option as Keycloak lists it. */
    static ProviderConfigProperty property() {
        return OPTION.property();
    }

    /** The value of the header for mails from this domain; none if that is an address in brackets. */
    Optional<String> of(String domain) {
        return this == NONE || domain.startsWith("[") ? Optional.empty() : Optional.of("<" + LABEL + domain + ">");
    }
}
