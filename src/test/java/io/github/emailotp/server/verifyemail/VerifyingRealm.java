package io.github.emailotp.server.verifyemail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The test realm as one that verifies addresses by code: a login is a password, then the code. Keycloak counts failures, and locks
 * an account after {@value #FAILURE_FACTOR}.
 */
final class VerifyingRealm {

    static final String BY_CODE = "email-otp-verify-email";
    static final String BY_LINK = "VERIFY_EMAIL";
    static final int FAILURE_FACTOR = 3;

    private static final String FORM = "application/x-www-form-urlencoded";

    /** Above "Update Password", in realms of all versions. */
    private static final int PLACE = 25;

    private final TestRealm realm;
    private String flow;

    VerifyingRealm(TestRealm realm) {
        this.realm = realm;
    }

    void open() {
        flow = realm.admin().get(realm.name()).required("browserFlow").asText();
        set(settings -> settings.put("browserFlow", "browser")
                .put("verifyEmail", true)
                .put("registrationAllowed", true)
                .put("bruteForceProtected", true)
                .put("failureFactor", FAILURE_FACTOR)
                .put("waitIncrementSeconds", 600)
                .put("quickLoginCheckMilliSeconds", 0));
        realm.admin()
                .post(
                        realm.name() + "/authentication/register-required-action",
                        Map.of("providerId", BY_CODE, "name", "Verify Email by Code"));
        action(BY_LINK, action -> action.put("enabled", false));
        action(BY_CODE, action -> action.put("priority", PLACE));
    }

    void close() {
        realm.admin().delete(realm.name() + "/authentication/required-actions/" + BY_CODE);
        action(BY_LINK, action -> action.put("enabled", true));
        set(settings -> settings.put("browserFlow", flow)
                .put("verifyEmail", false)
                .put("registrationAllowed", false)
                .put("bruteForceProtected", false));
    }

    void set(Consumer<ObjectNode> change) {
        realm.admin().updateRealm(realm.name(), change);
    }

    /** Changes a required action of the realm. */
    void action(String alias, Consumer<ObjectNode> change) {
        String path = realm.name() + "/authentication/required-actions/" + alias;
        ObjectNode action = (ObjectNode) realm.admin().get(path);
        change.accept(action);
        realm.admin().put(path, action);
    }

    /** Settings of the codes. */
    void configure(Map<String, String> settings) {
        realm.admin()
                .put(
                        realm.name() + "/authentication/required-actions/" + BY_CODE + "/config",
                        Map.of("config", settings));
    }

    /** A new user whose address nobody has verified. */
    TestUser unverified() {
        TestUser user = realm.newUser();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("emailVerified", false));
        return user;
    }

    boolean isVerified(TestUser user) {
        return account(user).path("emailVerified").asBoolean();
    }

    JsonNode requiredActions(TestUser user) {
        return account(user).path("requiredActions");
    }

    private JsonNode account(TestUser user) {
        return realm.admin().get(realm.name() + "/users/" + user.id());
    }

    /** The account with this name. */
    TestUser named(String name, String address, String password) {
        JsonNode account =
                realm.admin().get(realm.name() + "/users?username=" + name).path(0);
        return new TestUser(account.required("id").asText(), name, address, password);
    }

    /** The errors of a user's events of this type, newest first. */
    List<String> errors(TestUser user, String type) {
        return events(user, type).stream()
                .map(event -> event.path("error").asText())
                .toList();
    }

    List<JsonNode> events(TestUser user, String type) {
        return realm.events(user).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** What brute-force detection has counted. */
    int failures(TestUser user) {
        JsonNode status = realm.admin().bruteForceStatus(realm.name(), user.id());
        return status.path("numFailures").asInt()
                + status.path("numSecondaryAuthFailures").asInt();
    }

    /** The password grant, of a client that shows no pages. */
    Page passwordGrant(TestUser user) {
        String body = "grant_type=password&client_id=admin-cli&scope=openid&username=" + user.username() + "&password="
                + user.password().replace(" ", "+");
        return realm.newClient().post(URI.create(realm.url() + "/protocol/openid-connect/token"), FORM, body);
    }

    /** Fills in the form of a registration; on versions that ask for the password after the code, it has no field for one. */
    static Page register(LoginClient visitor, String name, String address, String password) {
        visitor.openLogin();
        visitor.follow("a[href*=registration]");
        return visitor.submit(Map.of(
                "username", name,
                "email", address,
                "firstName", "New",
                "lastName", "Comer",
                "password", password,
                "password-confirm", password));
    }

    /** Whether this is Keycloak's page for a new password. */
    static boolean asksForNewPassword(Page page) {
        return page.has("[name=password-new]");
    }

    static Page setPassword(LoginClient visitor, String password) {
        return visitor.submit(Map.of("password-new", password, "password-confirm", password));
    }
}
