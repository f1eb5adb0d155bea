package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
    private final HttpServer tokens;
    private volatile boolean granting = true;

    TokenMailIT(TestRealm realm) throws IOException {
        this.realm = realm;
        this.user = realm.newUser();
        this.client = realm.newClient();
        this.tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/token", this::answer);
        tokens.start();
    }

    @BeforeEach
    void logInByToken() {
        Map<String, String> settings = new HashMap<>(mail.smtpSettings());
        settings.putAll(Map.of(
                "user", "mailer@example.test",
                "authTokenUrl", "http://localhost:" + tokens.getAddress().getPort() + "/token",
                "authTokenScope", "smtp",
                "authTokenClientId", "mailer",
                "authTokenClientSecret", "secret of the mailer"));
        realm.sendThrough(settings);
    }

    @AfterEach
    void stop() {
        tokens.stop(0);
        mail.close();
    }

    @Test
    void isSent() {
        assertThat(begin()).isTrue();
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.envelope().user()).contains("user=mailer@example.test|auth=Bearer a token||");
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
    }

    @Test
    void isToldToHaveFailedWithoutAToken() {
        granting = false;
        begin();
        Patience.until("the failure", () -> client.reload().text().contains("could not be mailed"));
        assertThat(mail.mails()).isEmpty();
        granting = true;
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    private boolean begin() {
        client.openLogin();
        return client.password(user).isCodePage();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String answer =
                granting ? "{\"access_token\":\"a token\",\"expires_in\":300}" : "{\"error\":\"invalid_client\"}";
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(granting ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
