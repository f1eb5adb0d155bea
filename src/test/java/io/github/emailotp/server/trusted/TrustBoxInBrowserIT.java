package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("In a browser, the box by which people trust it")
class TrustBoxInBrowserIT {

    private final TestRealm realm;
    private final MailServer mail;

    TrustBoxInBrowserIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    /** The script takes it away with the field, once the mail has been refused. */
    @Test
    void isTickedAgainWhereItWasBeforeItWent() {
        TestUser user = realm.newUser();
        try (TrustingRealm trusting = TrustingRealm.bind(realm, mail);
                Browser browser = Browser.open()) {
            tick(browser, trusting, user);
            mail.respond(MailServer.Response.REJECT);
            browser.await("[data-state=undelivered]");
            assertThat(browser.has("#email-otp-trust")).isFalse();
            askForAnother(browser);
            assertThat(browser.await("#email-otp-trust").isSelected()).isTrue();
            CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
            assertThat(trusting.browsers(user)).hasSize(1);
        }
    }

    /** Ticked with a wrong code, and then no more. */
    @Test
    void isNotTickedAgainWhereItWasNot() {
        TestUser user = realm.newUser();
        try (TrustingRealm trusting = TrustingRealm.bind(realm, mail);
                Browser browser = Browser.open()) {
            tick(browser, trusting, user);
            CodePage.in(browser).enter("00000000");
            assertThat(browser.await("#email-otp-trust").isSelected()).isTrue();
            browser.await("#email-otp-trust").click();
            mail.respond(MailServer.Response.REJECT);
            browser.await("[data-state=undelivered]");
            askForAnother(browser);
            assertThat(browser.await("#email-otp-trust").isSelected()).isFalse();
        }
    }

    /** While the mail does not get through. */
    private void tick(Browser browser, TrustingRealm trusting, TestUser user) {
        trusting.configure(Map.of("resendCooldown", "10"));
        mail.respond(MailServer.Response.DEFER);
        browser.openLogin(realm).submit(user);
        browser.await("#email-otp-trust").click();
    }

    private void askForAnother(Browser browser) {
        mail.respond(MailServer.Response.ACCEPT);
        browser.await(ExpectedConditions.elementToBeClickable(By.name("resend")));
        browser.press("[name=resend]");
    }
}
