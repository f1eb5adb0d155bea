package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the login waits for, as long as its settings say. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A mail that the login waits for")
class WaitingDeliveryIT extends MailOfALogin {

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

    /** The second finds the mail of the first claimed, and no code yet. */
    @Test
    void isNoLimitForWhoAsksForItTwiceAtOnce() {
        realm.configureStep(Map.of("delivery", "wait"));
        mail.delay(Duration.ofSeconds(3));
        client.openLogin();
        List<Page> pages = client.postInParallel(2, Map.of("username", user.username(), "password", user.password()));
        assertThat(mail.mailsTo(user.email())).hasSize(1);
        client.get(pages.stream()
                .filter(Page::isCodePage)
                .findFirst()
                .orElseThrow()
                .reloadAddress());
        assertThat(client.page().isCodePage()).as(client.page().text()).isTrue();
        // Keycloak may say that one of the two came too late.
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
