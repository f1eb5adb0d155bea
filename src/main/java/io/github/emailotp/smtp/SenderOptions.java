package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What Keycloak's provider configuration says of this sender, as in {@code --spi-email-sender-pooled-idle-limit=30}
 * (newer versions write {@code --spi-email-sender--pooled--idle-limit}).
 *
 * @param limits how connections are kept
 * @param pipelining whether commands go together
 * @param headers what every mail carries
 * @param ehloName what this machine calls itself to mail servers; empty for its host name
 */
record SenderOptions(PoolLimits limits, Pipelining pipelining, ExtraHeaders headers, String ehloName) {

    private static final NumberOption MAX_CONNECTIONS = new NumberOption(
            "maxConnections", 1, 100, 10, "How many connections may be open at a time for one SMTP configuration.");
    private static final NumberOption IDLE_LIMIT =
            new NumberOption("idleLimit", 1, 300, 30, "How many seconds an unused connection is kept.");
    private static final NumberOption AGE_LIMIT =
            new NumberOption("ageLimit", 10, 3_600, 300, "After how many seconds a connection is replaced.");
    private static final NumberOption MAILS_PER_CONNECTION =
            new NumberOption("mailsPerConnection", 1, 10_000, 100, "After how many mails a connection is replaced.");
    private static final NumberOption CONNECTION_WAIT =
            new NumberOption("connectionWait", 1, 60, 10, "How many seconds a mail waits for a free connection.");
    private static final List<NumberOption> NUMBERS =
            List.of(MAX_CONNECTIONS, IDLE_LIMIT, AGE_LIMIT, MAILS_PER_CONNECTION, CONNECTION_WAIT);

    /** Longer than the longest hold of a refusal that is known (Courier's, 32 s) would keep threads for little. */
    private static final Duration CONVERSATION = Duration.ofSeconds(30);

    private static final String EHLO_NAME = "ehloName";
    private static final String EHLO_NAME_HELP =
            "What the server calls itself to mail servers (EHLO), instead of its host name.";

    /** A name, or an address in brackets (RFC 5321 §4.1.1.1). */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,255}|\\[[A-Za-z0-9.:]{1,255}]|");

    private static final String HEADERS = "headers";
    private static final String HEADERS_HELP =
            "Headers that every mail carries besides its own, as in \"Feedback-ID: login:example; X-Entity: login\".";

    /**
     * Reads the options; what is missing or out of bounds gives the default.
     *
     * @param warnings takes a sentence for each value that cannot be used
     */
    static SenderOptions read(Config.Scope scope, Consumer<String> warnings) {
        PoolLimits limits = new PoolLimits(
                MAX_CONNECTIONS.read(scope, warnings),
                Duration.ofSeconds(IDLE_LIMIT.read(scope, warnings)),
                Duration.ofSeconds(AGE_LIMIT.read(scope, warnings)),
                MAILS_PER_CONNECTION.read(scope, warnings),
                Duration.ofSeconds(CONNECTION_WAIT.read(scope, warnings)),
                CONVERSATION);
        String headers = Optional.ofNullable(scope.get(HEADERS)).orElse("");
        return new SenderOptions(
                limits,
                Pipelining.read(scope, warnings),
                ExtraHeaders.read(headers, ListId.read(scope, warnings), warnings),
                ehloName(scope, warnings));
    }

    private static String ehloName(Config.Scope scope, Consumer<String> warnings) {
        String stored = Optional.ofNullable(scope.get(EHLO_NAME)).orElse("").strip();
        if (NAME.matcher(stored).matches()) {
            return stored;
        }
        warnings.accept("%s is \"%s\", which is no host name: using that of the machine"
                .formatted(EHLO_NAME, NumberOption.printable(stored)));
        return "";
    }

    /** The options as Keycloak lists them. */
    static List<ProviderConfigProperty> properties() {
        return Stream.concat(
                        NUMBERS.stream().map(NumberOption::property),
                        Stream.of(
                                Pipelining.property(),
                                ListId.property(),
                                new ProviderConfigProperty(EHLO_NAME, EHLO_NAME, EHLO_NAME_HELP, "string", ""),
                                new ProviderConfigProperty(HEADERS, HEADERS, HEADERS_HELP, "string", "")))
                .toList();
    }
}
