package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** What the page does when scripts run. What it says is in {@link CodePageIT}. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("In a browser, the page that asks for the code")
class CodePageInBrowserIT {

    private static final String WRONG = "00000000";
    private static final Duration BETWEEN_CLICKS = Duration.ofMillis(300);
    private static final String FASTER_CLOCK =
            "const now = Date.now, jump = arguments[0]; Date.now = () => now() + jump * 1000";

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final Browser browser = Browser.open();

    CodePageInBrowserIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void awaitsTheCodeInItsFieldAtOnceAndAfterAnError() {
        CodePage page = openCodePage();
        assertThat(focused()).isEqualTo("oneTimeCode");
        page.enter(WRONG);
        assertThat(page.error()).contains("4 tries left");
        assertThat(focused()).isEqualTo("oneTimeCode");
    }

    @Test
    void takesTheEnterKeyForTheCodeAndNotForAnotherMail() {
        WebElement field = openCodePage().field();
        field.sendKeys(code(), Keys.ENTER);
        browser.awaitUrl(realm.appUrl());
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    @Test
    void takesADoubleClickForOneTry() {
        CodePage page = openCodePage();
        page.field().sendKeys(WRONG);
        slowDownTheNetwork();
        new Actions(browser.driver())
                .click(browser.await("#kc-login"))
                .pause(BETWEEN_CLICKS)
                .click()
                .perform();
        assertThat(page.error()).contains("4 tries left");
        browser.driver().navigate().refresh();
        assertThat(browser.await("#email-otp-tries").getText()).isEqualTo("4 tries left.");
    }

    @Test
    void countsTheWaitForAnotherCodeDownAndThenSendsIt() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        CodePage page = openCodePage();
        WebElement button = page.resendButton();
        assertThat(button.isEnabled()).isFalse();
        assertThat(button.getText()).matches("Send a new code in (10|[6-9]) s");
        browser.await(ExpectedConditions.textToBePresentInElement(button, "in 5 s"));
        browser.await(ExpectedConditions.textToBePresentInElement(button, "in 4 s"));
        browser.await(ExpectedConditions.elementToBeClickable(button));
        assertThat(button.getText()).isEqualTo("Send a new code");
        assertThat(status()).isEqualTo("You can ask for a new code now.");

        page.resend();
        mail.awaitMail(user.email(), 2);
        assertThat(browser.await("#email-otp-sent").getText()).startsWith("It is code 2,");
        assertThat(browser.driver().findElement(By.tagName("body")).getText())
                .contains("Code 2 is on its way to u•••@example.test.");
    }

    @Test
    void cannotTalkTheServerIntoAnEarlierCode() {
        CodePage page = openCodePage();
        browser.driver().executeScript(FASTER_CLOCK, 3600);
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        page.resend();
        assertThat(browser.driver().findElement(By.tagName("body")).getText())
                .contains("A code was mailed a moment ago.");
        assertThat(page.resendButton().isEnabled()).isFalse();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    @Test
    void saysWhenTheCodeHasExpired() {
        openCodePage();
        assertThat(browser.await("#email-otp-validity").getText()).contains("valid for 5 minutes");
        browser.driver().executeScript(FASTER_CLOCK, 290);
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        assertThat(browser.await("#email-otp-validity").getText()).contains("valid for 5 minutes");
        browser.driver().executeScript(FASTER_CLOCK, 11);
        String expired = "Code 1 has expired. Ask for a new one.";
        browser.await(ExpectedConditions.textToBe(By.id("email-otp-validity"), expired));
        assertThat(status()).isEqualTo(expired);
    }

    @Test
    void tellsTheTimeOfTheMailInTheZoneOfThePersonAtTheScreen() {
        browser.driver().executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "America/Phoenix"));
        openCodePage();
        assertThat(browser.await("#email-otp-sent").getText())
                .matches("It is code 1, sent at \\d{1,2}:\\d{2}\\h[AP]M MST\\.");
    }

    @Test
    void tellsWithoutAReloadWhatBecomesOfTheMail() {
        mail.respond(MailServer.Response.DEFER);
        openCodePage();
        awaitSending("We keep trying while the code is valid.");
        mail.respond(MailServer.Response.ACCEPT);
        awaitSending("It was handed to the mail server at ");
        assertThat(browser.await("#email-otp-sending").getText())
                .matches(".* at \\d{1,2}:\\d{2}:\\d{2}\\h[AP]M \\w+\\.");
    }

    @Test
    void offersANewCodeAtOnceWhenTheMailServerRefuses() {
        mail.respond(MailServer.Response.REJECT);
        CodePage page = openCodePage();
        awaitSending("it knows no such mailbox");
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        mail.respond(MailServer.Response.ACCEPT);
        page.resend().enter(mail.awaitMail(user.email()).code());
        browser.awaitUrl(realm.appUrl());
    }

    private void awaitSending(String text) {
        browser.await(ExpectedConditions.textToBePresentInElementLocated(By.id("email-otp-sending"), text));
    }

    @Test
    void isTitledByWhatItWaitsFor() {
        openCodePage();
        assertThat(browser.await("h1").getText()).isEqualTo("Check your email");
    }

    private CodePage openCodePage() {
        return browser.openLogin(realm).logIn(user);
    }

    /** So that the second click comes while the first answer is on its way. */
    private void slowDownTheNetwork() {
        browser.driver()
                .executeCdpCommand(
                        "Network.emulateNetworkConditions",
                        Map.of("offline", false, "latency", 1500, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    private String code() {
        return mail.awaitMail(user.email()).code();
    }

    /** The id of the element that has the focus. */
    private String focused() {
        return browser.driver().switchTo().activeElement().getDomAttribute("id");
    }

    /** What screen readers are told; it is not to be seen. */
    private String status() {
        return browser.driver()
                .findElement(By.cssSelector("#email-otp-form [role=status]"))
                .getDomProperty("textContent");
    }
}
