package io.github.emailotp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.NodeOutboxFactory;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.server.MetersIT;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.settings.EnrolmentSettings;
import io.github.emailotp.settings.FirstStepSettings;
import io.github.emailotp.settings.ResetSettings;
import io.github.emailotp.settings.Setting;
import io.github.emailotp.settings.TrustSettings;
import io.github.emailotp.smtp.PooledEmailSenderProviderFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

/** What the documentation lists of settings, options and odds. */
@DisplayName("A table of the documentation")
class DocumentedTablesTest {

    private static final Path SETTINGS = Path.of("docs", "settings.md");
    private static final Path DELIVERY = Path.of("docs", "delivery.md");

    @Test
    void listsTheSettingsAsTheyAre() throws IOException {
        List<String> expected = Stream.of(
                        EmailOtpSettings.ALL,
                        EnrolmentSettings.ALL,
                        TrustSettings.ALL,
                        FirstStepSettings.ALL,
                        ResetSettings.ALL.stream()
                                .filter(setting -> !FirstStepSettings.ALL.contains(setting))
                                .toList())
                .flatMap(List::stream)
                .map(DocumentedTablesTest::row)
                .toList();
        assertThat(rows(
                                SETTINGS,
                                "| `code",
                                "| `resend",
                                "| `submit",
                                "| `guess",
                                "| `mailsPer",
                                "| `knownBrowser",
                                "| `delivery",
                                "| `reportLink",
                                "| `enrolment",
                                "| `trustedBrowser",
                                "| `userNames",
                                "| `newAccounts",
                                "| `loginAfterReset")
                        .map(row -> row.replaceAll("^((?:[^|]*\\|){5}).*", "$1")))
                .containsExactlyElementsOf(expected);
    }

    /** It becomes the text of the release. */
    @Test
    void isTrueOfTheDefaultsInTheChangelog() throws IOException {
        Map<String, String> defaults =
                EmailOtpSettings.ALL.stream().collect(Collectors.toMap(Setting::key, setting -> setting.defaultText()));
        var told = Pattern.compile("`(\\w+)` is (\\w+)(?:, no limit,)? by\\s+default")
                .matcher(Files.readString(Path.of("CHANGELOG.md")));
        int count = 0;
        while (told.find()) {
            assertThat(told.group(2)).as(told.group()).isEqualTo(defaults.remove(told.group(1)));
            count++;
        }
        assertThat(count).isGreaterThan(2);
    }

    @Test
    void listsTheOptionsOfTheServerAsTheyAre() throws IOException {
        List<ProviderConfigProperty> sender = new PooledEmailSenderProviderFactory().getConfigMetadata();
        assertThat(rows(DELIVERY, "| `").map(DocumentedTablesTest::withoutText)).containsAll(rowsOf("", sender));
        List<ProviderConfigProperty> outbox = new NodeOutboxFactory().getConfigMetadata();
        assertThat(rows(DELIVERY, "| `--spi-email-otp-outbox-node-").map(DocumentedTablesTest::withoutText))
                .containsExactlyElementsOf(rowsOf("--spi-email-otp-outbox-node-", outbox));
    }

    @Test
    void listsTheMetersThatAreSeenToMove() throws IOException {
        assertThat(rows(DELIVERY, "| `keycloak_email_otp_").map(row -> row.replaceFirst("^. `([a-z_]+)`.*", "$1")))
                .containsExactlyInAnyOrderElementsOf(MetersIT.SEEN.keySet().stream()
                        .map(meter -> "keycloak_email_otp_" + meter)
                        .toList());
    }

    /** Of a row with an option: its name, and those cells that are values. */
    private static String withoutText(String row) {
        return Stream.of(row.split("\\|"))
                .map(String::strip)
                .filter(cell -> cell.matches("`[a-z-]+`|[0-9]+( to [0-9]+)?"))
                .collect(Collectors.joining(" "));
    }

    private static List<String> rowsOf(String prefix, List<ProviderConfigProperty> options) {
        return options.stream()
                .map(option -> "`" + prefix + kebab(option.getName()) + "`" + values(option))
                .toList();
    }

    private static String values(ProviderConfigProperty option) {
        return switch (option.getType()) {
            case "int" ->
                option.getHelpText().replaceFirst("^.* ([0-9]+ to [0-9]+)\\.$", " $1 ") + option.getDefaultValue();
            case "boolean" -> " `" + option.getDefaultValue() + "`";
            default -> "";
        };
    }

    /** For those who write a page of their own, without our template. */
    @Test
    void namesAllThatThePageGets() throws IOException {
        String page = Files.readString(Path.of("docs", "around.md"));
        String table =
                page.substring(page.indexOf("`kcContext.emailOtp` has:"), page.indexOf("## keycloak-config-cli"));
        List<String> named = Pattern.compile("`(\\w+)`")
                .matcher(table.lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(0, line.indexOf(" | ")))
                        .collect(Collectors.joining()))
                .results()
                .map(name -> name.group(1))
                .toList();
        String template = Files.readString(Path.of("themes", "email-otp", "login", "login-mailed-code.ftl"));
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Pattern.compile("emailOtp\\.(\\w+)")
                        .matcher(template)
                        .results()
                        .map(name -> name.group(1))
                        .collect(Collectors.toSet()));
    }

    /** As the command line of Keycloak has it. */
    private static String kebab(String key) {
        return key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9})
    void statesTheOddsOfTheDefaults(int digits) throws IOException {
        OtpPolicy defaults =
                EmailOtpSettings.read(Factor.SECOND, Map.of(), warning -> {}).policy();
        OtpPolicy policy = new OtpPolicy(
                new CodeFormat(Alphabet.DIGITS, digits),
                Duration.ofMinutes(5),
                defaults.tries(),
                defaults.cooldown(),
                defaults.guesses(),
                defaults.mails());
        String inAMillion = BigDecimal.valueOf(policy.oddsOfGuessingOneChallenge() * 1_000_000)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
        String oneIn = String.format(Locale.ROOT, "%,d", Math.round(1 / policy.oddsOfGuessingAnAccountInADay()));
        assertThat(rows(SETTINGS, "| " + digits + " |"))
                .containsExactly("| " + digits + " | " + inAMillion + " in a million | 1 in " + oneIn + " |");
    }

    /** The best known of the field is django-allauth's: five guesses a day at one of a hundred million. */
    @Test
    void holdsWhatItPromisesOfAnAccountInADay() {
        OtpPolicy defaults =
                EmailOtpSettings.read(Factor.SECOND, Map.of(), warning -> {}).policy();
        OtpPolicy alone =
                EmailOtpSettings.read(Factor.ONLY, Map.of(), warning -> {}).policy();
        assertThat(defaults.oddsOfGuessingAnAccountInADay() + alone.oddsOfGuessingAnAccountInADay())
                .as("by whoever knows the password, where a code alone is enough, too")
                .isLessThanOrEqualTo(5e-7);
        assertThat(defaults.oddsOfGuessingAnAccountInADay() + 2 * alone.oddsOfGuessingAnAccountInADay())
                .as("and where codes link accounts, whose mails are counted apart")
                .isLessThanOrEqualTo(5.5e-7);
    }

    private static String row(Setting<?> setting) {
        String unit = setting.unit().isEmpty() ? " |" : " " + setting.unit() + " |";
        return "| `" + setting.key() + "` |" + unit + " " + setting.range() + " | " + setting.defaultText() + " |";
    }

    private static Stream<String> rows(Path page, String... beginnings) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> Stream.of(beginnings).anyMatch(line::startsWith));
    }
}
