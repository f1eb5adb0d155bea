package io.github.emailotp.settings;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
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
 * @param submitWhenComplete whether the page sends a code by itself that was pasted or filled in whole
 * @param knownBrowser how long a browser is known that has logged a user in; zero if none is
 * @param waitForMail how long a request waits for the mail server; zero if mails are sent in the background
 * @param reportLink whether mails have a link by which their readers tell that a login was not theirs
 */
public record EmailOtpSettings(
        OtpPolicy policy,
        boolean codeInSubject,
        boolean submitWhenComplete,
        Duration knownBrowser,
        Duration waitForMail,
        boolean reportLink) {

    static final Setting<Integer> CODE_LENGTH = Setting.number(
            "codeLength", "characters", CodeFormat.MIN_LENGTH, CodeFormat.MAX_LENGTH, Factor.SECOND.length);

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

    static final Setting<Boolean> SUBMIT_WHEN_COMPLETE = Setting.onOff("submitWhenComplete", true);

    static final Setting<Integer> GUESSES_FREE =
            Setting.number("guessesFree", "wrong codes", GuessLimits.MIN_FREE, GuessLimits.MAX_FREE, 10);

    static final Setting<Integer> GUESS_WAIT =
            seconds("guessWait", GuessLimits.MIN_WAIT, GuessLimits.MAX_FIRST_WAIT, 30);

    /** It begins where the first wait ends, so that every pair of the two makes sense. */
    static final Setting<Integer> GUESS_WAIT_MAX =
            seconds("guessWaitMax", GuessLimits.MAX_FIRST_WAIT, GuessLimits.MAX_WAIT, 7200);

    static final Setting<Integer> GUESSES_UNTIL_DISABLED = Setting.number(
            "guessesUntilDisabled",
            "wrong codes",
            GuessLimits.MIN_UNTIL_DISABLED,
            GuessLimits.MAX_UNTIL_DISABLED,
            GuessLimits.MOST_IN_A_ROW);

    static final Setting<Integer> MAILS_PER_5_MINUTES = mails("mailsPer5Minutes", 1, 3);
    static final Setting<Integer> MAILS_PER_15_MINUTES = mails("mailsPer15Minutes", 1, 5);
    static final Setting<Integer> MAILS_PER_HOUR = mails("mailsPerHour", 1, 7);
    static final Setting<Integer> MAILS_PER_DAY = mails("mailsPerDay", 1, 9);
    static final Setting<Integer> MAILS_PER_HOUR_AND_CLIENT = mails("mailsPerHourAndClient", 0, 0);

    static final Setting<Integer> MAILS_PER_HOUR_AND_REALM =
            Setting.number("mailsPerHourAndRealm", "mails", 0, 1_000_000, 0);

    static final Setting<Integer> KNOWN_BROWSER_DAYS = Setting.number("knownBrowserDays", "days", 0, 365, 90);

    private static final String BACKGROUND = "background";

    static final Setting<Boolean> DELIVERY =
            Setting.choice("delivery", Map.of(BACKGROUND, false, "wait", true), BACKGROUND);

    static final Setting<Integer> DELIVERY_TIMEOUT = Setting.number("deliveryTimeout", "seconds", 1, 60, 10);

    static final Setting<Boolean> REPORT_LINK = Setting.onOff("reportLink", false);

    /** All settings of a second factor, in the order in which the console shows them. */
    public static final List<Setting<?>> ALL = List.of(
            CODE_LENGTH,
            CODE_ALPHABET,
            CODE_LIFETIME,
            CODE_ATTEMPTS,
            RESEND_COOLDOWN,
            CODE_IN_SUBJECT,
            SUBMIT_WHEN_COMPLETE,
            GUESSES_FREE,
            GUESS_WAIT,
            GUESS_WAIT_MAX,
            GUESSES_UNTIL_DISABLED,
            MAILS_PER_5_MINUTES,
            MAILS_PER_15_MINUTES,
            MAILS_PER_HOUR,
            MAILS_PER_DAY,
            MAILS_PER_HOUR_AND_CLIENT,
            MAILS_PER_HOUR_AND_REALM,
            KNOWN_BROWSER_DAYS,
            DELIVERY,
            DELIVERY_TIMEOUT,
            REPORT_LINK);

    /** All settings of such a step, in the order in which the console shows them. */
    public static List<Setting<?>> all(Factor factor) {
        return ALL.stream()
                .<Setting<?>>map(setting -> setting.equals(CODE_LENGTH) ? factor.codeLength() : setting)
                .toList();
    }

    /** The settings as properties of the admin console. */
    public static List<ProviderConfigProperty> consoleProperties(Factor factor) {
        return all(factor).stream().map(Setting::toConsoleProperty).toList();
    }

    /**
     * Reads a stored configuration. What is missing or is no value of its setting gives the default and one warning;
     * nothing that is stored can make this fail.
     *
     * @param factor what the step's codes are
     * @param stored the step's configuration; without any of these settings if none was saved
     * @param warnings takes each warning as a sentence that names key, value and default
     */
    public static EmailOtpSettings read(Factor factor, Map<String, String> stored, Consumer<String> warnings) {
        boolean isSaved = ALL.stream().map(Setting::key).anyMatch(stored::containsKey);
        if (!isSaved) {
            warnings.accept("no configuration is saved: using the defaults " + defaults(factor));
        }
        SettingReader reader = new SettingReader(stored, isSaved ? warnings : silenced -> {});
        OtpPolicy policy = new OtpPolicy(
                new CodeFormat(reader.value(CODE_ALPHABET), reader.value(factor.codeLength())),
                Duration.ofSeconds(reader.value(CODE_LIFETIME)),
                reader.value(CODE_ATTEMPTS),
                Duration.ofSeconds(reader.value(RESEND_COOLDOWN)),
                guesses(reader),
                mails(reader));
        SettingsAdvice.on(policy).forEach(warnings);
        return new EmailOtpSettings(
                policy,
                reader.value(CODE_IN_SUBJECT),
                reader.value(SUBMIT_WHEN_COMPLETE),
                Duration.ofDays(reader.value(KNOWN_BROWSER_DAYS)),
                waitForMail(reader),
                reader.value(REPORT_LINK));
    }

    /** What a code is, which decides how long it is if nobody has set that. */
    public enum Factor {
        /** One beside a password, or whatever else comes before it. */
        SECOND(8),
        /** All that it takes: ten times harder to guess, so that both together keep to {@link SettingsAdvice#TOLERABLE_ODDS}. */
        ONLY(9);

        private final int length;

        Factor(int length) {
            this.length = length;
        }

        private Setting<Integer> codeLength() {
            return CODE_LENGTH.withDefault(length);
        }
    }

    private static Duration waitForMail(SettingReader reader) {
        Duration timeout = Duration.ofSeconds(reader.value(DELIVERY_TIMEOUT));
        return reader.value(DELIVERY) ? timeout : Duration.ZERO;
    }

    private static GuessLimits guesses(SettingReader reader) {
        return new GuessLimits(
                reader.value(GUESSES_FREE),
                Duration.ofSeconds(reader.value(GUESS_WAIT)),
                Duration.ofSeconds(reader.value(GUESS_WAIT_MAX)),
                reader.value(GUESSES_UNTIL_DISABLED));
    }

    private static MailLimits mails(SettingReader reader) {
        return new MailLimits(
                MailLimits.perAddress(
                        reader.value(MAILS_PER_5_MINUTES),
                        reader.value(MAILS_PER_15_MINUTES),
                        reader.value(MAILS_PER_HOUR),
                        reader.value(MAILS_PER_DAY)),
                anHour(reader.value(MAILS_PER_HOUR_AND_CLIENT)),
                anHour(reader.value(MAILS_PER_HOUR_AND_REALM)));
    }

    private static Optional<RateLimit> anHour(int mails) {
        return mails == 0 ? Optional.empty() : Optional.of(new RateLimit(mails, Duration.ofHours(1)));
    }

    private static String defaults(Factor factor) {
        return all(factor).stream()
                .map(setting -> setting.key() + "=" + setting.defaultText())
                .collect(Collectors.joining(", "));
    }

    private static Setting<Integer> seconds(String key, Duration min, Duration max, int defaultSeconds) {
        return Setting.number(
                key, "seconds", Math.toIntExact(min.toSeconds()), Math.toIntExact(max.toSeconds()), defaultSeconds);
    }

    private static Setting<Integer> mails(String key, int min, int defaultMails) {
        return Setting.number(key, "mails", min, 1000, defaultMails);
    }
}
