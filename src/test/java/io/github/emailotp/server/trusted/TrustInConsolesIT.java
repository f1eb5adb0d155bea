package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginPage;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** In a real browser. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A trusted browser is seen and removed")
class TrustInConsolesIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private TrustingRealm trusting;
    private TestUser user;
    private Browser browser;

    TrustInConsolesIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void prepare() {
        trusting = TrustingRealm.bind(realm, mail);
        user = realm.newUser();
        browser = Browser.open();
    }

    @AfterEach
    void cleanUp() {
        browser.close();
        trusting.close();
    }

    @Test
    void byItsOwnerInTheAccountConsole() {
        openSigningIn();
        CodePage page = LoginPage.in(browser).logIn(user);
        browser.await("#email-otp-trust").click();
        page.enter(mail.awaitMail(user.email()).code());
        String label = trusting.browsers(user).get(0).required("userLabel").asText();
        browser.await(driver -> shown().contains(label));
        assertThat(shown())
                .contains("Trusted browsers", "No code is asked for in these browsers")
                .doesNotContain("emailOtp", "email-otp");

        logInAnewWithoutACode();
        browser.await(ExpectedConditions.elementToBeClickable(By.xpath("//*[@data-testrole='label'][contains(., '"
                        + label + "')]/ancestor::li//button[@data-testrole='remove']")))
                .click();
        browser.await("#kc-accept").click();
        browser.await(driver -> trusting.browsers(user).isEmpty());
        browser.await(driver -> !shown().contains(label));
    }

    private void logInAnewWithoutACode() {
        realm.endSessions(user);
        browser.driver().manage().deleteCookieNamed("AUTH_SESSION_ID");
        openSigningIn();
        LoginPage.in(browser).submit(user);
        browser.await(driver -> shown().contains("Trusted browsers"));
    }

    private void openSigningIn() {
        browser.open(realm.url() + "/account/account-security/signing-in");
    }

    @Test
    void byAnAdministratorInTheAdminConsole() {
        trusting.trustedBrowser(user);
        trusting.trustedBrowser(user);
        String label = trusting.browsers(user).get(0).required("userLabel").asText();
        browser.resize(1400, 1200);
        browser.open(server.url() + "/admin/master/console/#/" + realm.name() + "/users/" + user.id() + "/credentials");
        browser.await("#username").sendKeys("admin");
        browser.await("#password").sendKeys("admin");
        browser.await("[name=login]").click();
        // Those of one kind are folded up.
        browser.await(ExpectedConditions.elementToBeClickable(By.cssSelector(".kc-expandRow-btn button")))
                .click();
        String row = "//tr[contains(., '" + label + "')]";
        browser.await(ExpectedConditions.elementToBeClickable(By.xpath(row + "//button[@aria-label='Kebab toggle']")))
                .click();
        browser.await(ExpectedConditions.elementToBeClickable(By.cssSelector(
                        "[data-testid=deleteDropdownItem] button, button[data-testid=deleteDropdownItem]")))
                .click();
        browser.await("#modal-confirm").click();
        browser.await(driver -> trusting.browsers(user).size() == 1);
        assertThat(trusting.browsers(user).get(0).required("userLabel").asText())
                .isNotEqualTo(label);
    }

    private String shown() {
        return browser.driver().findElement(By.tagName("body")).getText();
    }
}
