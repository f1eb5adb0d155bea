package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.PageScenes.Scene;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.ExpectedConditions;

@ExtendWith(KeycloakExtension.class)
@DisplayName("Who does not see the page")
class CodePageSpokenIT {

    private static final String MAILED = "Enter the code we mail to u•••@example.test.";
    private static final String PASTED = "A code that you paste is sent at once.";

    /** Each text that the live region is given. */
    private static final String SPOKEN = "window.spoken = []; addEventListener('DOMContentLoaded', () => {"
            + "const status = document.getElementById('email-otp-status');"
            + "if (status) { new MutationObserver(() => { if (status.textContent) { window.spoken.push(status.textContent); } })"
            + ".observe(status, { childList: true, characterData: true, subtree: true }); } });";

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final Browser browser = Browser.open();
    private final PageScenes scenes;

    CodePageSpokenIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.scenes = new PageScenes(realm, mail, browser, user);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void hearsAtFirstWhatToDo() {
        assertThat(heard(Scene.FIRST_LOOK))
                .containsExactly(
                        "heading: Check your email",
                        "Username or email",
                        "button: Restart login",
                        MAILED,
                        "Code from the email, required, " + PASTED,
                        "button: Continue",
                        "button: Send a new code in …, disabled");
    }

    @Test
    void hearsAWrongCodeAtTheField() {
        assertThat(heard(Scene.WRONG_CODE))
                .contains("Code from the email, invalid, required, Wrong code: enter the newest one, number 1 (9 tries"
                        + " left).");
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
                .isEqualTo("oneTimeCode");
    }

    @Test
    void hearsThatAnotherCodeIsOnItsWay() {
        assertThat(heard(Scene.ANOTHER_CODE))
                .contains("Code 2 from the email, required, Code 2 is on its way. " + PASTED);
    }

    @Test
    void hearsARefusalOnceAndWhatHelps() {
        String why = "Your mailbox did not take the mail: it may be full, or the address is out of date.";
        browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", SPOKEN));
        assertThat(heard(Scene.REFUSED_BY_MAILBOX)).as("spoken").endsWith(why);
        browser.await(driver -> status().isEmpty());
        assertThat(browser.driver().executeScript("return window.spoken"))
                .as("in all")
                .isEqualTo(List.of(why));
        assertThat(heard())
                .as("read")
                .containsExactly(
                        "heading: Email code",
                        "Username or email",
                        "button: Restart login",
                        why,
                        "button: Send a new code in …, disabled");
    }

    /** Screen readers speak a new description of the field that somebody is in, and the live region tells of what is new. */
    @Test
    void isNotToldAtEachSecondHowLongToWait() {
        scenes.bring(Scene.PAUSED);
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
                .isEqualTo("oneTimeCode");
        String described = description();
        String shown = shown();
        assertThat(described).isNotEmpty();
        browser.await(driver -> !shown().equals(shown));
        String later = shown();
        browser.await(driver -> !shown().equals(later));
        assertThat(description()).isEqualTo(described);
        browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        browser.await(driver -> description().equals(shown()));
    }

    private String shown() {
        return browser.await("#email-otp-notice").getText();
    }

    private String description() {
        return (String) browser.driver()
                .executeScript("const field = document.getElementById('oneTimeCode');"
                        + "return field.getAttribute('aria-describedby').split(' ')"
                        + ".map(id => document.getElementById(id).textContent.trim()).join(' ').trim()");
    }

    @Test
    void hearsThatTheCodeHasExpired() {
        assertThat(heard(Scene.EXPIRED)).contains("The code has expired. Send a new one.", "button: Send a new code");
    }

    @Test
    void canLogInWithTheKeyboardAlone() {
        browser.openLogin(realm);
        type(user.username(), Keys.TAB);
        type(user.password(), Keys.ENTER);
        browser.await("#oneTimeCode");
        type(mail.awaitMail(user.email()).code(), Keys.ENTER);
        browser.awaitUrl(realm.appUrl());
    }

    @Test
    void canDoAllWithTheKeyboard() {
        scenes.bring(Scene.ANOTHER_CODE);
        mail.awaitMail(user.email(), 2);
        browser.driver().switchTo().activeElement().sendKeys("00000000", Keys.ENTER);
        browser.await("#input-error-oneTimeCode");
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        String third = mail.awaitMail(user.email(), 3).code();
        browser.await(
                driver -> browser.await("label[for=oneTimeCode]").getText().startsWith("Code 3"));
        browser.driver().switchTo().activeElement().sendKeys(third, Keys.ENTER);
        browser.awaitUrl(realm.appUrl());
    }

    private void type(String text, Keys key) {
        browser.driver().switchTo().activeElement().sendKeys(text, key);
    }

    private String status() {
        return browser.driver().findElement(By.id("email-otp-status")).getDomProperty("textContent");
    }

    private List<String> heard(Scene scene) {
        scenes.bring(scene);
        return heard();
    }

    private List<String> heard() {
        return Spoken.of(browser).stream()
                .map(line -> line.replaceFirst("in \\d+( s|:\\d+)", "in …"))
                .toList();
    }
}
