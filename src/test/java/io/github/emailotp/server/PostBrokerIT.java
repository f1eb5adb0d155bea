package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People who come from another realm of the same server, as their identity provider. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The step after an identity provider")
class PostBrokerIT {

    private static final String PROVIDER = "other";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final AdminApi admin;

    PostBrokerIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.admin = server.admin();
    }

    @BeforeEach
    void connectTheProvider() {
        String broker = server.url() + "/realms/" + realm.name() + "/broker/" + PROVIDER + "/endpoint";
        ObjectNode other = new ObjectMapper().createObjectNode();
        other.put("realm", PROVIDER).put("enabled", true).put("sslRequired", "none");
        other.putArray("clients")
                .addObject()
                .put("clientId", "broker")
                .put("secret", "broker's secret")
                .putArray("redirectUris")
                .add(broker);
        admin.importRealm(other);
        String endpoints = server.url() + "/realms/" + PROVIDER + "/protocol/openid-connect/";
        admin.post(
                realm.name() + "/identity-provider/instances",
                Map.of(
                        "alias",
                        PROVIDER,
                        "providerId",
                        "oidc",
                        "trustEmail",
                        true,
                        "firstBrokerLoginFlowAlias",
                        "new from the broker",
                        "postBrokerLoginFlowAlias",
                        "after the broker",
                        "config",
                        Map.of(
                                "authorizationUrl", endpoints + "auth",
                                "tokenUrl", endpoints + "token",
                                "clientId", "broker",
                                "clientSecret", "broker's secret",
                                "clientAuthMethod", "client_secret_post",
                                "validateSignature", "false",
                                "defaultScope", "openid email profile")));
    }

    @AfterEach
    void disconnectTheProvider() {
        admin.delete(realm.name() + "/identity-provider/instances/" + PROVIDER);
        admin.delete(PROVIDER);
    }

    @Test
    void asksForTheCodeAtEveryLogin() {
        TestUser person = newPerson("traveller");
        for (int login : List.of(1, 2)) {
            LoginClient client = logInAtTheProvider(person);
            assertThat(client.page().isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(person.email(), login).code()).isLoggedIn())
                    .isTrue();
        }
    }

    @Test
    void raisesTheErrorsOfThatFlow() {
        TestUser person = newPerson("guest");
        LoginClient client = logInAtTheProvider(person);
        String code = mail.awaitMail(person.email()).code();
        client.code(WrongCode.insteadOf(code));
        assertThat(events("IDENTITY_PROVIDER_POST_LOGIN_ERROR")).contains("invalid_user_credentials");
    }

    private String events(String type) {
        return admin.get(realm.name() + "/events?type=" + type).toString();
    }

    private TestUser newPerson(String name) {
        String address = name + "@example.test";
        String password = "password of " + name;
        return new TestUser(admin.createUser(PROVIDER, name, address, password), name, address, password);
    }

    private LoginClient logInAtTheProvider(TestUser person) {
        LoginClient client = realm.newClient();
        Page first = client.openLogin();
        client.get(URI.create(
                first.document().select("a#social-" + PROVIDER).first().absUrl("href")));
        client.password(person);
        return client;
    }
}
