package io.github.emailotp.settings;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.OtpPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The settings of one step.
 *
 * @param policy the rules of its challenges
 * @param codeInSubject whether the mail's subject begins with the code
 */
public record EmailOtpSettings(OtpPolicy policy, boolean codeInSubject) {

    static final Setting<Integer> CODE_LENGTH =
            Setting.number("codeLength", "characters", CodeFormat.MIN_LENGTH, CodeFormat.MAX_LENGTH, 8);

    static final Setting<Alphabet> CODE_ALPHABET = Setting.choice(
            "codeAlphabet",
            Map.of("digits", Alphabet.DIGITS, "letters-and-digits", Alphabet.LETTERS_AND_DIGITS),
            "digits");

    static final Setting<Integer> CODE_LIFETIME =
            seconds("codeLifetime", OtpPolicy.MIN_LIFETIME, OtpPolicy.MAX_LIFETIME, 300);

    static final Setting<Integer> CODE_ATTEMPTS =
            Setting.number("codeAttempts", "tries", OtpPolicy.MIN_TRIES, OtpPolicy.MAX_TRIES, 5);

    static final Setting<Integer> RESEND_COOLDOWN =
            seconds("resendCooldown", OtpPolicy.MIN_COOLDOWN, OtpPolicy.MAX_COOLDOWN, 30);

    static final Setting<Boolean> CODE_IN_SUBJECT = Setting.onOff("codeInSubject", true);

    private static final int MAX_QUOTED = 40;

    /** All settings, in the order in which the console shows them. */
    public static final List<Setting<?>> ALL =
            List.of(CODE_LENGTH, CODE_ALPHABET, CODE_LIFETIME, CODE_ATTEMPTS, RESEND_COOLDOWN, CODE_IN_SUBJECT);

    /** The settings as properties of the admin console. */
    public static List<ProviderConfigProperty> consoleProperties() {
        return ALL.stream().map(Setting::toConsoleProperty).toList();
    }

    /**
     * Reads a stored configuration. What is missing or is no value of its setting gives the default and one warning;
     * nothing that is stored can make this fail.
     *
     * @param stored the step's configuration; empty if it was saved without any
     * @param warnings takes each warning as a sentence that names key, value and default
     */
    public static EmailOtpSettings read(Map<String, String> stored, Consumer<String> warnings) {
        if (stored.isEmpty()) {
            warnings.accept("no configuration is saved: using the defaults " + defaults());
        }
        Reader reader = new Reader(stored, stored.isEmpty() ? silenced -> {} : warnings);
        CodeFormat format = new CodeFormat(reader.value(CODE_ALPHABET), reader.value(CODE_LENGTH));
        OtpPolicy policy = new OtpPolicy(
                format,
                Duration.ofSeconds(reader.value(CODE_LIFETIME)),
                reader.value(CODE_ATTEMPTS),
                Duration.ofSeconds(reader.value(RESEND_COOLDOWN)));
        return new EmailOtpSettings(policy, reader.value(CODE_IN_SUBJECT));
    }

    private static String defaults() {
        return ALL.stream()
                .map(setting -> setting.key() + "=" + setting.defaultText())
                .collect(Collectors.joining(", "));
    }

    private static Setting<Integer> seconds(String key, Duration min, Duration max, int defaultSeconds) {
        return Setting.number(
                key, "seconds", Math.toIntExact(min.toSeconds()), Math.toIntExact(max.toSeconds()), defaultSeconds);
    }

    private record Reader(Map<String, String> stored, Consumer<String> warnings) {

        <T> T value(Setting<T> setting) {
            Optional<String> text = Optional.ofNullable(stored.get(setting.key()));
            return text.flatMap(setting::parse).orElseGet(() -> {
                warnings.accept(warning(setting, text));
                return setting.defaultValue();
            });
        }

        private static String warning(Setting<?> setting, Optional<String> text) {
            String problem = text.map(value -> " is \"" + printable(value) + "\", which is not " + setting.range())
                    .orElse(" is not set");
            return setting.key() + problem + ": using the default " + setting.defaultText();
        }

        /** What is stored may be anything; a log line must stay one line. */
        private static String printable(String value) {
            String oneLine = value.replaceAll("\\p{Cntrl}", "?");
            return oneLine.length() <= MAX_QUOTED ? oneLine : oneLine.substring(0, MAX_QUOTED) + "…";
        }
    }
}
