package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.FreshLook;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** What the page does when scripts run. What it says is in {@link CodePageIT}. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("In a browser, the page that asks for the code")
class CodePageInBrowserIT {

    private static final String WRONG = "00000000";
    private static final Duration BETWEEN_CLICKS = Duration.ofMillis(300);
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
        assertThat(browser.await("#email-otp-notice").getText()).isEqualTo("4 tries left.");
    }

    @Test
    void countsTheWaitForAnotherCodeDownAndThenSendsIt() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        CodePage page = openCodePage();
        WebElement button = page.resendButton();
        assertThat(button.isEnabled()).isFalse();
        assertThat(button.getText()).matches("Send a new code in 0:(10|0[6-9])");
        browser.await(ExpectedConditions.textToBePresentInElement(button, "in 0:05"));
        browser.await(ExpectedConditions.textToBePresentInElement(button, "in 0:04"));
        browser.await(ExpectedConditions.elementToBeClickable(button));
        assertThat(button.getText()).isEqualTo("Send a new code");
        awaitNotice("If no mail has come, look in your spam folder, too.");
        assertThat(status()).as("spoken, too").isEqualTo("If no mail has come, look in your spam folder, too.");

        page.resend();
        mail.awaitMail(user.email(), 2);
        awaitNotice("Code 2 is on its way.");
        assertThat(browser.await("label[for=oneTimeCode]").getText()).isEqualTo("Code 2 from the email");
    }

    @Test
    void cannotTalkTheServerIntoAnEarlierCode() {
        CodePage page = openCodePage();
        WebElement form = browser.await("#email-otp-form");
        browser.driver()
                .executeScript(
                        "const button = arguments[0]; button.disabled = false; button.click()", page.resendButton());
        browser.await(ExpectedConditions.stalenessOf(form));
        assertThat(browser.await("#email-otp-notice").getText()).startsWith("You can get a new code in ");
        assertThat(page.resendButton().isEnabled()).isFalse();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    @Test
    void saysWhenTheCodeHasExpiredAndOffersAnother() {
        realm.configureStep(Map.of("codeLifetime", "60", "resendCooldown", "60"));
        CodePage page = openCodePage();
        page.field().sendKeys("123");
        browser.awaitLong("[data-state=expired]");
        assertThat(browser.await("#email-otp-reason").getText()).isEqualTo("The code has expired. Send a new one.");
        assertThat(status()).isEqualTo("The code has expired. Send a new one.");
        assertThat(browser.await("h1").getText()).isEqualTo("Email code");
        assertThat(browser.has("[name=oneTimeCode]")).isFalse();
        page.resend().enter(mail.awaitMail(user.email(), 2).code());
        browser.awaitUrl(realm.appUrl());
    }

    @Test
    void tellsWithoutAReloadWhatBecomesOfTheMailAndLeavesTheFieldAlone() {
        mail.respond(MailServer.Response.DEFER);
        CodePage page = openCodePage();
        page.field().sendKeys("12");
        awaitNotice("The mail is not through yet: we keep trying.");
        assertThat(page.field().getDomProperty("value")).isEqualTo("12");
        assertThat(focused()).isEqualTo("oneTimeCode");
        mail.respond(MailServer.Response.ACCEPT);
        browser.await(driver -> notice().isEmpty());
        page.field().clear();
        page.enter(code());
        browser.awaitUrl(realm.appUrl());
    }

    @Test
    void sendsNobodyToTheirSpamFolderForAMailThatHasNotLeft() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        mail.delay(Duration.ofSeconds(25));
        openCodePage();
        awaitNotice("The mail is not through yet: we keep trying.");
        mail.delay(Duration.ZERO);
        awaitNotice("If no mail has come, look in your spam folder, too.");
    }

    /** It says to enter the code in the newest email, and that one does not come. */
    @Test
    void takesAnErrorBackOnceTheNewestMailHasFailed() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        CodePage page = openCodePage();
        mail.awaitMail(user.email());
        browser.await(ExpectedConditions.elementToBeClickable(page.resendButton()));
        mail.respond(MailServer.Response.DEFER);
        page.resend().enter(WRONG);
        assertThat(page.error()).isEqualTo("Wrong code: enter the newest one, number 2 (4 tries left).");
        page.field().sendKeys("12");
        mail.respond(MailServer.Response.REJECT);
        String failed = "Code 2 did not reach your mailbox: use code 1.";
        awaitNotice(failed);
        assertThat(status()).as("spoken").isEqualTo(failed);
        assertThat(page.field().getDomProperty("value")).isEqualTo("12");
        assertThat(page.field().getDomAttribute("aria-invalid")).isEqualTo("false");
        assertThat(focused()).isEqualTo("oneTimeCode");
        browser.driver().navigate().refresh();
        assertThat(browser.await("#email-otp-notice").getText())
                .as("after a reload")
                .isEqualTo(failed);
    }

    @Test
    void asksForNoCodeOnceTheMailServerHasRefused() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        mail.respond(MailServer.Response.REJECT);
        openCodePage();
        browser.await("[data-state=undelivered]");
        assertThat(browser.has("[name=oneTimeCode]")).isFalse();
        String told = browser.await("#email-otp-reason").getText();
        assertThat(told).startsWith("Your mailbox did not take the mail");
        browser.driver().navigate().refresh();
        assertThat(browser.await("#email-otp-reason").getText())
                .as("after a reload")
                .isEqualTo(told);
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        mail.respond(MailServer.Response.ACCEPT);
        browser.await("[name=resend]").click();
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
        browser.awaitUrl(realm.appUrl());
    }

    @Test
    void leavesTheFocusAloneWhereAFieldComes() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        mail.respond(MailServer.Response.REJECT);
        openCodePage();
        browser.await("[data-state=undelivered]");
        browser.driver().navigate().refresh();
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        String first = browser.driver().getWindowHandle();
        String address = browser.await("#email-otp-form").getDomAttribute("data-refresh-url");
        mail.respond(MailServer.Response.ACCEPT);
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open(address);
        browser.press("[name=resend]");
        browser.await("[data-state=asking]");
        browser.driver().switchTo().window(first);
        comeBack();
        browser.await("[data-state=asking]");
        assertThat(focused()).isNotEqualTo("oneTimeCode");
        browser.await("#oneTimeCode").sendKeys(code());
        browser.press("#kc-login");
        browser.awaitUrl(realm.appUrl());
    }

    /** With {@code delivery=wait} an answer can take longer than people wait before they press again. */
    @Test
    void takesAPressDuringALongAnswerForNone() {
        realm.configureStep(Map.of("delivery", "wait", "deliveryTimeout", "15", "resendCooldown", "10"));
        CodePage page = openCodePage();
        browser.await(ExpectedConditions.elementToBeClickable(page.resendButton()));
        mail.delay(Duration.ofSeconds(8));
        browser.driver()
                .executeScript("for (const millis of [0, 6000]) {"
                        + "setTimeout(() => document.getElementById('email-otp-resend').click(), millis) }");
        awaitNotice("Code 2 is on its way.");
        assertThat(mail.mailsTo(user.email())).hasSize(2);
    }

    /** The wait for another mail ends, and people press, while the script gets the page anew. */
    @Test
    void takesAPressDuringWhichItsScriptLooks() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        mail.respond(MailServer.Response.REJECT);
        openCodePage();
        browser.await("[data-state=undelivered]");
        WebElement button = browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        mail.respond(MailServer.Response.ACCEPT);
        new Actions(browser.driver()).clickAndHold(button).perform();
        FreshLook.finds("new", browser);
        new Actions(browser.driver()).release().perform();
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
        browser.awaitUrl(realm.appUrl());
    }

    /** A browser that translates pages puts its own in the place of ours. */
    @Test
    void leavesAloneWhatIsStillTrue() {
        openCodePage();
        browser.driver()
                .executeScript("for (const id of ['email-otp-instruction', 'kc-login', 'kc-page-title']) {"
                        + "  const font = document.createElement('font');"
                        + "  font.textContent = 'translated';"
                        + "  document.getElementById(id).replaceChildren(font); }");
        FreshLook.finds("new", browser);
        for (String place : List.of("#email-otp-instruction", "#kc-login", "#kc-page-title")) {
            assertThat(browser.await(place).getText()).as(place).isEqualTo("translated");
        }
    }

    @Test
    void enablesContinueWhenAPauseIsOver() {
        realm.configureStep(Map.of("guessesFree", "1", "guessWait", "10"));
        CodePage page = openCodePage();
        page.enter(WRONG);
        WebElement button = browser.await("[data-state=paused] #kc-login");
        assertThat(button.isEnabled()).isFalse();
        assertThat(button.getText()).matches("Continue in 0:(10|0[1-9])");
        assertThat((Boolean) browser.driver()
                        .executeScript(
                                "const left = id => document.getElementById(id).textContent.match(/0:[0-9]+/)[0];"
                                        + "return left('email-otp-notice') === left('kc-login')"))
                .as("the sentence says what the button says")
                .isTrue();
        WebElement field = page.field();
        field.sendKeys(code());
        browser.await("[data-state=asking]");
        assertThat(field.getDomProperty("value")).as("typed in the pause").isEqualTo(code());
        assertThat(focused()).isEqualTo("oneTimeCode");
        assertThat(field.getDomAttribute("aria-invalid")).isEqualTo("false");
        assertThat(notice()).isEqualTo("4 tries left.");
        browser.press("#kc-login");
        browser.awaitUrl(realm.appUrl());
    }

    @Nested
    @DisplayName("sends a code by itself")
    class Complete {

        @Test
        void thatIsPastedWhole() {
            openCodePage();
            assertThat(described()).as("said before").endsWith("A code that you paste is sent at once.");
            paste(code());
            browser.awaitUrl(realm.appUrl());
        }

        @Test
        void thatIsPastedBehindWhatAPasswordManagerHasPutThere() {
            openCodePage();
            browser.driver()
                    .executeScript("const field = document.getElementById('oneTimeCode'); field.value = '123456';"
                            + "field.dispatchEvent(new Event('input', { bubbles: true }))");
            paste(code());
            browser.awaitUrl(realm.appUrl());
        }

        @Test
        void thatIsFilledInWhole() {
            openCodePage().field().click();
            browser.driver().executeCdpCommand("Input.insertText", Map.of("text", code()));
            browser.awaitUrl(realm.appUrl());
        }

        @Test
        void butNoneThatIsTyped() {
            CodePage page = openCodePage();
            for (String digit : code().split("", -1)) {
                page.field().sendKeys(digit);
            }
            assertStays();
            page.field().sendKeys(Keys.TAB);
            assertThat(described()).as("no longer promised").doesNotContain("sent at once");
        }

        @Test
        void butNoPartAndNoSentence() {
            openCodePage();
            paste(code().substring(1));
            paste("Your code: " + code());
            assertStays();
        }

        /** A code of another factor, and nobody has asked for it. */
        @Test
        void butNoneThatIsFilledInAsSoonAsThePageIsThere() {
            openCodePage();
            browser.driver()
                    .executeScript("const field = document.getElementById('oneTimeCode'); field.value = '12345678';"
                            + "field.dispatchEvent(new Event('input', { bubbles: true }))");
            assertStays();
        }

        @Test
        void butOnceALoginAndNotAfterAnError() {
            realm.configureStep(Map.of("resendCooldown", "10"));
            CodePage page = openCodePage();
            paste(WRONG);
            assertThat(page.error()).contains("4 tries left");
            assertThat(described()).as("no longer promised").doesNotContain("sent at once");
            paste(WRONG);
            assertStays();
            browser.driver().navigate().refresh();
            assertThat(browser.has("#input-error-oneTimeCode")).isFalse();
            assertThat(described()).doesNotContain("sent at once");
            paste(WRONG);
            assertStays();
        }

        @Test
        void unlessThatIsSwitchedOff() {
            realm.configureStep(Map.of("submitWhenComplete", "false"));
            openCodePage();
            assertThat(described()).isEmpty();
            paste(code());
            assertStays();
        }

        private void paste(String text) {
            browser.driver()
                    .executeScript(
                            "const area = document.createElement('textarea'); area.id = 'clipboard'; area.value = arguments[0];"
                                    + "document.body.append(area); area.select()",
                            text);
            WebElement area = browser.driver().findElement(By.id("clipboard"));
            area.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.chord(Keys.CONTROL, "c"));
            browser.driver().executeScript("arguments[0].remove()", area);
            browser.await("#oneTimeCode").sendKeys(Keys.chord(Keys.CONTROL, "v"));
        }

        private void assertStays() {
            assertThat((Boolean) browser.driver()
                            .executeAsyncScript("const done = arguments[0]; let left = false;"
                                    + "addEventListener('beforeunload', () => { left = true; });"
                                    + "setTimeout(() => done(left), 700)"))
                    .isFalse();
            assertThat(browser.await("#oneTimeCode").getDomProperty("value"))
                    .as("as it was")
                    .isNotEmpty();
        }

        private String described() {
            return (String) browser.driver()
                    .executeScript("return document.getElementById('oneTimeCode').getAttribute('aria-describedby')"
                            + ".split(' ').map(id => document.getElementById(id).textContent.trim()).join(' ').trim()");
        }
    }

    /** A browser that does not keep pages, but fills them in again as they were left. */
    @Test
    void isEmptyWhenItComesBackFromTheHistory() {
        CodePage page = openCodePage();
        page.field().sendKeys("1234");
        browser.open(realm.appUrl());
        browser.driver().navigate().back();
        assertThat(page.field().getDomProperty("value")).isEmpty();
    }

    /** As it does for browsers that keep pages as they are. */
    @Test
    void isEmptyAndUpToDateWhenTheBrowserHasKeptIt() {
        CodePage page = openCodePage();
        page.field().sendKeys("1234");
        FreshLook.finds("new", browser);
        assertThat(page.field().getDomProperty("value")).isEmpty();
    }

    @Test
    void leavesForTheApplicationOnceTheLoginIsOver() {
        openCodePage();
        refreshFrom(realm.loginUrl() + "&prompt=none");
        comeBack();
        browser.awaitUrl(realm.appUrl());
    }

    /** A proxy that knows no such page, or has seen too many requests, says nothing of the login. */
    @Test
    void staysWhereItCannotAskAndAsksAgainOnceTheNetworkIsBack() {
        CodePage page = openCodePage();
        String address = browser.await("#email-otp-form").getDomAttribute("data-refresh-url");
        FreshLook.willFind("new", browser);
        refreshFrom("/nowhere");
        browser.driver().executeScript("document.getElementById('email-otp-form').failures = 4");
        comeBack();
        browser.await(driver -> browser.driver()
                .executeScript("return document.getElementById('email-otp-form').failures")
                .equals(5L));
        assertThat(notice()).isEmpty();
        refreshFrom(address);
        page.field().sendKeys("12");
        browser.driver().executeScript("dispatchEvent(new Event('online'))");
        awaitNotice("new");
        assertThat(page.field().getDomProperty("value")).isEqualTo("12");
    }

    /** What the look has found is left for the page that the press leads to, which does not come. */
    @Test
    void looksAgainAfterAPressThatWasStopped() {
        openCodePage();
        FreshLook.willFind("new", browser);
        slowDownTheNetwork();
        comeBack();
        browser.driver()
                .executeScript("document.addEventListener('submit', event => event.preventDefault());"
                        + "document.getElementById('oneTimeCode').value = '12';"
                        + "document.getElementById('kc-login').click()");
        awaitNotice("new");
    }

    @Test
    void saysThatAnAnswerOfAnOldPageWasDropped() {
        CodePage page = openCodePage();
        String old = browser.await("#email-otp-form").getDomProperty("action");
        page.enter(WRONG);
        assertThat(page.error()).contains("4 tries left");
        browser.driver().executeScript("document.getElementById('email-otp-form').action = arguments[0]", old);
        page.enter(code());
        String dropped = notice();
        assertThat(dropped).contains("Action expired.");
        FreshLook.willFind("new", browser);
        browser.driver().executeScript("document.getElementById('email-otp-form').failures = 1");
        comeBack();
        browser.await(driver -> browser.driver()
                .executeScript("return document.getElementById('email-otp-form').failures")
                .equals(0L));
        assertThat(notice()).as("after a look").isEqualTo(dropped);
        page.enter(code());
        browser.awaitUrl(realm.appUrl());
    }

    @Test
    void namesTheUserNameToScreenReaders() {
        openCodePage();
        assertThat(browser.driver().findElement(By.id("kc-attempted-username")).getAccessibleName())
                .isNotBlank();
    }

    @Test
    void isTitledByWhatItWaitsFor() {
        openCodePage();
        assertThat(browser.await("h1").getText()).isEqualTo("Check your email");
        assertThat(browser.title()).matches("(Check your email – )?Sign in to .+");
    }

    private void refreshFrom(String address) {
        browser.driver()
                .executeScript("document.getElementById('email-otp-form').dataset.refreshUrl = arguments[0]", address);
    }

    private void comeBack() {
        browser.driver().executeScript("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    }

    private void awaitNotice(String text) {
        browser.await(driver -> notice().equals(text));
    }

    private String notice() {
        return browser.driver().findElement(By.id("email-otp-notice")).getText();
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
        return browser.driver().findElement(By.cssSelector("#email-otp-status")).getDomProperty("textContent");
    }
}
