package io.github.emailotp.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The settings")
class EmailOtpSettingsTest {

    private final List<String> warnings = new ArrayList<>();

    private EmailOtpSettings read(Map<String, String> stored) {
        return EmailOtpSettings.read(Factor.SECOND, stored, warnings::add);
    }

    private EmailOtpSettings readWith(String key, String value) {
        Map<String, String> stored = new HashMap<>();
        EmailOtpSettings.ALL.forEach(setting -> stored.put(setting.key(), setting.defaultText()));
        stored.put(key, value);
        return read(stored);
    }

    @Nested
    class ThatAreGood {

        @Test
        void areTakenAsTheyAre() {
            EmailOtpSettings settings = read(Map.ofEntries(
                    Map.entry("codeLength", "6"),
                    Map.entry("codeAlphabet", "letters-and-digits"),
                    Map.entry("codeLifetime", "600"),
                    Map.entry("codeAttempts", "10"),
                    Map.entry("resendCooldown", "10"),
                    Map.entry("codeInSubject", "false"),
                    Map.entry("submitWhenComplete", "false"),
                    Map.entry("guessesFree", "5"),
                    Map.entry("guessWait", "60"),
                    Map.entry("guessWaitMax", "3600"),
                    Map.entry("guessesUntilDisabled", "50"),
                    Map.entry("mailsPer5Minutes", "1"),
                    Map.entry("mailsPer15Minutes", "2"),
                    Map.entry("mailsPerHour", "3"),
                    Map.entry("mailsPerDay", "4"),
                    Map.entry("mailsPerHourAndClient", "0"),
                    Map.entry("mailsPerHourAndRealm", "5000"),
                    Map.entry("knownBrowserDays", "7"),
                    Map.entry("delivery", "wait"),
                    Map.entry("deliveryTimeout", "5"),
                    Map.entry("reportLink", "true")));
            assertThat(settings.policy().format().length()).isEqualTo(6);
            assertThat(settings.policy().format().alphabet()).isEqualTo(Alphabet.LETTERS_AND_DIGITS);
            assertThat(settings.policy().lifetime()).isEqualTo(Duration.ofMinutes(10));
            assertThat(settings.policy().tries()).isEqualTo(10);
            assertThat(settings.policy().cooldown()).isEqualTo(Duration.ofSeconds(10));
            assertThat(settings.codeInSubject()).isFalse();
            assertThat(settings.submitWhenComplete()).isFalse();
            assertThat(settings.policy().guesses())
                    .isEqualTo(new GuessLimits(5, Duration.ofMinutes(1), Duration.ofHours(1), 50));
            assertThat(settings.policy().mails())
                    .isEqualTo(new MailLimits(
                            MailLimits.perAddress(1, 2, 3, 4),
                            Optional.empty(),
                            Optional.of(new RateLimit(5000, Duration.ofHours(1)))));
            assertThat(settings.knownBrowser()).isEqualTo(Duration.ofDays(7));
            assertThat(settings.waitForMail()).isEqualTo(Duration.ofSeconds(5));
            assertThat(settings.reportLink()).isTrue();
            assertThat(warnings).isEmpty();
        }

        @Test
        void mayHaveBlanksAround() {
            assertThat(readWith("codeLength", " 9 ").policy().format().length()).isEqualTo(9);
            assertThat(warnings).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "codeLength, 6, 10",
            "codeLifetime, 60, 600",
            "codeAttempts, 1, 10",
            "resendCooldown, 10, 600",
            "guessesFree, 1, 19",
            "guessWait, 10, 3600",
            "guessWaitMax, 3600, 86400",
            "guessesUntilDisabled, 20, 1000",
            "mailsPer5Minutes, 1, 1000",
            "mailsPer15Minutes, 1, 1000",
            "mailsPerHour, 1, 1000",
            "mailsPerDay, 1, 1000",
            "mailsPerHourAndClient, 0, 1000",
            "mailsPerHourAndRealm, 0, 1000000",
            "knownBrowserDays, 0, 365",
            "deliveryTimeout, 1, 60"
        })
        void includeTheirBounds(String key, int min, int max) {
            readWith(key, String.valueOf(min));
            readWith(key, String.valueOf(max));
            assertThat(warnings).noneMatch(warning -> warning.contains("using the default"));
            readWith(key, String.valueOf(min - 1));
            readWith(key, String.valueOf(max + 1));
            assertThat(warnings)
                    .filteredOn(warning -> warning.contains("using the default"))
                    .hasSize(2);
        }
    }

    @Nested
    class ThatAreUnwise {

        @ParameterizedTest
        @CsvSource({
            "codeLength, 6, '1 in 22,222;'",
            "codeAttempts, 6, '1 in 1,851,852;'",
            "mailsPerDay, 20, '1 in 1,000,000;'",
            "guessesUntilDisabled, 101, NIST SP 800-63B-4",
            "resendCooldown, 301, wait without a valid code"
        })
        void areTakenWithAWarning(String key, String value, String warning) {
            readWith(key, value);
            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0)).contains(key, warning).doesNotContain("default");
        }

        @ParameterizedTest
        @CsvSource({"codeLength, 8", "mailsPerDay, 10", "guessesUntilDisabled, 100", "resendCooldown, 300"})
        void areNotWarnedAboutAtTheEdge(String key, String value) {
            readWith(key, value);
            assertThat(warnings).isEmpty();
        }
    }

    @Nested
    class ThatAreMissing {

        @Test
        void giveTheDefaultsAndOneWarning() {
            EmailOtpSettings settings = read(Map.of());
            assertThat(settings).isEqualTo(readWith("codeLength", "8"));
            assertThat(settings.policy().format().length()).isEqualTo(8);
            assertThat(settings.policy().format().alphabet()).isEqualTo(Alphabet.DIGITS);
            assertThat(settings.policy().lifetime()).isEqualTo(Duration.ofMinutes(5));
            assertThat(settings.policy().tries()).isEqualTo(5);
            assertThat(settings.policy().cooldown()).isEqualTo(Duration.ofSeconds(30));
            assertThat(settings.codeInSubject()).isTrue();
            assertThat(settings.submitWhenComplete()).isTrue();
            assertThat(warnings).hasSize(1);
        }

        @Test
        void giveOneDigitMoreWhereACodeIsAllThatItTakes() {
            EmailOtpSettings settings = EmailOtpSettings.read(Factor.ONLY, Map.of(), warnings::add);
            assertThat(settings.policy().format().length()).isEqualTo(9);
            assertThat(warnings).hasSize(1).first().asString().contains("codeLength=9");
            assertThat(EmailOtpSettings.consoleProperties(Factor.ONLY).get(0).getDefaultValue())
                    .isEqualTo("9");
            assertThat(readWith("codeLength", "8")).isEqualTo(read(Map.of()));
        }

        /** As a script saves a step that is told nothing of codes. */
        @Test
        void giveOneWarningWhereNoneIsThere() {
            assertThat(read(Map.of("enrolment", "true"))).isEqualTo(read(Map.of()));
            assertThat(warnings)
                    .hasSize(2)
                    .allSatisfy(warning -> assertThat(warning)
                            .startsWith("no configuration is saved: using the defaults codeLength=8"));
            assertThat(EnrolmentSettings.read(Map.of("codeLength", "8"), warnings::add)
                            .isOn())
                    .isFalse();
            assertThat(warnings).hasSize(2);
        }

        @Test
        void giveTheDefaultAndOneWarningEach() {
            Map<String, String> stored = new HashMap<>();
            EmailOtpSettings.ALL.forEach(setting -> stored.put(setting.key(), setting.defaultText()));
            stored.remove("codeLength");
            assertThat(read(stored).policy().format().length()).isEqualTo(8);
            assertThat(warnings).containsExactly("codeLength is not set: using the default 8");
        }
    }

    @Nested
    class ThatAreBad {

        @ParameterizedTest
        @ValueSource(strings = {"abc", "-1", "", " ", "8.0", "99999999999999999999", "٨٨", "0x8", "1e1", "8;drop"})
        void giveTheDefaultAndOneWarning(String value) {
            assertThat(readWith("codeLength", value).policy().format().length()).isEqualTo(8);
            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0)).contains("codeLength", "6 to 10", "default 8");
        }

        @ParameterizedTest
        @CsvSource({"codeAlphabet, hieroglyphs", "codeInSubject, maybe", "codeInSubject, TRUE", "codeLifetime, 5m"})
        void areNamedWithTheirKey(String key, String value) {
            readWith(key, value);
            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0)).contains(key, "\"" + value + "\"");
        }

        @Test
        void cannotForgeLogLines() {
            readWith("codeLength", "8\n2026 INFO forged" + "x".repeat(1_000));
            assertThat(warnings.get(0)).doesNotContain("\n").hasSizeLessThan(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'With 6, the digits of an authenticator app look like a code'",
        "de, 'Bei 6 sehen die Ziffern einer Authenticator-App wie ein Code aus'",
        "fr, 'les chiffres d’une application d’authentification ressemblent à un code'",
        "es, 'Con 6, las cifras de una aplicación de autenticación parecen un código'",
    })
    void sayThatSixDigitsLookLikeThoseOfAnApp(String language, String sentence) {
        String help = EmailOtpSettings.CODE_LENGTH.toConsoleProperty().getHelpText();
        assertThat(Bundle.in(language).raw(help)).contains(sentence);
    }

    @Test
    void areShownInTheConsoleWithTheDefaultsOfTheCode() {
        for (Setting<?> setting : EmailOtpSettings.ALL) {
            ProviderConfigProperty property = setting.toConsoleProperty();
            assertThat(property.getName()).isEqualTo(setting.key());
            assertThat(String.valueOf(property.getDefaultValue())).isEqualTo(setting.defaultText());
            if (!setting.options().isEmpty()) {
                assertThat(property.getOptions()).contains(setting.defaultText());
            }
        }
    }
}
