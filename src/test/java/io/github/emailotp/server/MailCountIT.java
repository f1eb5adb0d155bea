package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What sends a mail, and what must not. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A mail is sent")
class MailCountIT {

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser user;
    private LoginClient client;

    MailCountIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void askForTheFirstCode() {
        user = realm.newUser();
        client = realm.newClient();
        client.openLogin();
        client.password(user);
        mail.awaitMail(user.email());
    }

    @Test
    void onceForFiftyGetsOfThePage() {
        for (int i = 0; i < 50; i++) {
            Page page = client.reload();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.isCodePage()).isTrue();
        }
        assertMails(1);
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void notWhenTheLanguageIsSwitched() {
        for (String language : List.of("de", "fr", "es", "en")) {
            Page page = client.switchLanguage(language);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.isCodePage()).isTrue();
            assertThat(page.document().select("html").attr("lang")).isEqualTo(language);
        }
        assertMails(1);
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void notWhenPeopleGoBackAndForth() {
        URI codePage = client.page().reloadAddress();
        for (int i = 0; i < 5; i++) {
            assertThat(client.openLogin().status()).isEqualTo(200);
            assertThat(client.get(codePage).status()).isLessThan(500);
        }
        assertMails(1);
    }

    @Test
    void notWhenTheLoginIsStartedAgainWithinTheCooldown() {
        Page restarted = client.restart();
        assertThat(restarted.status()).isEqualTo(200);
        assertThat(restarted.isPasswordPage()).isTrue();
        assertMails(1);

        Page page = client.password(user);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.text()).contains("before");
        assertMails(1);
        for (int i = 0; i < 10; i++) {
            assertThat(client.reload().status()).isEqualTo(200);
        }
        assertMails(1);
    }

    @Test
    void onceHoweverOftenTheButtonIsPressedWithinTheCooldown() {
        for (int i = 0; i < 10; i++) {
            Page page = client.resend();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.isCodePage()).isTrue();
        }
        assertMails(1);
    }

    @Test
    void onceMoreWhenTheButtonIsPressedFiftyTimesAtOnceAfterTheCooldown() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        awaitResend();
        List<Page> pages = client.postInParallel(50, Map.of("resend", "true"));
        assertThat(pages).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
        assertMails(2);
    }

    @Test
    void toEachTabThatAsks() {
        LoginClient second = client.newTab();
        second.openLogin();
        Page page = second.password(user);
        assertThat(page.isCodePage()).isTrue();
        String firstCode = mail.awaitMail(user.email(), 1).code();
        String secondCode = mail.awaitMail(user.email(), 2).code();

        assertThat(second.code(firstCode).isLoggedIn())
                .as("the first tab's code")
                .isFalse();
        assertThat(second.page().error()).contains("newest one, number 2 ");
        assertThat(client.code(secondCode).isLoggedIn())
                .as("the second tab's code")
                .isFalse();
        assertThat(client.page().error()).contains("newest one, number 1 ");
        assertThat(second.code(secondCode).isLoggedIn()).isTrue();
        assertMails(2);
    }

    @Test
    void withTheNextOrdinalOnRequest() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        awaitResend();
        Page page = client.resend();
        assertThat(page.text()).contains("2");
        assertThat(mail.awaitMail(user.email(), 2).subject()).contains("2");
        String first = mail.awaitMail(user.email(), 1).code();
        assertThat(client.code(first).isLoggedIn())
                .as("slow mail: the first code stays good")
                .isTrue();
    }

    /** The cooldown that this login began with was the default; it holds for the claim on the server. */
    private void awaitResend() {
        client = realm.newClient();
        user = realm.newUser();
        client.openLogin();
        client.password(user);
        mail.awaitMail(user.email());
        Patience.untilResendIsOffered(client);
    }

    private void assertMails(int count) {
        if (count > 0) {
            mail.awaitMail(user.email(), count);
        }
        assertThat(mail.mailsTo(user.email())).hasSize(count);
    }
}
