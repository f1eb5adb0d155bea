package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** What an administrator sees. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The admin console")
class ConsoleIT {

    private static final Bundle TEXTS = Bundle.in("en");

    private final KeycloakServer server;
    private final TestRealm realm;

    ConsoleIT(KeycloakServer server, TestRealm realm) {
        this.server = server;
        this.realm = realm;
    }

    /** Of a step that has no settings saved. */
    @Test
    void showsTheSettingsWithTheirDefaultsUnitsBoundsAndOdds() {
        try (Browser browser = Browser.open()) {
            browser.resize(1200, 1300);
            var console = new AdminConsole(browser, server);
            WebElement dialog = console.openSettings(realm);
            assertThat(dialog.getText()).contains("Email code").doesNotContain("emailOtp", "''", "{");
            assertThat(value(dialog, "codeLength")).isEqualTo("8");
            assertThat(value(dialog, "codeLifetime")).isEqualTo("300");
            assertThat(value(dialog, "codeAttempts")).isEqualTo("5");
            assertThat(value(dialog, "resendCooldown")).isEqualTo("30");
            assertThat(dialog.getText()).contains("digits");
            assertThat(dialog.findElement(By.cssSelector("[data-testid=codeInSubject]"))
                            .isSelected())
                    .isTrue();

            assertThat(help(console, "CodeLength"))
                    .contains("characters", "6 to 10", "default 8", "0.15 in a million with 8");
            assertThat(help(console, "CodeAlphabet")).contains("digits only", "letters and digits");
            assertThat(help(console, "CodeLifetime")).contains("seconds, 60 to 600", "default 300");
            assertThat(help(console, "CodeAttempts")).contains("1 to 10", "default 5");
            assertThat(help(console, "ResendCooldown")).contains("seconds, 10 to 600", "default 30");
            assertThat(help(console, "CodeInSubject")).contains("default on");
            assertThat(help(console, "GuessesFree")).contains("1 to 19", "default 10");
            assertThat(help(console, "GuessWait")).contains("seconds, 10 to 3600", "default 30");
            assertThat(help(console, "GuessWaitMax")).contains("seconds, 3600 to 86400", "default 7200");
            assertThat(help(console, "GuessesUntilDisabled")).contains("20 to 1000", "default 100");
            assertThat(help(console, "MailsPer5Minutes")).contains("1 to 1000", "default 3");
            assertThat(help(console, "MailsPer15Minutes")).contains("1 to 1000", "default 5");
            assertThat(help(console, "MailsPerHour")).contains("1 to 1000", "default 7");
            assertThat(help(console, "MailsPerDay"))
                    .contains("default 9", "1 in 22,000 with 6", "1 in 220,000 with 7", "1 in 2,200,000 with 8");
            assertThat(help(console, "MailsPerHourAndClient")).contains("0 to 1000", "default 0: no limit");
            assertThat(help(console, "MailsPerHourAndRealm")).contains("0 to 1000000", "default 0");
            assertThat(help(console, "Delivery")).contains("background (default)", "wait");
            assertThat(help(console, "DeliveryTimeout")).contains("seconds, 1 to 60", "default 10");
            assertThat(help(console, "KnownBrowserDays")).contains("days, 0 to 365", "default 90");
            assertThat(value(dialog, "trustedBrowserDays")).isEqualTo("0");
            assertThat(help(console, "TrustedBrowserDays")).contains("days, 0 to 90", "default 0");
            assertThat(help(console, "Enrolment")).contains("default off");
            assertThat(help(console, "ReportLink")).contains("default off");
        }
    }

    @Test
    void showsTheSettingsOfVerificationInTheSameWay() {
        String actions = realm.name() + "/authentication/";
        realm.admin()
                .post(
                        actions + "register-required-action",
                        Map.of("providerId", "email-otp-verify-email", "name", "Verify Email by Code"));
        try (Browser browser = Browser.open()) {
            browser.resize(1200, 1300);
            WebElement dialog = new AdminConsole(browser, server).openSettingsOfVerification(realm);
            assertThat(dialog.getText())
                    .contains(TEXTS.raw("emailOtpSettingCodeLength"), "Maximum Age of Authentication")
                    .doesNotContain("emailOtp");
            assertThat(value(dialog, "codeLength")).isEqualTo("8");
        } finally {
            realm.admin().delete(actions + "required-actions/email-otp-verify-email");
        }
    }

    @Test
    void offersTheStepAsRequiredOrAsAnAlternative() {
        JsonNode step = step();
        assertThat(step.required("displayName").asText()).isEqualTo("Email code");
        assertThat(step.required("configurable").asBoolean()).isTrue();
        assertThat(step.required("requirementChoices"))
                .map(JsonNode::asText)
                .containsExactlyInAnyOrder("REQUIRED", "ALTERNATIVE", "DISABLED");
    }

    private JsonNode step() {
        for (JsonNode execution :
                realm.admin().get(realm.name() + "/authentication/flows/browser%20email%20code/executions")) {
            if (execution.path("providerId").asText().equals("auth-email-otp-form")) {
                return execution;
            }
        }
        throw new AssertionError("no step");
    }

    private static String value(WebElement dialog, String setting) {
        return dialog.findElement(By.cssSelector("[data-testid=" + setting + "]"))
                .getDomProperty("value");
    }

    /** The help as it is shown, which is the one of our bundle. */
    private static String help(AdminConsole console, String setting) {
        String shown = console.openHelp(TEXTS.raw("emailOtpSetting" + setting)).getText();
        console.closeHelp();
        assertThat(List.of(shown)).containsExactly(TEXTS.raw("emailOtpSetting" + setting + "Help"));
        assertThat(shown).doesNotContain("''", "{");
        return shown;
    }
}
