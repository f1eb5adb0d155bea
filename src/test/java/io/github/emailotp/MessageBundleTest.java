package io.github.emailotp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.ProductTexts;
import io.github.emailotp.flow.broker.LinkByCodeAuthenticatorFactory;
import io.github.emailotp.flow.browser.EmailOtpAuthenticatorFactory;
import io.github.emailotp.flow.first.EmailOtpFirstAuthenticatorFactory;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.settings.EnrolmentSettings;
import io.github.emailotp.settings.FirstStepSettings;
import io.github.emailotp.settings.ResetSettings;
import io.github.emailotp.settings.TrustSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("The texts")
class MessageBundleTest {

    private static final Bundle ENGLISH = Bundle.in("en");

    /** Of page and mail. */
    private static final Path OWN = Path.of("themes", "email-otp", "login", "messages");

    /** Of what Keycloak shows where it shows its own. */
    private static final Path KEYCLOAKS = Path.of("src", "main", "resources", "theme-resources", "messages");

    /** The console shows its texts as they stand; Keycloak formats all others with {@link MessageFormat}. */
    private static final String CONSOLE = "emailOtpSetting";

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");
    /** In quotes, as FreeMarker and Java name a text. */
    private static final Pattern KEY = Pattern.compile("\"(emailOtp[A-Z][A-Za-z]*)\"");

    private static final Pattern BREAKABLE = Pattern.compile(" [:;?!»]|« ");

    /** Texts that have another one for a single thing, of the same key and the number 1. */
    private static final Set<String> COUNTED = Set.of(
            "emailOtpHours",
            "emailOtpMinutes",
            "emailOtpSeconds",
            "emailOtpTriesLeft",
            "emailOtpTrustBrowser",
            "emailOtpWrong");

    /** What consoles, and Keycloak's pages, show of a credential that people set up. */
    private static final Set<String> CREDENTIAL =
            Set.of("email-otp-display-name", "email-otp-help-text", "requiredAction.email-otp-enrol");

    private static final int LONG_ENOUGH_TO_DIFFER = 12;
    private static final List<Integer> NUMBERS =
            IntStream.rangeClosed(0, 101).boxed().toList();

    /** Of languages whose words for one thing and for several differ, which do not; all others have none, or short forms that serve for all. */
    private static final Map<String, Set<String>> SAME_FOR_ONE = Map.ofEntries(
            Map.entry("da", Set.of("emailOtpTriesLeft", "emailOtpWrong")),
            Map.entry("no", Set.of("emailOtpTriesLeft", "emailOtpWrong")),
            Map.entry("sv", Set.of("emailOtpTriesLeft", "emailOtpWrong")),
            Map.entry("nl", Set.of("emailOtpHours")));

    private static final Set<String> TELL_ONE_FROM_MANY =
            Set.of("en", "de", "fr", "es", "it", "pt", "pt_BR", "ca", "el", "da", "nl", "no", "sv", "eu");

    /** English all the same: names that consoles show so, and a standard. */
    private static final Set<String> ENGLISH_NAMES =
            Set.of("NIST SP", "Condition - trusted browser", "User registration", "Login with email");

    private static final Pattern LATIN_WORDS = Pattern.compile("[A-Za-z]+(?:[ -]+[A-Za-z]+)+");

    /** A button on a phone is as wide as its words in English and some more. */
    private static final double WIDEST_BUTTON = 1.6;

    private static final List<String> BUTTONS = List.of(
            "emailOtpSubmit",
            "emailOtpSubmitIn",
            "emailOtpResend",
            "emailOtpResendIn",
            "emailOtpRestart",
            "emailOtpOtherAddress",
            "emailOtpReport");

    /** In the bundles of languages from right to left, too: MessageFormat takes no others for arguments, and codes have no others. */
    private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");

    /** Marks of the direction of writing: page and mail set it. */
    private static final Pattern DIRECTION = Pattern.compile("[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    @Test
    void areThereInEachLanguageThatTheTestsKnow() throws IOException {
        for (Path folder : List.of(OWN, KEYCLOAKS)) {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(Bundle.LANGUAGES.stream()
                                .map(language -> "messages_" + language + ".properties")
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void haveTheSameKeysInEachLanguageAndNoneTwice(String language) throws IOException {
        for (Path folder : List.of(OWN, KEYCLOAKS)) {
            assertThat(keys(folder, language))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(keys(folder, "en"));
        }
    }

    private static List<String> keys(Path folder, String language) throws IOException {
        return Files.readAllLines(folder.resolve("messages_" + language + ".properties"), UTF_8).stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
    }

    /** It copies all that it has three times for each of its pages. */
    @Test
    void areNoneOfKeycloaksBundleWhereKeycloakShowsNone() throws IOException {
        assertThat(keys(KEYCLOAKS, "en"))
                .allSatisfy(key -> assertThat(key)
                        .matches(
                                "emailOtpLanguage|emailOtpSetting.*|emailOtpTrustedBrowsers(Help)?|.*-(display-name|help-text)"
                                        + "|requiredAction\\..*|emailOtp(Not|Nothing)Proven"));
        assertThat(keys(OWN, "en")).doesNotContainAnyElementsOf(keys(KEYCLOAKS, "en"));
    }

    /** Consoles replace nothing: a doubled apostrophe, or an argument, would be seen. */
    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void haveNothingToReplaceWhereConsolesShowThem(String language) {
        Bundle texts = Bundle.in(language);
        assertThat(CREDENTIAL).allSatisfy(key -> assertThat(texts.raw(key)).doesNotContain("'", "{", "}"));
    }

    @Test
    void haveNoSpaceToBreakAtBeforeFrenchPunctuation() {
        Bundle french = Bundle.in("fr");
        assertThat(french.keys())
                .filteredOn(key -> BREAKABLE.matcher(french.raw(key)).find())
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void areTranslated(String language) {
        if (language.equals("en")) {
            return;
        }
        Bundle texts = Bundle.in(language);
        assertThat(ENGLISH.keys())
                .filteredOn(key -> ENGLISH.raw(key).replaceAll("\\W", "").length() >= LONG_ENOUGH_TO_DIFFER)
                .allSatisfy(key -> assertThat(texts.raw(key)).isNotBlank().isNotEqualTo(ENGLISH.raw(key)));
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#IN_OTHER_LETTERS")
    void haveNoEnglishLeft(String language) {
        Bundle texts = Bundle.in(language);
        assertThat(texts.keys())
                .filteredOn(key -> !key.equals(ProductTexts.LANGUAGE))
                .flatMap(key -> LATIN_WORDS
                        .matcher(texts.raw(key))
                        .results()
                        .map(MatchResult::group)
                        .toList())
                .isSubsetOf(ENGLISH_NAMES);
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void haveLatinDigitsAndNoMarksOfDirection(String language) {
        Bundle texts = Bundle.in(language);
        assertThat(texts.keys())
                .allSatisfy(key -> assertThat(texts.raw(key))
                        .as(key)
                        .doesNotContainPattern(OTHER_DIGIT)
                        .doesNotContainPattern(DIRECTION));
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void fitOnButtons(String language) {
        Bundle texts = Bundle.in(language);
        assertThat(BUTTONS)
                .allSatisfy(key -> assertThat((double) texts.raw(key).length())
                        .as("%s: %s", key, texts.raw(key))
                        .isLessThanOrEqualTo(WIDEST_BUTTON * ENGLISH.raw(key).length()));
    }

    @Nested
    @DisplayName("that Keycloak formats")
    class Formatted {

        @ParameterizedTest
        @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
        void takeTheSameArgumentsInEachLanguage(String language) {
            Bundle texts = Bundle.in(language);
            assertThat(formatted(texts))
                    .allSatisfy(key ->
                            assertThat(arguments(texts.raw(key))).as(key).isEqualTo(arguments(ENGLISH.raw(key))));
        }

        /** A single straight apostrophe makes {@link MessageFormat} swallow what follows, arguments included. */
        @ParameterizedTest
        @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
        void haveNoStraightApostrophe(String language) {
            Bundle texts = Bundle.in(language);
            assertThat(formatted(texts))
                    .allSatisfy(key -> assertThat(texts.raw(key)).doesNotContain("'"));
        }

        @ParameterizedTest
        @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
        void showEachArgumentWhateverItsNumber(String language) {
            Bundle texts = Bundle.in(language);
            for (String key : formatted(texts)) {
                for (int number : NUMBERS) {
                    Object[] arguments = {number, "«second»", "«third»", "«fourth»"};
                    String text = texts.text(key, arguments);
                    assertThat(text).as(key + " with " + number).isNotBlank().doesNotContain("{", "}", "|", "<");
                    arguments(texts.raw(key))
                            .forEach(index ->
                                    assertThat(text).as(key).contains(texts.formatted("{" + index + "}", arguments)));
                }
            }
        }

        @ParameterizedTest
        @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
        void haveNoNumbersOfTheirOwn(String language) {
            Bundle texts = Bundle.in(language);
            assertThat(formatted(texts))
                    .allSatisfy(key -> assertThat(texts.raw(key).replaceAll("\\{\\d}", ""))
                            .as(key)
                            .doesNotContainPattern("\\d"));
        }

        @ParameterizedTest
        @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
        void countOneAsOne(String language) {
            if (!TELL_ONE_FROM_MANY.contains(language)) {
                return;
            }
            Bundle texts = Bundle.in(language);
            Set<String> same = SAME_FOR_ONE.getOrDefault(language, Set.of());
            assertThat(COUNTED)
                    .filteredOn(key -> !same.contains(key))
                    .allSatisfy(key ->
                            assertThat(texts.text(key + "1", "1")).as(key).isNotEqualTo(texts.text(key, "1")));
        }
    }

    @Test
    void areAllUsedAndAllThere() throws IOException {
        Set<String> used = usedBySources();
        used.addAll(usedByTheConsole());
        for (String step : List.of(
                EmailOtpAuthenticatorFactory.PROVIDER_ID,
                EmailOtpFirstAuthenticatorFactory.PROVIDER_ID,
                LinkByCodeAuthenticatorFactory.PROVIDER_ID)) {
            used.addAll(Set.of(step + "-display-name", step + "-help-text"));
        }
        used.addAll(CREDENTIAL);
        assertThat(ENGLISH.keys())
                .filteredOn(key -> !COUNTED.contains(key.replaceAll("\\d$", "")) || used.contains(key))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    private static List<String> formatted(Bundle texts) {
        return texts.keys().stream().filter(key -> !key.startsWith(CONSOLE)).toList();
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The keys that templates and code name in quotes. */
    private static Set<String> usedBySources() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path folder : List.of(Path.of("themes"), Path.of("src", "main", "java"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    KEY.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
                }
            }
        }
        used.remove(CONSOLE);
        return used;
    }

    private static Set<String> usedByTheConsole() {
        return Stream.of(
                        EmailOtpSettings.consoleProperties(Factor.SECOND),
                        EnrolmentSettings.consoleProperties(),
                        TrustSettings.consoleProperties(),
                        FirstStepSettings.consoleProperties(),
                        ResetSettings.consoleProperties())
                .flatMap(List::stream)
                .flatMap(property -> Stream.of(property.getLabel(), property.getHelpText()))
                .collect(Collectors.toSet());
    }
}
