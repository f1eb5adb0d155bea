package io.github.emailotp.server.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** As people do it, with what assistive technology finds on the pages. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("In a browser, a registration by code")
class RegistrationInBrowserIT {

    private final TestRealm realm;
    private final MailServer mail;
    private final RegisteringRealm registering;

    RegistrationInBrowserIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.registering = new RegisteringRealm(realm);
    }

    @BeforeEach
    void open() {
        registering.open();
        registering.set(settings -> settings.put("internationalizationEnabled", true)
                .put("defaultLocale", "en")
                .putPOJO("supportedLocales", List.of("en", "de", "fr", "es")));
    }

    @AfterEach
    void close() {
        registering.set(settings -> settings.put("loginTheme", ""));
        registering.close();
    }

    @ParameterizedTest
    @CsvSource({"en,", "de,", "fr,", "es,", "en, keycloak", "en, base"})
    void endsLoggedIn(String language, String theme) {
        registering.set(settings ->
                settings.put("loginTheme", Optional.ofNullable(theme).orElse("")));
        String address = registering.newAddress();
        try (Browser browser = Browser.inLanguage(language)) {
            browser.open(realm.loginUrl());
            browser.press("a[href*=registration]");
            assertThat(browser.await("body").getText())
                    .contains(Bundle.in(language).text("emailOtpAddressInstruction"));
            assertThat(browser.driver().switchTo().activeElement().getAttribute("id"))
                    .isEqualTo("email");
            assertThat(new AxeBuilder()
                            .include("#email-otp-address-form")
                            .analyze(browser.driver())
                            .getViolations())
                    .isEmpty();
            browser.await("#email").sendKeys(address, Keys.ENTER);
            CodePage.in(browser).enter(mail.awaitMail(address).code());
            assertThat(browser.await("#email").getAttribute("value")).isEqualTo(address);
            List.of("firstName", "lastName")
                    .forEach(field -> browser.await("#" + field).sendKeys("New"));
            browser.await("#username").sendKeys(address.replaceFirst("@.*", ""));
            List.of("password", "password-confirm")
                    .forEach(field -> browser.await("#" + field).sendKeys(RegisteringRealm.PASSWORD));
            browser.press("[type=submit]");
            browser.awaitUrl(realm.appUrl());
        }
        assertThat(registering.accounts(address)).hasSize(1);
    }

    @Test
    void leadsWhoeverHasAnAccountToTheLogin() {
        TestUser owner = realm.newUser();
        registering.set(settings -> settings.put("resetPasswordAllowed", true));
        try (Browser browser = Browser.open()) {
            browser.open(realm.loginUrl());
            browser.press("a[href*=registration]");
            browser.await("#email").sendKeys(owner.email(), Keys.ENTER);
            CodePage.in(browser).enter(mail.awaitMail(owner.email()).code());
            assertThat(browser.await("#email-otp-account").getText()).contains(owner.email());
            assertThat(new AxeBuilder()
                            .include("#email-otp-buttons")
                            .analyze(browser.driver())
                            .getViolations())
                    .isEmpty();
            browser.driver().navigate().refresh();
            assertThat(browser.await("#email-otp-account").getText())
                    .as("after a reload")
                    .contains(owner.email());
            assertThat(browser.driver().findElements(By.id("email-otp-reset"))).hasSize(1);
            browser.press("#email-otp-login");
            browser.await("#username");
        }
    }

    @Test
    void takesAnotherAddress() {
        String mistyped = registering.newAddress();
        String address = registering.newAddress();
        try (Browser browser = Browser.open()) {
            browser.open(realm.loginUrl());
            browser.press("a[href*=registration]");
            browser.await("#email").sendKeys(mistyped, Keys.ENTER);
            CodePage.in(browser);
            browser.press("#email-otp-other-name");
            assertThat(browser.await("#email").getAttribute("value")).isEqualTo(mistyped);
            browser.await("#email").clear();
            browser.await("#email").sendKeys(address, Keys.ENTER);
            CodePage.in(browser).enter(mail.awaitMail(address).code());
            assertThat(browser.await("#email").getAttribute("value")).isEqualTo(address);
        }
    }
}
