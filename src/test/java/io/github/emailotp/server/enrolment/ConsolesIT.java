package io.github.emailotp.server.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginPage;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.time.Year;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** Keycloak's consoles, in a real browser. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The email code that somebody has set up")
class ConsolesIT {

    private static final String CREATE = "[data-testid='email-otp/create']";
    private static final String LIST = "[data-testid='email-otp/credential-list']";
    private static final String LABEL = LIST + " [data-testrole=label]";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final EnrollingRealm enrolling;
    private final TestUser user;

    ConsolesIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.enrolling = new EnrollingRealm(realm);
        this.user = realm.newUser();
    }

    @BeforeEach
    void letPeopleSetItUp() {
        enrolling.asksForCodes();
    }

    @AfterEach
    void letNobody() {
        enrolling.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void isListedInTheAccountConsoleWithLabelAndDateAndIsRemovedThere(String language) {
        Bundle texts = Bundle.in(language);
        try (Browser browser = Browser.inLanguage(language)) {
            browser.resize(1400, 1000);
            openSigningIn(browser);
            LoginPage.in(browser).submit(user);
            assertThat(browser.await("[data-testid='email-otp/title']").getText())
                    .isEqualTo(texts.raw("email-otp-display-name"));
            assertThat(browser.await("[data-testid='email-otp/help-text']").getText())
                    .isEqualTo(texts.raw("email-otp-help-text"));
            assertThat(browser.await(CREATE).getText()).contains(texts.raw("email-otp-display-name"));
            assertThat(shown(browser)).doesNotContain("''", "{0}", "email-otp");

            browser.press(CREATE);
            CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
            assertThat(browser.await(LABEL).getText()).isEqualTo("u•••@example.test");
            assertThat(browser.await(LIST + " [data-testrole=created-at]").getText())
                    .contains(Year.now(ZoneId.systemDefault()).toString());
            assertThat(browser.has(CREATE)).as("nothing is left to set up").isFalse();
            assertThat(shown(browser)).doesNotContain("''", "{0}", "email-otp");

            browser.press(LIST + " [data-testrole=remove]");
            assertThat(browser.await("form").getText()).isNotEmpty();
            assertThat(shown(browser)).contains("u•••@example.test").doesNotContain("''", "{0}");
            browser.press("#kc-accept");
            browser.await(CREATE);
            assertThat(browser.has(LABEL)).isFalse();
            assertThat(enrolling.enrolled(user)).isEmpty();
        }
    }

    /** The label says which address it was. */
    @Test
    void isOfferedAnewAfterAnotherAddress() {
        try (Browser browser = Browser.open()) {
            browser.resize(1400, 1000);
            openSigningIn(browser);
            LoginPage.in(browser).submit(user);
            browser.press(CREATE);
            CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
            browser.await(LABEL);
            String other = "other." + user.email();
            enrolling.setAddress(user, other);
            openSigningIn(browser);
            assertThat(browser.await(LABEL).getText()).isEqualTo("u•••@example.test");
            browser.press(CREATE);
            CodePage.in(browser).enter(mail.awaitMail(other).code());
            browser.await(driver -> driver.findElements(By.cssSelector(LABEL)).size() == 1
                    && driver.findElement(By.cssSelector(LABEL)).getText().equals("o•••@example.test"));
        }
    }

    @Test
    void isShownToAdministratorsWithItsData() {
        try (Browser browser = Browser.open()) {
            browser.openLogin(realm.loginUrl() + "&kc_action=" + EnrollingRealm.ACTION)
                    .submit(user);
            CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
            browser.resize(1400, 1000);
            browser.open(
                    server.url() + "/admin/master/console/#/" + realm.name() + "/users/" + user.id() + "/credentials");
            browser.await("#username").sendKeys("admin");
            browser.await("#password").sendKeys("admin");
            browser.await("[name=login]").click();
            browser.await(driver -> driver.getPageSource().contains("u•••@example.test"));
            assertThat(browser.driver().getPageSource()).contains("mail-otp");
            browser.await(driver -> driver.findElement(By.xpath(
                            "//tr[.//*[contains(text(),'u•••@example.test')]]//button[contains(.,'Show data')]")))
                    .click();
            assertThat(browser.await("[role=dialog]").getText()).contains("address", "u•••@example.test");
        }
    }

    private void openSigningIn(Browser browser) {
        browser.open("about:blank");
        browser.open(realm.url() + "/account/account-security/signing-in");
    }

    private static String shown(Browser browser) {
        return browser.driver().findElement(By.tagName("body")).getText();
    }
}
