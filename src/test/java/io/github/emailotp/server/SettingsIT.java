package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.Setting;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting, changed through the admin API, changes what people see. */
@ExtendWith(KeycloakExtension.class)
@DisplayName("The setting")
class SettingsIT {

    private static final Map<String, String> DEFAULTS =
            EmailOtpSettings.ALL.stream().collect(Collectors.toMap(Setting::key, Setting::defaultText));

    /** As the harness names the settings of the step in the realm's browser flow. */
    private static final String STEP = "\"browser email code settings\"";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private LoginClient client;

    SettingsIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 10})
    void codeLengthChangesTheCode(int length) {
        ReceivedMail received = askWith("codeLength", String.valueOf(length));
        assertThat(received.code()).matches("[0-9]{" + length + "}");
        assertThat(client.code("1").error()).contains(String.valueOf(length));
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
    }

    @Test
    void codeAlphabetChangesTheCodeAndTheKeypad() {
        ReceivedMail received = askWith("codeAlphabet", "letters-and-digits");
        assertThat(received.code()).matches("[2-9BCDFGHJKMNPQRSTVWXZ]{8}");
        assertThat(client.page().has("input[name=oneTimeCode][inputmode=text]")).isTrue();
        String typed = received.code().toLowerCase(Locale.ROOT).replaceFirst("(....)", "$1-");
        assertThat(client.code(typed).isLoggedIn()).isTrue();
    }

    @Test
    void codeLengthAndAlphabetLeaveTheCodeGoodThatIsOut() {
        ReceivedMail received = askWith("codeLength", "8");
        realm.configureStep(Map.of("codeLength", "6", "codeAlphabet", "letters-and-digits"));
        assertThat(client.code("1").error()).as("it asks for what was mailed").contains("8 digits");
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
    }

    @Test
    void codeLifetimeChangesTheValidity() {
        ReceivedMail received = askWith("codeLifetime", "90");
        assertThat(received.text()).contains("1 minute and 30 seconds");
        int left = Integer.parseInt(
                client.page().document().select("[data-refresh-in]").attr("data-refresh-in"));
        assertThat(left).isBetween(1, 90);
    }

    @Test
    void codeAttemptsChangesTheNumberOfTries() {
        ReceivedMail received = askWith("codeAttempts", "2");
        String wrong = WrongCode.insteadOf(received.code());
        assertThat(client.code(wrong).error()).contains("1 try left");
        assertThat(client.code(wrong).text()).contains("too many wrong codes");
        assertThat(client.page().isCodePage()).isFalse();
    }

    @Test
    void resendCooldownChangesTheWait() {
        askWith("resendCooldown", "600");
        int wait = Integer.parseInt(
                client.page().document().select("button[name=resend]").attr("data-wait"));
        assertThat(wait).isBetween(500, 600);
    }

    @Test
    void codeInSubjectChangesTheSubject() {
        ReceivedMail received = askWith("codeInSubject", "true");
        assertThat(received.subject()).startsWith(received.code());
        ReceivedMail without = askWith("codeInSubject", "false");
        assertThat(without.subject()).isNotBlank().doesNotContain(without.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailsPer5Minutes", "mailsPer15Minutes", "mailsPerHour", "mailsPerDay"})
    void mailsInATimeChangeTheNumberOfMails(String key) {
        Map<String, String> config = new HashMap<>(DEFAULTS);
        config.put(key, "1");
        realm.configureStep(config);
        TestUser user = realm.newUser();
        for (int login = 0; login < 2; login++) {
            client = realm.newClient();
            client.openLogin();
            client.password(user);
        }
        mail.awaitMail(user.email());
        assertThat(mail.mailsTo(user.email())).hasSize(1);
        assertThat(client.page().text()).contains("Too many codes were asked for");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"abc", "-1", "", "5", "11"})
    void codeLengthGivesItsDefaultAndOneWarningWhenItIsNoValue(String value) {
        for (int login = 0; login < 3; login++) {
            assertThat(askWith("codeLength", value).code()).matches("[0-9]{8}");
        }
        assertThat(warnings(value)).isEqualTo(1);
    }

    private ReceivedMail askWith(String key, String value) {
        Map<String, String> config = new HashMap<>(DEFAULTS);
        if (value == null) {
            config.remove(key);
        } else {
            config.put(key, value);
        }
        realm.configureStep(config);
        TestUser user = realm.newUser();
        client = realm.newClient();
        client.openLogin();
        client.password(user);
        return mail.awaitMail(user.email());
    }

    /** In all the life of this server: a warning is not repeated at the next login. Keycloak stores no empty values. */
    private long warnings(String value) {
        String sentence =
                value == null || value.isEmpty() ? "codeLength is not set" : "codeLength is \"" + value + "\"";
        return server.logLines(sentence).stream()
                .filter(line -> line.contains("WARN") && line.contains(STEP))
                .count();
    }
}
