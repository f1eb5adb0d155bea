package io.github.emailotp.server.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.OtherRealm;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The test realm as one that people come to from another realm. Whoever has an account already is asked whether to link it, and then,
 * as one of several options, for a code. Keycloak counts failures, and locks an account after {@value #FAILURE_FACTOR}.
 */
final class LinkingRealm {

    static final String BY_CODE = "idp-email-otp-verification";
    static final String BY_LINK = "idp-email-verification";
    static final String BY_PASSWORD = "idp-username-password-form";
    static final int FAILURE_FACTOR = 3;

    private static final String FLOW = "linking";
    private static final String PROVIDER = "other";
    private static final String REVIEW = "idp-review-profile";

    private final KeycloakServer server;
    private final TestRealm realm;
    private FlowEditor flow;
    private OtherRealm provider;

    LinkingRealm(KeycloakServer server, TestRealm realm) {
        this.server = server;
        this.realm = realm;
    }

    void open() {
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings -> settings.put("bruteForceProtected", true)
                                .put("failureFactor", FAILURE_FACTOR)
                                .put("waitIncrementSeconds", 600)
                                .put("quickLoginCheckMilliSeconds", 0));
        flow = FlowEditor.create(realm, FLOW)
                .addStep(REVIEW, "REQUIRED", FLOW)
                .addSubFlow("create or link", "REQUIRED", FLOW)
                .addStep("idp-create-user-if-unique", "ALTERNATIVE", "create or link")
                .addSubFlow("existing account", "ALTERNATIVE", "create or link")
                .addStep("idp-confirm-link", "REQUIRED", "existing account")
                .addSubFlow("options", "REQUIRED", "existing account")
                .addStep(BY_LINK, "DISABLED", "options")
                .addStep(BY_CODE, "ALTERNATIVE", "options")
                .addSubFlow("by password", "ALTERNATIVE", "options")
                .addStep(BY_PASSWORD, "REQUIRED", "by password")
                .configure(REVIEW, Map.of("update.profile.on.first.login", "off"));
        provider = OtherRealm.connect(
                server, realm, Map.of("firstBrokerLoginFlowAlias", FLOW, "displayName", "The Other Shop"), Map.of());
    }

    void close() {
        provider.close();
        flow.delete();
        realm.admin().updateRealm(realm.name(), settings -> settings.put("bruteForceProtected", false));
    }

    /** Changes what is above. */
    FlowEditor flow() {
        return flow;
    }

    /** From now on Keycloak counts no failures. */
    void countNoFailures() {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("bruteForceProtected", false));
    }

    /** From now on people are shown what the provider tells of them, and can edit it. */
    void reviewProfiles() {
        flow.configure(REVIEW, Map.of("update.profile.on.first.login", "on"));
    }

    /** Changes the provider. */
    void provider(Consumer<ObjectNode> change) {
        String path = realm.name() + "/identity-provider/instances/" + PROVIDER;
        ObjectNode settings = (ObjectNode) realm.admin().get(path);
        change.accept(settings);
        realm.admin().put(path, settings);
    }

    /** A new account here, whose address nobody has verified. */
    TestUser newOwner() {
        TestUser owner = realm.newUser();
        realm.admin().updateUser(realm.name(), owner.id(), account -> account.put("emailVerified", false));
        return owner;
    }

    /** Somebody at the provider with the address of an account here. */
    TestUser withAddressOf(TestUser owner) {
        return provider.newPerson("upstream-" + owner.username(), owner.email());
    }

    /** Somebody at the provider with the user name of an account here. */
    TestUser withNameOf(TestUser owner) {
        return provider.newPerson(owner.username(), "elsewhere-" + owner.email());
    }

    /** Comes from the provider in a browser of its own, up to Keycloak's question or the application. */
    LoginClient arrive(TestUser person) {
        return provider.logIn(person);
    }

    /** Comes from the provider and wants to link the account that is there. */
    LoginClient arriveToLink(TestUser person) {
        LoginClient client = arrive(person);
        link(client);
        return client;
    }

    /** Begins the login of this tab anew, comes from the provider as this person, and wants to link the account that is there. */
    void arriveAgainToLink(LoginClient client, TestUser person) {
        provider.comeAgain(client, person);
        link(client);
    }

    /** From now on the person has the address of an account here. */
    void moveToAddressOf(TestUser owner, TestUser person) {
        provider.moveTo(person, owner.email());
    }

    /** Somebody else at the provider, who from now on has the address that this person has had. */
    TestUser successorOf(TestUser person) {
        provider.moveTo(person, "before-" + person.email());
        return provider.newPerson("successor-of-" + person.username(), person.email());
    }

    /** Somebody types so many wrong passwords that Keycloak locks the account. */
    void lock(TestUser owner) {
        LoginClient thief = realm.newClient();
        thief.openLogin();
        for (int i = 1; i <= FAILURE_FACTOR; i++) {
            thief.submit(Map.of("username", owner.username(), "password", "guessed " + i));
            int failures = i;
            Patience.until("failure " + failures, () -> failures(owner) == failures);
        }
    }

    /** An administrator unlocks it. */
    void unlock(TestUser owner) {
        realm.admin().delete(realm.name() + "/attack-detection/brute-force/users/" + owner.id());
    }

    /** Says yes to Keycloak's question. */
    static Page link(LoginClient client) {
        return client.submit(Map.of("submitAction", "linkAccount"));
    }

    /** Chooses a step under "Try another way". */
    Page choose(LoginClient client, String step) {
        client.tryAnotherWay();
        return client.submit(Map.of("authenticationExecution", flow.id(step)));
    }

    /** The names at the provider that the account is linked with. */
    List<String> links(TestUser owner) {
        List<String> names = new ArrayList<>();
        realm.admin()
                .get(realm.name() + "/users/" + owner.id() + "/federated-identity")
                .forEach(link -> names.add(link.required("userName").asText()));
        return names;
    }

    void unlink(TestUser owner) {
        realm.admin().delete(realm.name() + "/users/" + owner.id() + "/federated-identity/" + PROVIDER);
    }

    /** The types of what the account has to log in with. */
    List<String> credentials(TestUser owner) {
        List<String> types = new ArrayList<>();
        realm.admin()
                .get(realm.name() + "/users/" + owner.id() + "/credentials")
                .forEach(credential -> types.add(credential.required("type").asText()));
        return types;
    }

    boolean isVerified(TestUser owner) {
        return realm.admin()
                .get(realm.name() + "/users/" + owner.id())
                .path("emailVerified")
                .asBoolean();
    }

    /** The errors of an account's events of this type, newest first. */
    List<String> errors(TestUser owner, String type) {
        return events(owner, type).stream()
                .map(event -> event.path("error").asText())
                .toList();
    }

    List<JsonNode> events(TestUser owner, String type) {
        return realm.events(owner).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** What brute-force detection has counted. */
    int failures(TestUser owner) {
        JsonNode status = realm.admin().bruteForceStatus(realm.name(), owner.id());
        return status.path("numFailures").asInt()
                + status.path("numSecondaryAuthFailures").asInt();
    }
}
