package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import io.github.emailotp.server.mail.RawServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the login waits for, as long as its settings say. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A mail that the login waits for")
class WaitingDeliveryIT extends MailOfALogin {

    /** "See other": leads to the page that the answer was held back for. */
    private static final int HELD = 303;

    WaitingDeliveryIT(TestRealm realm, MailServer mail) {
        super(realm, mail);
    }

    @Test
    void isToldOfInTheSameAnswer() {
        realm.configureStep(Map.of("delivery", "wait", "resendCooldown", "10"));
        mail.respond(Response.REJECT);
        assertThat(begin().text()).contains("Your mailbox did not take the mail");
        assertThat(client.page().isCodePage()).isFalse();
        assertThat(reasons("email_send_failed")).containsExactly("no_mailbox_550");
        mail.respond(Response.ACCEPT);
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(mail.mailsTo(user.email())).as("in the same answer").hasSize(1);
    }

    /** Where people have a choice of ways, too, this is {@link OtherWayIT}'s. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "REJECT,         Your mailbox did not take the mail",
        "REJECT_CONTENT, We could not mail the code: our service has a problem.",
        "DEFER,          The mail is not through yet: we keep trying."
    })
    void isToldOfLikeOneInTheBackground(Response response, String sentence) {
        realm.configureStep(Map.of("delivery", "wait"));
        mail.respond(response);
        assertThat(begin().text()).contains(sentence);
        mail.respond(Response.ACCEPT);
    }

    /** The page comes by a request of its own, which has sent nothing. */
    @Test
    void isNamedOnThePageWhereAnotherWasAskedFor() {
        realm.configureStep(Map.of("delivery", "wait", "resendCooldown", "10"));
        begin();
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().text()).contains("Code 2 is on its way");
        assertThat(client.reload().text()).as("once").doesNotContain("Code 2 is on its way");
        assertThat(mail.mailsTo(user.email())).hasSize(2);
    }

    /** Whoever waits holds a thread of the server. */
    @Test
    void isWaitedForByNoMoreLoginsThanTheNodeAllows() {
        realm.configureStep(Map.of("delivery", "wait", "deliveryTimeout", "60"));
        try (RawServer silent = new RawServer()) {
            realm.sendThrough(silent.settings());
            for (int well = 0; well < 3; well++) {
                assertThat(anotherBegins(realm.newClient())).isTrue();
            }
            silent.on(RawServer.END, silent.silence());
            List<CompletableFuture<Boolean>> waiting = IntStream.range(0, 3)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> anotherBegins(realm.newClient()), task -> new Thread(task).start()))
                    .toList();
            Patience.until(
                    "three mails that are waited for", () -> silent.contents().size() == 6);
            LoginClient fourth = realm.newClient();
            assertThat(anotherBegins(fourth)).isTrue();
            assertThat(fourth.waited()).isLessThan(Duration.ofSeconds(10));
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        }
    }

    private boolean anotherBegins(LoginClient browser) {
        TestUser other = realm.newUser();
        browser.openLogin();
        return browser.password(other).isCodePage();
    }

    /**
     * The second finds the mail of the first claimed, and no code yet. Keycloak may send one of the two back to the password's page, with
     * another status, and say there that it has expired.
     */
    @Test
    void isNoLimitForWhoAsksForItTwiceAtOnce() {
        realm.configureStep(Map.of("delivery", "wait"));
        mail.delay(Duration.ofSeconds(3));
        client.openLogin();
        List<Page> pages = client.postInParallel(2, Map.of("username", user.username(), "password", user.password()));
        assertThat(mail.mailsTo(user.email())).hasSize(1);
        client.get(pages.stream()
                .filter(page -> page.isCodePage() || page.status() == HELD)
                .findFirst()
                .orElseThrow()
                .reloadAddress());
        assertThat(client.page().isCodePage()).as(client.page().text()).isTrue();
        assertThat(client.page().text()).doesNotContain("Too many codes");
    }

    @Test
    void goesOnInTheBackgroundWhenItTakesTooLong() {
        realm.configureStep(Map.of("delivery", "wait", "deliveryTimeout", "1"));
        mail.respond(Response.DEFER);
        assertThat(begin().isCodePage()).isTrue();
        mail.respond(Response.ACCEPT);
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }
}
