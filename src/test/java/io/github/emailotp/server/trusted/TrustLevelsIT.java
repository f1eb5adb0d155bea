package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the code, with the condition around it, stands in the second level of a flow. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A higher level is reached by a code, in a trusted browser too")
class TrustLevelsIT {

    private static final Map<String, String> ESSENTIAL =
            Map.of("claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}");

    private final TestRealm realm;
    private final MailServer mail;
    private TrustingRealm trusting;
    private TestUser user;
    private LoginClient client;

    TrustLevelsIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void trustABrowser() {
        trusting = TrustingRealm.bind(realm, mail, "step-up", true);
        user = realm.newUser();
        client = realm.newClient();
        trusting.logIn(client, user, ESSENTIAL);
        client.submit(Map.of("oneTimeCode", mail.awaitMail(user.email()).code(), TrustingRealm.BOX, "true"));
        assertThat(client.isLoggedIn()).isTrue();
        realm.endSessions(user);
    }

    @AfterEach
    void unbind() {
        trusting.close();
    }

    @Test
    void atOnce() {
        assertThat(trusting.logIn(client, user, ESSENTIAL).isCodePage()).isTrue();
        assertThat(trusting.logIn(client, user, Map.of("acr_values", "2")).isCodePage())
                .isTrue();
    }

    @Test
    void fromTheFirstOne() {
        assertThat(trusting.logIn(client, user).isLoggedIn())
                .as("the first level")
                .isTrue();
        assertThat(client.openLogin(ESSENTIAL).isCodePage()).isTrue();
        assertThat(client.openLogin(Map.of("acr_values", "2")).isCodePage()).isTrue();
    }

    /** The condition says which level it takes to remove the trust. */
    @Test
    void toRemoveTheTrust() {
        String id = trusting.browsers(user).get(0).required("id").asText();
        assertThat(trusting.logIn(client, user).isLoggedIn())
                .as("the first level")
                .isTrue();
        assertThat(client.openLogin(Map.of("kc_action", "delete_credential:" + id))
                        .isCodePage())
                .isTrue();
    }
}
