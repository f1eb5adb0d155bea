package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People who come from another realm of the same server, as their identity provider. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The step after an identity provider")
class PostBrokerIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private OtherRealm provider;

    PostBrokerIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void connectTheProvider() {
        provider = OtherRealm.connect(
                server,
                realm,
                Map.of(
                        "firstBrokerLoginFlowAlias",
                        "new from the broker",
                        "postBrokerLoginFlowAlias",
                        "after the broker"),
                Map.of("acceptsPromptNoneForwardFromClient", "true"));
    }

    @AfterEach
    void disconnectTheProvider() {
        provider.close();
    }

    @Test
    void asksForTheCodeAtEveryLogin() {
        TestUser person = provider.newPerson("traveller");
        for (int login : List.of(1, 2)) {
            LoginClient client = provider.logIn(person);
            assertThat(client.page().isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(person.email(), login).code()).isLoggedIn())
                    .isTrue();
        }
    }

    /** A door of {@code docs/flows.md}. */
    @Test
    void isPassedOverWhereItsFlowIsNotThePostLoginFlow() {
        String path = realm.name() + "/identity-provider/instances/other";
        ObjectNode settings = (ObjectNode) realm.admin().get(path);
        settings.put("postBrokerLoginFlowAlias", "");
        realm.admin().put(path, settings);
        TestUser person = provider.newPerson("passer-by");
        assertThat(provider.logIn(person).isLoggedIn()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(person.email())).isEmpty();
    }

    @Test
    void raisesTheErrorsOfThatFlow() {
        TestUser person = provider.newPerson("guest");
        LoginClient client = provider.logIn(person);
        String code = mail.awaitMail(person.email()).code();
        client.code(WrongCode.insteadOf(code));
        assertThat(events("IDENTITY_PROVIDER_POST_LOGIN_ERROR")).contains("invalid_user_credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#loginRestartLink", "#loginContinueLink"})
    void leadsWhoIsDeletedMeanwhileToTheBeginningOfTheLogin(String link) {
        TestUser person = provider.newPerson("deleted" + link.length());
        LoginClient client = provider.logIn(person);
        mail.awaitMail(person.email());
        delete(person);
        client.reload();
        client.reload();
        assertThat(client.page().status()).isEqualTo(200);
        assertThat(client.page().text()).contains("Page has expired");
        String next = client.page().document().select(link).first().absUrl("href");
        assertThat(client.get(URI.create(next)).isPasswordPage()).isTrue();
    }

    /** Keycloak takes the login through the provider and back, and throws the page away: nobody may be asked anything. */
    @Test
    void mailsNothingForSilentLogins() {
        FlowEditor flow = FlowEditor.create(realm, "through the provider")
                .addStep("identity-provider-redirector", "ALTERNATIVE", "through the provider");
        TestUser person = provider.newPerson("silent");
        LoginClient client = provider.logIn(person);
        mail.awaitMail(person.email());
        bind("through the provider");
        try {
            for (int i = 0; i < 5; i++) {
                client.openLogin(Map.of("prompt", "none", "kc_idp_hint", "other"));
                assertThat(client.page().url().getQuery()).contains("error=interaction_required");
            }
        } finally {
            bind("browser email code");
            flow.delete();
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(person.email())).as("that of the first login").hasSize(1);
    }

    /** Also where nobody has come from the provider before: the flow of the first login is asked then. */
    @Test
    void mailsNothingForSilentFirstLogins() {
        FlowEditor first = FlowEditor.create(realm, "first login with code")
                .addStep("idp-create-user-if-unique", "REQUIRED", "first login with code")
                .addStep("auth-email-otp-form", "REQUIRED", "first login with code");
        FlowEditor flow = FlowEditor.create(realm, "through the provider")
                .addStep("identity-provider-redirector", "ALTERNATIVE", "through the provider");
        TestUser person = provider.newPerson("silent-newcomer");
        LoginClient client = provider.logIn(person);
        mail.awaitMail(person.email());
        String path = realm.name() + "/identity-provider/instances/other";
        ObjectNode settings = (ObjectNode) realm.admin().get(path);
        realm.admin().put(path, settings.put("firstBrokerLoginFlowAlias", "first login with code"));
        bind("through the provider");
        try {
            for (int i = 0; i < 3; i++) {
                delete(person);
                client.openLogin(Map.of("prompt", "none", "kc_idp_hint", "other"));
                assertThat(client.page().url().getQuery()).contains("error=interaction_required");
            }
        } finally {
            bind("browser email code");
            realm.admin().put(path, settings.put("firstBrokerLoginFlowAlias", "new from the broker"));
            first.delete();
            flow.delete();
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(person.email())).as("that of the first login").hasSize(1);
    }

    /** Keycloak shows the login page then, and what the person does there is no silent login any more. */
    @Test
    void asksWhomTheProviderCouldNotLogInSilently() {
        FlowEditor flow = FlowEditor.create(realm, "provider or password")
                .addStep("identity-provider-redirector", "ALTERNATIVE", "provider or password")
                .addSubFlow("password and code", "ALTERNATIVE", "provider or password")
                .addStep("auth-username-password-form", "REQUIRED", "password and code")
                .addStep("auth-email-otp-form", "REQUIRED", "password and code");
        TestUser person = realm.newUser();
        LoginClient client = realm.newClient();
        bind("provider or password");
        try {
            String state = stateOfASilentLogin(client);
            client.get(URI.create(realm.url() + "/broker/other/endpoint?error=consent_required&state=" + state));
            assertThat(client.page().isPasswordPage()).isTrue();
            assertThat(client.password(person).isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(person.email()).code()).isLoggedIn())
                    .isTrue();
        } finally {
            bind("browser email code");
            flow.delete();
        }
    }

    /** There the step comes first, in Keycloak's answer to the provider, which is nothing that a browser can load again. */
    @Test
    void asksWhoIsLoggedInAndWhomTheProviderRefuses() {
        FlowEditor flow = FlowEditor.create(realm, "provider or step-up")
                .addStep("identity-provider-redirector", "ALTERNATIVE", "provider or step-up")
                .addSubFlow("session and code", "ALTERNATIVE", "provider or step-up")
                .addStep("auth-cookie", "REQUIRED", "session and code")
                .addStep("auth-email-otp-form", "REQUIRED", "session and code");
        TestUser person = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(person);
        assertThat(client.code(mail.awaitMail(person.email()).code()).isLoggedIn())
                .isTrue();
        bind("provider or step-up");
        try {
            String state = stateOfASilentLogin(client);
            client.get(URI.create(realm.url() + "/broker/other/endpoint?error=access_denied&state=" + state));
            assertThat(client.page().isCodePage()).isTrue();
            assertThat(client.reload().isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(person.email(), 2).code()).isLoggedIn())
                    .isTrue();
        } finally {
            bind("browser email code");
            flow.delete();
        }
        assertThat(mail.mailsTo(person.email())).hasSize(2);
    }

    private String stateOfASilentLogin(LoginClient client) {
        client.stopAt("/realms/other/");
        client.openLogin(Map.of("prompt", "none", "kc_idp_hint", "other"));
        client.stopAt("");
        return Stream.of(client.page().url().getRawQuery().split("&"))
                .filter(parameter -> parameter.startsWith("state="))
                .map(parameter -> parameter.substring("state=".length()))
                .findFirst()
                .orElseThrow();
    }

    private void delete(TestUser person) {
        realm.admin()
                .get(realm.name() + "/users?exact=true&username=" + person.username())
                .forEach(user -> realm.admin()
                        .deleteUser(realm.name(), user.required("id").asText()));
    }

    private void bind(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", flow));
    }

    private String events(String type) {
        return realm.admin().get(realm.name() + "/events?type=" + type).toString();
    }
}
