package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.server.mail.TokenEndpoint;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mail server with a login by token, which Keycloak knows since 26.2. */
@ExtendWith(KeycloakExtension.class)
@DisplayName("A mail over a login by token")
class TokenMailIT {

    private final TestRealm realm;
    private final TestUser user;
    private final LoginClient client;
    private final MailServer mail = MailServer.withToken();
    private final TokenEndpoint tokens = new TokenEndpoint();

    TokenMailIT(TestRealm realm) {
        this.realm = realm;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @BeforeEach
    void logInByToken() {
        Map<String, String> settings = new HashMap<>(mail.smtpSettings());
        settings.putAll(tokens.smtpSettings("secret of the mailer"));
        realm.sendThrough(settings);
    }

    @AfterEach
    void stop() {
        tokens.close();
        mail.close();
    }

    @Test
    void isSent() {
        assertThat(begin()).isTrue();
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.envelope().user()).contains("user=mailer@example.test|auth=Bearer token-1||");
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
    }

    @Test
    void isToldToHaveFailedWithoutAToken() {
        tokens.refuse();
        begin();
        Patience.until("the failure", () -> client.reload().text().contains("could not mail the code"));
        assertThat(mail.mails()).isEmpty();
        tokens.grant();
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    private boolean begin() {
        client.openLogin();
        return client.password(user).isCodePage();
    }
}
