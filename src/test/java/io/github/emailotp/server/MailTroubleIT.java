package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.MailTroubles.Trouble;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.server.mail.TokenEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The reasons of {@code docs/events.md}, as people see them: three sentences, whatever the mail server says. */
@ExtendWith(KeycloakExtension.class)
@DisplayName("Of a mail that does not arrive, people in a browser read")
class MailTroubleIT {

    private static final List<String> ALL = List.of(MailTroubles.MAILBOX, MailTroubles.NOT_YET, MailTroubles.SERVICE);

    private final KeycloakServer keycloak;
    private final TestRealm realm;
    private final TestUser user;
    private final RawServer server = new RawServer();
    private final TokenEndpoint tokens = new TokenEndpoint();
    private final Browser browser = Browser.open();

    MailTroubleIT(KeycloakServer keycloak, TestRealm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.user = realm.newUser();
    }

    @AfterEach
    void close() {
        browser.close();
        server.close();
        tokens.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.emailotp.server.MailTroubles#firstOfEachSentence")
    void oneSentence(Trouble trouble) {
        readOneSentence(trouble);
    }

    @Tag("seldom")
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.emailotp.server.MailTroubles#others")
    void oneSentenceOfOtherReasons(Trouble trouble) {
        readOneSentence(trouble);
    }

    private void readOneSentence(Trouble trouble) {
        realm.sendThrough(trouble.of().preparation().settings(server, tokens));
        browser.openLogin(realm).submit(user);
        if (trouble.sentence().isEmpty()) {
            Patience.until(
                    "the event", () -> reasons("email_otp_mail_unconfirmed").contains(trouble.reason()));
            browser.await("input[name=oneTimeCode]");
            assertThat(said()).isEmpty();
            return;
        }
        read(trouble.sentence());
        if (trouble.sentence().equals(MailTroubles.NOT_YET)) {
            assertThat(reasons("email_send_failed")).isEmpty();
        } else {
            assertThat(reasons("email_send_failed")).containsExactly(trouble.reason());
        }
    }

    @Test
    void thatTheirAddressHasChanged() {
        deferTheMail();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", "new." + user.email()));
        browser.await(ExpectedConditions.textToBePresentInElementLocated(
                By.tagName("main"), "Your email address has changed"));
        assertThat(said()).isEmpty();
        assertThat(reasons("email_send_failed")).containsExactly("address_changed");
    }

    @Test
    void nothingOfIfTheirAccountIsDisabledMeanwhile() {
        deferTheMail();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("enabled", false));
        browser.await(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), "Account is disabled"));
        Patience.until("the event", () -> reasons("email_send_failed").contains("account_gone"));
        assertThat(browser.await("body").getText()).doesNotContain(ALL);
    }

    @Test
    void thatOurServiceHasAProblemIfTheMailCannotBeRendered() {
        BrokenMailTheme broken = new BrokenMailTheme(keycloak, realm);
        try {
            browser.openLogin(realm).submit(user);
            read(MailTroubles.SERVICE);
        } finally {
            broken.close();
        }
        assertThat(reasons("email_send_failed")).containsExactly("rendering");
    }

    /** Those before it hold the one place at the mail server that their realm has at first for longer than its code lives. */
    @Test
    @Tag("seldom")
    void thatOurServiceHasAProblemIfItsTurnNeverCame() {
        CountDownLatch goOn = new CountDownLatch(1);
        server.on("RCPT", (connection, line) -> {
            RawServer.await(goOn);
            return "250 yes";
        });
        try {
            realm.sendThrough(server.settings());
            realm.configureStep(Map.of("codeLifetime", "120"));
            for (int i = 0; i < 3; i++) {
                LoginClient before = realm.newClient();
                before.openLogin();
                assertThat(before.password(realm.newUser()).isCodePage()).isTrue();
            }
            realm.configureStep(Map.of("codeLifetime", "60", "resendCooldown", "60"));
            browser.openLogin(realm).submit(user);
            browser.await("input[name=oneTimeCode]");
            assertThat(said()).isEmpty();
            Patience.until("the event", () -> !reasons("email_send_failed").isEmpty());
            read(MailTroubles.SERVICE);
        } finally {
            goOn.countDown();
        }
        assertThat(reasons("email_send_failed")).containsExactly("too_late");
        keycloak.awaitEmptyOutbox();
        assertThat(server.recipients()).hasSize(3);
    }

    private void deferTheMail() {
        realm.sendThrough(server.on("MAIL", "451 4.3.0 try again later").settings());
        browser.openLogin(realm).submit(user);
        read(MailTroubles.NOT_YET);
    }

    /** Waits until the page says so, and nothing else of the mail. */
    private void read(String sentence) {
        browser.await(ExpectedConditions.textToBePresentInElementLocated(By.tagName("main"), sentence));
        assertThat(said()).containsExactly(sentence);
    }

    private List<String> said() {
        String text = browser.await("main").getText();
        return ALL.stream().filter(text::contains).toList();
    }

    /** Without the codes of replies. */
    private List<String> reasons(String error) {
        return realm.events(user).stream()
                .filter(event -> event.path("error").asText().equals(error))
                .map(event -> event.path("details").path("reason").asText().replaceFirst("_[0-9]+$", ""))
                .toList();
    }
}
