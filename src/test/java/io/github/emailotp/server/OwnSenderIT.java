package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.breakable.OwnSender;
import io.github.emailotp.server.harness.BreakableExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import io.github.emailotp.server.mail.ReceivedMail;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator has installed {@link OwnSender}. */
@ExtendWith(BreakableExtension.class)
@DisplayName("A mail sender that an administrator has installed")
class OwnSenderIT {

    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    OwnSenderIT(TestRealm realm, MailServer mail) {
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @Test
    void isUsed() {
        begin();
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.text()).contains(OwnSender.LINE);
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
    }

    @Test
    void isUnderstoodWhereItFails() {
        mail.respond(Response.REJECT);
        begin();
        Patience.until("the refusal", () -> client.reload().text().contains("Your mailbox did not take the mail"));
        mail.respond(Response.ACCEPT);
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    private void begin() {
        client.openLogin();
        client.password(user);
    }
}
