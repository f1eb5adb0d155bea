package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link GuessBudgetIT}, to the end. The owner has logged in before, in a browser of their own. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("After too many wrong codes in a row, the step")
class GuessLockIT {

    private static final String CLIENT = "test-app";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient owner;
    private final Guesser guesser;

    GuessLockIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.owner = realm.newClient();
        this.guesser = new Guesser(realm, mail, user);
    }

    @BeforeEach
    void logInAndMeetAStranger() {
        guesser.lowerTheLimits();
        assertThat(owner.code(guesser.begin(owner)).isLoggedIn()).isTrue();
        guesser.guessUntilTheStepIsDisabled();
    }

    @Test
    void isDisabledForStrangersUntilAnAdministratorDeletesTheEntry() {
        int mails = mail.mailsTo(user.email()).size();
        LoginClient elsewhere = realm.newClient();
        elsewhere.openLogin();
        Page page = elsewhere.password(user);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.error()).contains("Ask the people who run this service");
        assertThat(mail.mailsTo(user.email())).hasSize(mails);
        JsonNode event = realm.events(user).get(0);
        assertThat(event.path("details").path("reason").asText()).isEqualTo("disabled");

        assertThat(entry().path("userLabel").asText())
                .startsWith("Email code: disabled after 20 wrong codes in a row.");
        realm.admin().delete(credentials() + "/" + entry().path("id").asText());
        assertThat(elsewhere.code(guesser.begin(elsewhere)).isLoggedIn()).isTrue();
    }

    @Test
    void isNotDisabledForABrowserThatIsKnown() {
        realm.endSessions(user);
        assertThat(owner.code(guesser.begin(owner)).isLoggedIn()).isTrue();
    }

    @Test
    void cannotBeAllowedAgainByTheUser() throws Exception {
        HttpRequest delete = HttpRequest.newBuilder(URI.create(server.url() + "/realms/" + realm.name()
                        + "/account/credentials/" + entry().path("id").asText()))
                .header("Authorization", "Bearer " + accessToken())
                .header("Accept", "application/json")
                .DELETE()
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(delete, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(HttpURLConnection.HTTP_BAD_REQUEST);
        assertThat(entry().path("id").asText()).isNotBlank();
    }

    /** As an export holds it: Keycloak's import drops what no provider knows, and says nothing. */
    @Test
    void staysDisabledInAnImport() {
        realm.admin()
                .post(
                        realm.name() + "/partialImport",
                        Map.of(
                                "users",
                                List.of(Map.of(
                                        "username",
                                        "imported",
                                        "email",
                                        "imported@example.test",
                                        "enabled",
                                        true,
                                        "credentials",
                                        List.of(
                                                Map.of("type", "password", "value", "password"),
                                                Map.of(
                                                        "type",
                                                        entry().path("type").asText(),
                                                        "userLabel",
                                                        entry().path("userLabel")
                                                                .asText(),
                                                        "secretData",
                                                        "{}",
                                                        "credentialData",
                                                        entry().path("credentialData")
                                                                .asText()))))));
        LoginClient stranger = realm.newClient();
        stranger.openLogin();
        stranger.submit(Map.of("username", "imported", "password", "password"));
        assertThat(stranger.page().error()).contains("Ask the people who run this service");
        assertThat(mail.mailsTo("imported@example.test")).isEmpty();
    }

    /** Of the session that the owner has, as a browser would get it. */
    private String accessToken() throws Exception {
        Page in = owner.newTab().openLogin();
        Page answer = realm.newClient()
                .post(
                        URI.create(server.url() + "/realms/" + realm.name() + "/protocol/openid-connect/token"),
                        "application/x-www-form-urlencoded",
                        "grant_type=authorization_code&client_id=" + CLIENT + "&redirect_uri=" + realm.appUrl()
                                + "&code=" + in.authorizationCode().orElseThrow());
        return new ObjectMapper()
                .readTree(answer.text())
                .required("access_token")
                .asText();
    }

    private JsonNode entry() {
        for (JsonNode credential : realm.admin().get(credentials())) {
            if (credential.path("type").asText().equals("email-otp-lock")) {
                return credential;
            }
        }
        throw new AssertionError("no entry among the credentials");
    }

    private String credentials() {
        return realm.name() + "/users/" + user.id() + "/credentials";
    }
}
