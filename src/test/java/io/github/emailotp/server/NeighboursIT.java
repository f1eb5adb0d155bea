package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.setup.Person;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other parts of Keycloak make of a login with a mailed code. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login with a mailed code")
class NeighboursIT {

    private static final String FLOW = "code and condition";
    private static final String CLIENT = "test-app";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    NeighboursIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @AfterEach
    void bindTheFlowOfTheRealm() {
        bind("browser email code");
    }

    /** "Condition - credential" exists since 26.4. */
    @Test
    void isNotOneWithAnAuthenticatorAppToAConditionInItsFlow() {
        assumeThat(hasConditionCredential()).isTrue();
        FlowEditor flow = denyWhoHasUsed("otp");
        try {
            assertThat(login().isLoggedIn()).isTrue();
        } finally {
            bind("browser email code");
            flow.delete();
        }
    }

    @Test
    void isNotOneWithAnAuthenticatorAppToAConditionInAFlowThatFollows() {
        assumeThat(hasConditionCredential()).isTrue();
        FlowEditor first = FlowEditor.create(realm, "first login with code")
                .addStep("idp-create-user-if-unique", "REQUIRED", "first login with code")
                .addStep("auth-email-otp-form", "REQUIRED", "first login with code");
        FlowEditor then = FlowEditor.create(realm, "then").addStep("allow-access-authenticator", "REQUIRED", "then");
        then.addSubFlow("deny", "CONDITIONAL", "then")
                .addStep("conditional-credential", "REQUIRED", "deny")
                .configure("conditional-credential", Map.of("credentials", "otp", "included", "true"))
                .addStep("deny-access-authenticator", "REQUIRED", "deny");
        try (OtherRealm provider = OtherRealm.connect(
                server,
                realm,
                Map.of(
                        "firstBrokerLoginFlowAlias", "first login with code",
                        "postBrokerLoginFlowAlias", "then"),
                Map.of())) {
            TestUser person = provider.newPerson("follower");
            LoginClient login = provider.logIn(person);
            login.code(mail.awaitMail(person.email()).code());
            assertThat(login.isLoggedIn()).as(login.page().text()).isTrue();
        } finally {
            first.delete();
            then.delete();
        }
    }

    @Test
    void isOneWithAnEmailCodeToAConditionInItsFlow() {
        assumeThat(hasConditionCredential()).isTrue();
        FlowEditor flow = denyWhoHasUsed("email-otp");
        try {
            assertThat(login().isLoggedIn()).isFalse();
        } finally {
            bind("browser email code");
            flow.delete();
        }
    }

    /** By the two settings of the step that the documentation names; without the second the claim lasts for a second. */
    @Test
    void isToldInTheClaimAmr() throws IOException {
        realm.configureStep(Map.of("default.reference.value", "otp", "default.reference.maxAge", "3600"));
        String app = realm.admin()
                .get(realm.name() + "/clients?clientId=" + CLIENT)
                .get(0)
                .required("id")
                .asText();
        String mapper = realm.admin()
                .create(
                        realm.name() + "/clients/" + app + "/protocol-mappers/models",
                        Map.of(
                                "name",
                                "amr",
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "oidc-amr-mapper",
                                "config",
                                Map.of("id.token.claim", "true", "access.token.claim", "true")));
        try {
            LoginClient in = login();
            Instant soon = Instant.now().plusSeconds(2);
            Patience.until(
                    "the second of the login to be over", () -> Instant.now().isAfter(soon));
            assertThat(accessToken(in).path("amr")).map(JsonNode::asText).contains("otp");
        } finally {
            realm.admin().delete(realm.name() + "/clients/" + app + "/protocol-mappers/models/" + mapper);
        }
    }

    /** Deleting an authenticator app is asked of people with the level that this category has in the flow. */
    @ParameterizedTest
    @CsvSource({
        "auth-otp-form, auth-email-otp-form, #email-otp-form",
        "auth-email-otp-form, auth-otp-form, #kc-otp-login-form"
    })
    void isOneOfTheCategoryOtpWhoseLastStepDecidesItsLevel(String lower, String upper, String asked) {
        TestUser owner = Person.WITH_APP.in(realm);
        FlowEditor flow = FlowEditor.duplicate(realm, "step-up", "two levels");
        flow.deleteStep("auth-email-otp-form")
                .addStep(lower, "REQUIRED", "two levels level 1")
                .addStep(upper, "REQUIRED", "two levels level 2");
        bind("two levels");
        try {
            client.openLogin();
            client.password(owner);
            answer(owner);
            assertThat(client.isLoggedIn()).isTrue();
            client.openLogin(Map.of("kc_action", "delete_credential:" + app(owner)));
            assertThat(client.page().has(asked)).as(client.page().text()).isTrue();
            answer(owner);
            assertThat(client.page().text()).contains("Delete");
        } finally {
            bind("browser email code");
            flow.delete();
        }
    }

    private void answer(TestUser owner) {
        if (client.page().isCodePage()) {
            client.code(mail.awaitMail(owner.email()).code());
        } else {
            client.submit(Map.of("otp", Person.appCode()));
        }
    }

    private String app(TestUser owner) {
        for (JsonNode credential : realm.admin().get(realm.name() + "/users/" + owner.id() + "/credentials")) {
            if (credential.path("type").asText().equals("otp")) {
                return credential.path("id").asText();
            }
        }
        throw new AssertionError("no app");
    }

    private LoginClient login() {
        client.openLogin();
        client.password(user);
        client.code(mail.awaitMail(user.email()).code());
        return client;
    }

    private JsonNode accessToken(LoginClient in) throws IOException {
        var answer = realm.newClient()
                .post(
                        URI.create(realm.url() + "/protocol/openid-connect/token"),
                        "application/x-www-form-urlencoded",
                        "grant_type=authorization_code&client_id=" + CLIENT + "&redirect_uri=" + realm.appUrl()
                                + "&code=" + in.page().authorizationCode().orElseThrow());
        var json = new ObjectMapper();
        String token = json.readTree(answer.text()).required("access_token").asText();
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return json.readTree(new String(claims, StandardCharsets.UTF_8));
    }

    private FlowEditor denyWhoHasUsed(String credential) {
        FlowEditor flow = FlowEditor.duplicate(realm, "browser email code", FLOW);
        flow.addSubFlow("denial", "CONDITIONAL", flow.flowOf("auth-email-otp-form"))
                .addStep("conditional-credential", "REQUIRED", "denial")
                .configure("conditional-credential", Map.of("credentials", credential, "included", "true"))
                .addStep("deny-access-authenticator", "REQUIRED", "denial");
        bind(FLOW);
        return flow;
    }

    private boolean hasConditionCredential() {
        for (JsonNode provider : realm.admin().get(realm.name() + "/authentication/authenticator-providers")) {
            if (provider.path("id").asText().equals("conditional-credential")) {
                return true;
            }
        }
        return false;
    }

    private void bind(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", flow));
    }
}
