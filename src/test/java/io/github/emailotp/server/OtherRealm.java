package io.github.emailotp.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.RealmKeys;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Another realm of the same server as the identity provider of the test realm, until {@link #close()}. */
public final class OtherRealm implements AutoCloseable {

    private static final String NAME = "other";

    private final TestRealm realm;
    private final AdminApi admin;

    private OtherRealm(TestRealm realm) {
        this.realm = realm;
        this.admin = realm.admin();
    }

    /**
     * Makes the realm and connects it.
     *
     * @param flows the provider's aliases of flows, by their name in the admin API
     * @param settings more of the provider's config
     */
    public static OtherRealm connect(
            KeycloakServer server, TestRealm realm, Map<String, String> flows, Map<String, String> settings) {
        var other = new OtherRealm(realm);
        other.admin.importRealm(representation(realm));
        String endpoints = server.url() + "/realms/" + NAME + "/protocol/openid-connect/";
        Map<String, String> config = new HashMap<>(Map.of(
                "authorizationUrl", endpoints + "auth",
                "tokenUrl", endpoints + "token",
                "clientId", "broker",
                "clientSecret", "broker's secret",
                "clientAuthMethod", "client_secret_post",
                "validateSignature", "false",
                "defaultScope", "openid email profile"));
        config.putAll(settings);
        Map<String, Object> provider =
                new HashMap<>(Map.of("alias", NAME, "providerId", "oidc", "trustEmail", true, "config", config));
        provider.putAll(flows);
        other.admin.post(realm.name() + "/identity-provider/instances", provider);
        return other;
    }

    /** From now on the person has this address there. */
    public void moveTo(TestUser person, String address) {
        admin.updateUser(NAME, person.id(), account -> account.put("email", address));
    }

    /** A new person there, with an address of their own. */
    public TestUser newPerson(String name) {
        return newPerson(name, name + "@example.test");
    }

    /** A new person there. */
    public TestUser newPerson(String name, String address) {
        String password = "password of " + name;
        return new TestUser(admin.createUser(NAME, name, address, password), name, address, password);
    }

    /** From now on the account of the test realm is linked with this person. */
    public void link(TestUser account, TestUser person) {
        admin.post(
                links(account) + "/" + NAME,
                Map.of("identityProvider", NAME, "userId", person.id(), "userName", person.username()));
    }

    /** The ids, here, of the people that the account of the test realm is linked with. */
    public List<String> linked(TestUser account) {
        return admin.get(links(account)).findValuesAsText("userId");
    }

    private String links(TestUser account) {
        return realm.name() + "/users/" + account.id() + "/federated-identity";
    }

    /** Begins a login into the test realm, goes to the provider, and comes back from there. */
    public LoginClient logIn(TestUser person) {
        LoginClient client = realm.newClient();
        logIn(client, person);
        return client;
    }

    /** As {@link #logIn(TestUser)}, in this browser. */
    public Page logIn(LoginClient client, TestUser person) {
        return logIn(client, person, Map.of());
    }

    /** As {@link #logIn(LoginClient, TestUser)}, with more parameters of the authorization request. */
    public Page logIn(LoginClient client, TestUser person, Map<String, String> parameters) {
        client.openLogin(parameters);
        return come(client, person);
    }

    /**
     * Begins the login of this tab anew, by the address that Keycloak's own pages link to, and comes back as this person: the provider
     * has forgotten whoever was there before.
     */
    public Page comeAgain(LoginClient client, TestUser person) {
        endSessions();
        client.get(URI.create(
                realm.url() + "/login-actions/restart?" + client.page().url().getRawQuery()));
        return come(client, person);
    }

    /** Ends all sessions there: whoever comes next logs in anew. */
    public void endSessions() {
        admin.post(NAME + "/logout-all", Map.of());
    }

    private static Page come(LoginClient client, TestUser person) {
        Page first = client.page();
        client.get(
                URI.create(first.document().select("a#social-" + NAME).first().absUrl("href")));
        return client.page().isPasswordPage() ? client.password(person) : client.page();
    }

    @Override
    public void close() {
        admin.delete(realm.name() + "/identity-provider/instances/" + NAME);
        admin.delete(NAME);
    }

    private static ObjectNode representation(TestRealm realm) {
        ObjectNode other = new ObjectMapper().createObjectNode();
        other.put("realm", NAME).put("enabled", true).put("sslRequired", "none");
        other.putArray("clients")
                .addObject()
                .put("clientId", "broker")
                .put("secret", "broker's secret")
                .putArray("redirectUris")
                .add(realm.url() + "/broker/" + NAME + "/endpoint");
        return RealmKeys.in(other);
    }
}
