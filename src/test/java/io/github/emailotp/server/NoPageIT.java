package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that reach the step where no page can be shown, or none that stays. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Where no page can be shown")
class NoPageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = "auth-email-otp-form";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    NoPageIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @Nested
    @DisplayName("a step-up")
    class StepUp {

        @BeforeEach
        void logInAtTheLowerLevel() {
            set("browserFlow", "step-up");
            client.openLogin();
            assertThat(client.password(user).isLoggedIn()).isTrue();
        }

        @AfterEach
        void bindTheFlowOfTheRealm() {
            set("browserFlow", "browser email code");
        }

        /** As an application's script asks in a hidden frame (check-sso), whether anybody looks or not. */
        @Test
        void thatMayNotShowAnythingMailsNothing() {
            for (int i = 0; i < 5; i++) {
                client.openLogin(Map.of("prompt", "none", "acr_values", "2"));
                assertThat(client.page().url().getQuery()).contains("error=login_required");
            }
            requireMails(0);
        }

        @Test
        void mailsOnceHoweverOftenItsPageIsLoadedAgain() {
            client.openLogin(Map.of("acr_values", "2"));
            assertThat(client.page().isCodePage()).isTrue();
            URI page = client.page().url();
            for (int i = 0; i < 4; i++) {
                assertThat(client.get(page).isCodePage()).isTrue();
                assertThat(client.reload().isCodePage()).isTrue();
            }
            assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                    .isTrue();
            requireMails(1);
        }

        @Test
        void goesOnInAnotherLanguage() {
            client.openLogin(Map.of("acr_values", "2"));
            for (String language : List.of("de", "en")) {
                client.switchLanguage(language);
                assertThat(client.page().isCodePage()).isTrue();
                assertThat(client.page().document().select("html").attr("lang")).isEqualTo(language);
            }
            assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                    .isTrue();
            requireMails(1);
        }

        @Test
        void thatIsStartedAgainLeavesTheSessionAlone() {
            realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", ""));
            client.openLogin(Map.of("acr_values", "2"));
            client.get(URI.create(client.page()
                    .document()
                    .select("#email-otp-restart")
                    .first()
                    .absUrl("href")));
            assertThat(client.page().has("#email-otp-restart"))
                    .as("the step, and no password page")
                    .isTrue();
            assertThat(realm.sessions(user)).hasSize(1);
        }
    }

    @Nested
    @DisplayName("a client without a browser")
    class NoBrowser {

        @Test
        void getsAnErrorOfItsGrantAndNoMail() {
            FlowEditor flow = FlowEditor.duplicate(realm, "direct grant", "grant with code")
                    .addStep(STEP, "REQUIRED", "grant with code");
            set("directGrantFlow", "grant with code");
            try {
                for (int i = 0; i < 10; i++) {
                    HttpResponse<String> answer = send(request(realm.url() + "/protocol/openid-connect/token")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("grant_type=password&client_id=admin-cli&username="
                                    + user.username() + "&password=" + urlEncoded(user.password()))));
                    assertThat(answer.statusCode()).isEqualTo(400);
                    assertThat(json(answer).path("error").asText()).isEqualTo("invalid_grant");
                    assertThat(json(answer).path("error_description").asText()).contains("in a browser");
                }
            } finally {
                set("directGrantFlow", "direct grant");
                flow.delete();
            }
            requireMails(0);
            assertThat(realm.events(user))
                    .hasSize(10)
                    .allSatisfy(
                            event -> assertThat(event.path("error").asText()).isEqualTo("not_allowed"));
        }

        @Test
        void getsAnErrorOfTheDockerRegistryAndNoMail() {
            String registry = realm.admin()
                    .create(realm.name() + "/clients", Map.of("clientId", "registry", "protocol", "docker-v2"));
            FlowEditor flow = FlowEditor.duplicate(realm, "docker auth", "docker with code")
                    .addStep(STEP, "REQUIRED", "docker with code");
            set("dockerAuthenticationFlow", "docker with code");
            try {
                for (int i = 0; i < 10; i++) {
                    HttpResponse<String> answer = docker();
                    assertThat(answer.statusCode()).isEqualTo(403);
                    JsonNode error = json(answer).path("errors").path(0);
                    assertThat(error.path("code").asText()).isEqualTo("DENIED");
                    assertThat(error.path("message").asText()).contains("in a browser");
                }
            } finally {
                set("dockerAuthenticationFlow", "docker auth");
                flow.delete();
                realm.admin().delete(realm.name() + "/clients/" + registry);
            }
            requireMails(0);
        }
    }

    /** A door of {@code docs/flows.md}, open and shut. */
    @Test
    void ofADockerRegistryThePasswordAloneLetsInUntilItsFlowDenies() {
        String registry = realm.admin()
                .create(realm.name() + "/clients", Map.of("clientId", "registry", "protocol", "docker-v2"));
        FlowEditor denying = FlowEditor.duplicate(realm, "docker auth", "no docker")
                .addStep("deny-access-authenticator", "REQUIRED", "no docker");
        try {
            HttpResponse<String> open = docker();
            assertThat(open.statusCode()).isEqualTo(200);
            assertThat(json(open).path("token").asText()).isNotBlank();
            set("dockerAuthenticationFlow", "no docker");
            assertThat(docker().statusCode()).isBetween(400, 499);
        } finally {
            set("dockerAuthenticationFlow", "docker auth");
            denying.delete();
            realm.admin().delete(realm.name() + "/clients/" + registry);
        }
    }

    private HttpResponse<String> docker() {
        return send(
                request(realm.url() + "/protocol/docker-v2/auth?service=registry&scope=repository:a/b:pull&account=x")
                        .header("Authorization", basic())
                        .GET());
    }

    /** They leave in the background. */
    private void requireMails(int count) {
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).hasSize(count);
    }

    private void set(String setting, String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put(setting, flow));
    }

    private String basic() {
        String credentials = user.username() + ":" + user.password();
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HttpClient.newHttpClient()
                .sendAsync(request.build(), BodyHandlers.ofString())
                .join();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    private static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
