package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.Browser.ColorScheme;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** Whoever has got the mail, wherever they open it. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The page \"It was not me\"")
class ReportInBrowserIT {

    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final String BUTTON = "#email-otp-report";
    private static final int PHONE = 320;
    /** Which the browser tells as a space. */
    private static final char NO_BREAK_SPACE = '\u00a0';

    private static final int MOST_STEPS = 20;

    private final TestRealm realm;
    private final MailServer mail;
    private StrangersLogin login;

    ReportInBrowserIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void begin() {
        realm.configureStep(StrangersLogin.WITH_LINK);
        TestUser owner = realm.newUser();
        login = StrangersLogin.begin(realm, mail, owner);
    }

    @ParameterizedTest
    @EnumSource
    void isAsTheGuidelinesWantAndHasOneButton(ColorScheme scheme) {
        try (Browser browser = Browser.open()) {
            browser.prefer(scheme);
            browser.open(login.link().toString());
            browser.await(BUTTON);
            assertThat(browser.driver().findElements(By.cssSelector("main button, #kc-content button")))
                    .hasSize(1);
            assertThat(violations(browser)).isEmpty();
            browser.press(BUTTON);
            assertThat(browser.await("#email-otp-reason").getText()).startsWith("Thank you");
            assertThat(violations(browser)).as("made").isEmpty();
            browser.open(login.link().toString());
            assertThat(browser.await("#email-otp-reason").getText()).startsWith("Thank you");
            assertThat(violations(browser)).as("opened again").isEmpty();
            assertThat(login.reports()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es"})
    void fitsOnAPhoneInEachLanguage(String language) {
        try (Browser browser = Browser.inLanguage(language)) {
            browser.emulate(PHONE, 740);
            browser.open(login.link().toString());
            assertThat(browser.await(BUTTON).getText())
                    .isEqualTo(Bundle.in(language).text("emailOtpReport"));
            assertThat(width(browser)).isEqualTo(PHONE);
            browser.press(BUTTON);
            assertThat(browser.await("#email-otp-reason").getText())
                    .isEqualTo(Bundle.in(language)
                            .text("emailOtpReportMadePassword")
                            .replace(NO_BREAK_SPACE, ' '));
            assertThat(width(browser)).isEqualTo(PHONE);
        }
    }

    @Test
    void needsNothingButAKeyboard() {
        try (Browser browser = Browser.open()) {
            browser.open(login.link().toString());
            browser.await(BUTTON);
            var keys = new Actions(browser.driver());
            for (int i = 0; i < MOST_STEPS && !isFocused(browser); i++) {
                keys.sendKeys(Keys.TAB).perform();
            }
            assertThat(isFocused(browser)).isTrue();
            assertThat(browser.driver().switchTo().activeElement().getCssValue("outline-style"))
                    .as("it shows where one is")
                    .isNotEqualTo("none");
            keys.sendKeys(Keys.ENTER).perform();
            browser.await(page -> page.getPageSource().contains("Thank you"));
            assertThat(login.reports()).isOne();
        }
    }

    private static boolean isFocused(Browser browser) {
        return "email-otp-report"
                .equals(browser.driver().switchTo().activeElement().getDomAttribute("id"));
    }

    @Test
    void needsNoScripts() {
        try (Browser browser = Browser.withoutScripts()) {
            browser.open(login.link().toString());
            browser.press(BUTTON);
            assertThat(browser.await("#email-otp-reason").getText()).startsWith("Thank you");
            assertThat(login.reports()).isOne();
        }
    }

    private static List<String> violations(Browser browser) {
        return new AxeBuilder()
                .withTags(WCAG).analyze(browser.driver()).getViolations().stream()
                        .flatMap(rule -> rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml()))
                        .toList();
    }

    private static long width(Browser browser) {
        return (Long) browser.driver().executeScript("return document.documentElement.scrollWidth");
    }
}
