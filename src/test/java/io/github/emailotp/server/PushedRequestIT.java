package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.lang.Runtime.Version;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 9126, and what {@code docs/around.md} says of its lifetime. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login by a pushed authorization request")
class PushedRequestIT {

    private static final String LIFETIME = "parRequestUriLifespan";

    /** Up to this version a login could take its time; the next that was looked at, 26.7.4, ended it. */
    private static final Version STILL_RIGHT = Version.parse("26.5.6");

    private static final Version MENDED = Version.parse("26.7.5");
    private static final int SHORT = 5;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    PushedRequestIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @AfterEach
    void letRequestsLiveAsByDefault() {
        letRequestsLive(60);
    }

    @Test
    void takesACodeAsLongAsItsRequestLives() throws IOException {
        letRequestsLive(1800);
        logInAfter(Duration.ofSeconds(SHORT + 2));
        assertThat(client.isLoggedIn()).isTrue();
    }

    @Test
    void endsWithItsRequestOnSomeVersionsOnly() throws IOException {
        letRequestsLive(SHORT);
        logInAfter(Duration.ofSeconds(SHORT + 2));
        Version version = Version.parse(server.version());
        assertThat(client.isLoggedIn())
                .isEqualTo(version.compareTo(STILL_RIGHT) <= 0 || version.compareTo(MENDED) >= 0);
    }

    private void logInAfter(Duration pause) throws IOException {
        client.get(URI.create(realm.url() + "/protocol/openid-connect/auth?client_id=test-app&request_uri="
                + encoded(pushed().required("request_uri").asText())));
        client.password(user);
        String code = mail.awaitMail(user.email()).code();
        Instant later = Instant.now().plus(pause);
        Patience.until("the code to be typed late", () -> Instant.now().isAfter(later));
        client.code(code);
    }

    private JsonNode pushed() throws IOException {
        String request =
                "client_id=test-app&response_type=code&scope=openid&state=s&redirect_uri=" + encoded(realm.appUrl());
        return new ObjectMapper()
                .readTree(realm.newClient()
                        .post(
                                URI.create(realm.url() + "/protocol/openid-connect/ext/par/request"),
                                "application/x-www-form-urlencoded",
                                request)
                        .text());
    }

    private void letRequestsLive(int seconds) {
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings -> ((ObjectNode) settings.required("attributes"))
                                .put(LIFETIME, Integer.toString(seconds)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
