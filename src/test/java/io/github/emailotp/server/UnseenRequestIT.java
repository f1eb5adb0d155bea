package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of which the browser says that nobody looks at the answer; somebody who is logged in looks at another site. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A request that nobody sees")
class UnseenRequestIT {

    private static final Map<String, String> STEP_UP = Map.of("acr_values", "2");
    private static final Map<String, String> SEEN =
            Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document");

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    UnseenRequestIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @BeforeEach
    void bindTheStepUp() {
        bind("step-up");
    }

    @AfterEach
    void bindTheFlowOfTheRealm() {
        bind("browser email code");
    }

    static List<Map<String, String>> unseen() {
        return List.of(
                Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "image"),
                Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "empty"),
                Map.of("Sec-Fetch-Site", "same-site", "Sec-Fetch-Dest", "script"),
                Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "iframe"),
                Map.of("Sec-Fetch-Site", "none", "Sec-Fetch-Dest", "document", "Sec-Purpose", "prefetch;prerender"),
                Map.of("Purpose", "prefetch"));
    }

    @ParameterizedTest
    @MethodSource("unseen")
    void mailsNothingAndIsNoBarToTheNextOne(Map<String, String> headers) {
        logInAtTheLowerLevel();
        client.headers(headers);
        for (int i = 0; i < 5; i++) {
            client.openLogin(STEP_UP);
            assertThat(client.page().has("[data-state=nocode]")).isTrue();
            client.reload();
        }
        requireMails(0);
        client.headers(SEEN);
        client.openLogin(STEP_UP);
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        requireMails(1);
    }

    /** A frame of another site that the realm allows, for instance. */
    @Test
    void isSeenAllTheSameByWhoPressesItsButton() {
        logInAtTheLowerLevel();
        client.headers(Map.of("Sec-Fetch-Site", "same-site", "Sec-Fetch-Dest", "iframe"));
        client.openLogin(STEP_UP);
        client.headers(Map.of("Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "iframe"));
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.reload().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        requireMails(1);
    }

    private void logInAtTheLowerLevel() {
        client.openLogin();
        assertThat(client.password(user).isLoggedIn()).isTrue();
    }

    /** They leave in the background. */
    private void requireMails(int count) {
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).hasSize(count);
    }

    private void bind(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", flow));
    }
}
