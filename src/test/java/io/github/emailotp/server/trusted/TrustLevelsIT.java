package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.FlowEditor;
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

    private static final String LEVEL = "conditional-level-of-authentication";

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
        user = realm.newUser();
        try (TrustingRealm usual = TrustingRealm.bind(realm, mail)) {
            client = usual.trustedBrowser(user);
        }
        trusting = TrustingRealm.bind(realm, mail, "step-up", true);
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

    @Test
    void withoutABoxThatWouldPromiseAnythingElse() {
        assertThat(trusting.logIn(client, user, ESSENTIAL).has("#email-otp-trust"))
                .isFalse();
        client.submit(Map.of("oneTimeCode", mail.awaitMail(user.email(), 2).code(), TrustingRealm.BOX, "true"));
        assertThat(client.isLoggedIn()).isTrue();
        assertThat(trusting.browsers(user)).hasSize(1);
    }

    /** Keycloak goes through the first one of a flow in any case, whichever it is. */
    @Test
    void whereNobodyAsksForItBecauseItIsTheOnlyOne() {
        String alone = "the second level alone";
        String code = "its code";
        FlowEditor flow = FlowEditor.create(realm, alone)
                .addSubFlow(LEVEL, "CONDITIONAL", alone)
                .addStep(LEVEL, "REQUIRED", LEVEL)
                .addStep("auth-username-password-form", "REQUIRED", LEVEL)
                .addSubFlow(code, "CONDITIONAL", LEVEL)
                .addStep(TrustingRealm.CONDITION, "REQUIRED", code)
                .addStep(TrustingRealm.STEP, "REQUIRED", code)
                .configure(LEVEL, Map.of("loa-condition-level", "2", "loa-max-age", "36000"))
                .configure(TrustingRealm.STEP, Map.of("trustedBrowserDays", "30"));
        trusting.use(alone);
        try {
            assertThat(trusting.logIn(client, user).isCodePage()).isTrue();
            assertThat(client.page().has("#email-otp-trust")).isFalse();
        } finally {
            trusting.use("browser email code");
            flow.delete();
        }
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
