package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.ClusterExtension;
import io.github.emailotp.server.harness.KeycloakCluster;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mails that wait in the outbox of a node while something happens to it. */
@Tag("seldom")
@ExtendWith(ClusterExtension.class)
@DisplayName("A mail that waits in one node")
class ClusterMailIT {

    private static final int BACKLOG = 100;

    private final KeycloakCluster cluster;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    ClusterMailIT(KeycloakCluster cluster, TestRealm realm, MailServer mail) {
        this.cluster = cluster;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @Test
    void isToldOfByTheOther() {
        beginWhile(Response.DEFER);
        client.moveTo(cluster.node(1));
        awaitText("we keep trying");
        mail.respond(Response.ACCEPT);
        logsIn();
    }

    @Test
    void canBeAskedForAgainAfterItsNodeDiedWithAHundred() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        beginWhile(Response.SILENT);
        for (int i = 0; i < BACKLOG; i++) {
            LoginClient other = realm.newClient();
            other.openLogin();
            assertThat(other.password(realm.newUser()).isCodePage()).isTrue();
        }
        cluster.kill(0);
        mail.respond(Response.ACCEPT);
        client.moveTo(cluster.node(1));
        Patience.untilResendIsOffered(client);
        assertThat(mail.mailsTo(user.email())).as("it died with its node").isEmpty();
        client.resend();
        logsIn();
    }

    @Test
    void goesOutWhenItsNodeIsStopped() {
        beginWhile(Response.DEFER);
        // The next attempt would be in eight seconds.
        awaitAttempts(4);
        mail.respond(Response.ACCEPT);
        cluster.node(0).stop();
        client.moveTo(cluster.node(1));
        logsIn();
    }

    @Test
    void isToldToBeGivenUpWhenItsNodeIsStopped() {
        beginWhile(Response.DEFER);
        awaitAttempts(2);
        cluster.node(0).stop();
        client.moveTo(cluster.node(1));
        assertThat(client.reload().text()).contains("our service has a problem");
        mail.respond(Response.ACCEPT);
        Patience.untilResendIsOffered(client);
        client.resend();
        logsIn();
    }

    private void beginWhile(Response response) {
        mail.respond(response);
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
    }

    private void awaitText(String text) {
        Patience.until(text, () -> client.reload().text().contains(text));
    }

    private void awaitAttempts(int count) {
        Patience.until(
                count + " attempts",
                () -> realm.events(user).stream()
                                .filter(event -> event.path("error").asText().equals("email_otp_mail_retried"))
                                .count()
                        >= count);
    }

    /** With the one mail that has arrived. */
    private void logsIn() {
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }
}
