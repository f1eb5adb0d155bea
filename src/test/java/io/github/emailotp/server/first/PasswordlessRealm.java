package io.github.emailotp.server.first;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The test realm as one without passwords: a login is a name and the code that is mailed to it. Keycloak counts failures. */
final class PasswordlessRealm {

    static final String STEP = "auth-email-otp-first";

    /** How many failures lock an account: more than codes can be wrong before there are waits. */
    static final int FAILURE_FACTOR = 30;

    static final String FLOW = "passwordless";

    private final TestRealm realm;
    /** As the next tests expect it. */
    private JsonNode before;

    private FlowEditor flow;

    PasswordlessRealm(TestRealm realm) {
        this.realm = realm;
    }

    void open() {
        before = realm.admin().get(realm.name());
        flow = FlowEditor.create(realm, FLOW)
                .addStep("auth-cookie", "ALTERNATIVE", FLOW)
                .addSubFlow("code only", "ALTERNATIVE", FLOW)
                .addStep(STEP, "REQUIRED", "code only");
        set(settings -> settings.put("browserFlow", FLOW)
                .put("bruteForceProtected", true)
                .put("failureFactor", FAILURE_FACTOR)
                .put("waitIncrementSeconds", 600)
                .put("quickLoginCheckMilliSeconds", 0));
    }

    void close() {
        set(settings -> settings.setAll((ObjectNode) before));
        flow.delete();
    }

    void set(Consumer<ObjectNode> change) {
        realm.admin().updateRealm(realm.name(), change);
    }

    /** Settings of the step. */
    void configure(Map<String, String> settings) {
        flow.configure(STEP, settings);
    }

    /** Types a name in a browser of its own. */
    LoginClient arrive(String name) {
        LoginClient client = realm.newClient();
        client.openLogin();
        name(client, name);
        return client;
    }

    /** An address that is nobody's, and like another. */
    static String nobodys(TestUser user) {
        return user.username() + "-not@example.test";
    }

    static Page name(LoginClient client, String name) {
        return client.submit(Map.of("username", name));
    }

    /** Whether this is the page that asks for a name. */
    static boolean isNamePage(Page page) {
        return page.has("input[name=username]:not([type=hidden])") && !page.isPasswordPage();
    }

    /** The account, as an administrator sees it. */
    JsonNode account(TestUser user) {
        return realm.admin().get(realm.name() + "/users/" + user.id());
    }

    void update(TestUser user, Consumer<ObjectNode> change) {
        realm.admin().updateUser(realm.name(), user.id(), change);
    }

    /** From now on the account has this language. */
    void speaks(TestUser user, String language) {
        update(user, account -> account.putPOJO("attributes", Map.of("locale", List.of(language))));
    }

    /** Somebody types so many wrong passwords, where the realm takes any, that Keycloak locks the account. */
    void lock(TestUser user) {
        set(settings -> settings.put("failureFactor", 1));
        realm.newClient()
                .post(
                        URI.create(realm.url() + "/protocol/openid-connect/token"),
                        "application/x-www-form-urlencoded",
                        "grant_type=password&client_id=admin-cli&password=wrong&username=" + user.username());
        Patience.until(
                "the lock",
                () -> realm.admin()
                        .bruteForceStatus(realm.name(), user.id())
                        .path("disabled")
                        .asBoolean());
        set(settings -> settings.put("failureFactor", FAILURE_FACTOR));
    }

    /** Somebody logs in with the password, while the realm has Keycloak's own flow. */
    LoginClient byPassword(TestUser user) {
        set(settings -> settings.put("browserFlow", "browser"));
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        set(settings -> settings.put("browserFlow", FLOW));
        if (!client.isLoggedIn()) {
            throw new AssertionError(client.page().text());
        }
        return client;
    }

    /** The address of two accounts, made while the realm has allowed that. */
    String twins() {
        TestUser one = realm.newUser();
        TestUser other = realm.newUser();
        set(settings -> settings.put("loginWithEmailAllowed", false).put("duplicateEmailsAllowed", true));
        String address = one.username() + "-twins@example.test";
        List.of(one, other).forEach(user -> update(user, account -> account.put("email", address)));
        set(settings -> settings.put("duplicateEmailsAllowed", false).put("loginWithEmailAllowed", true));
        return address;
    }

    /** What brute-force detection has counted: of passwords, and of second factors. */
    List<Integer> failures(TestUser user) {
        JsonNode status = realm.admin().bruteForceStatus(realm.name(), user.id());
        return List.of(
                status.path("numFailures").asInt(),
                status.path("numSecondaryAuthFailures").asInt());
    }
}
