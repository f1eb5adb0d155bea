package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** The themes that companies' own themes descend from; {@code keycloak.v2}, the default, is in all other tests. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The page that asks for the code works in the theme")
class CodePageThemesIT {

    private static final int PHONE = 320;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;

    CodePageThemesIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @AfterEach
    void restoreTheme() {
        setTheme("");
    }

    @ParameterizedTest
    @CsvSource({
        "keycloak, false, .pf-c-form-control#oneTimeCode, .pf-c-button.pf-m-primary#kc-login",
        "base, false, #oneTimeCode, #kc-login",
        "keycloak, true, .pf-c-form-control#oneTimeCode, .pf-c-button.pf-m-primary#kc-login",
        "base, true, #oneTimeCode, #kc-login"
    })
    void named(String theme, boolean isParent, String field, String button) throws IOException {
        setTheme(isParent ? childOf(theme) : theme);
        TestUser user = realm.newUser();
        try (Browser browser = Browser.open()) {
            CodePage page = browser.openLogin(realm).logIn(user);
            assertThat(browser.driver().getPageSource())
                    .as("not in the default theme")
                    .doesNotContain("pf-v5");
            assertThat(browser.has(field) && browser.has(button))
                    .as("the look of this theme")
                    .isTrue();
            browser.await(driver -> !page.resendButton().isEnabled());
            page.enter("00000000");
            assertThat(page.error()).endsWith("(4 tries left).");
            assertThat(browser.driver().findElements(By.id("input-error-oneTimeCode")))
                    .hasSize(1);
            assertThat(browser.driver().switchTo().activeElement()).isEqualTo(page.field());
            browser.emulate(PHONE, 740);
            assertThat(browser.driver().executeScript("return document.documentElement.scrollWidth"))
                    .as("on a small phone")
                    .isEqualTo((long) PHONE);
            assertThat(new AxeBuilder()
                            .include("#email-otp-form")
                            .analyze(browser.driver())
                            .getViolations())
                    .isEmpty();
            page.enter(mail.awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
        }
    }

    /** Their template has no heading beside the user name. */
    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "base", "keycloak.v2"})
    void alsoWhereTheMailIsRefusedNamed(String theme) {
        setTheme(theme);
        mail.respond(MailServer.Response.REJECT);
        mail.delay(Duration.ofSeconds(2));
        try (Browser browser = Browser.open()) {
            browser.openLogin(realm).submit(realm.newUser());
            browser.await("[data-state=asking]");
            Map<?, ?> before = new PageRules(browser).tops();
            browser.await("[data-state=undelivered] #email-otp-reason");
            assertThat(new PageRules(browser).tops()).as("nothing moves").isEqualTo(before);
            browser.await(driver -> browser.await("#email-otp-resend").getText().startsWith("Send a new code in "));
            assertThat(browser.await("#email-otp-resend").isEnabled()).isFalse();
            assertThat(browser.driver().findElement(By.id("email-otp-status")).getDomProperty("textContent"))
                    .as("spoken, too")
                    .isEqualTo(browser.await("#email-otp-reason").getText());
        }
    }

    /** A company's own theme, which takes all from this one. */
    private String childOf(String parent) throws IOException {
        String name = "child-of-" + parent;
        Path login = server.themes().resolve(name).resolve("login");
        Files.createDirectories(login);
        Files.writeString(login.resolve("theme.properties"), "parent=" + parent + "\n");
        return name;
    }

    private void setTheme(String theme) {
        realm.admin().updateRealm(realm.name(), representation -> representation.put("loginTheme", theme));
    }
}
