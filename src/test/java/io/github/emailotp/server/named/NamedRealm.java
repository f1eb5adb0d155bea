package io.github.emailotp.server.named;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** The test realm with a flow in which a name and a code are enough. Keycloak counts failures. */
public abstract class NamedRealm {

    /** How many failures lock an account: more than codes can be wrong before there are waits. */
    static final int FAILURE_FACTOR = 30;

    protected final TestRealm realm;
    private final String step;
    /** As the next tests expect it. */
    private JsonNode before;

    private FlowEditor flow;

    /** That of a step, by its provider's id. */
    protected NamedRealm(TestRealm realm, String step) {
        this.realm = realm;
        this.step = step;
    }

    /** The errors of this type that tell of a name, each with its user; they are told after the answer. */
    public List<String> awaitErrors(String type, String name) {
        Patience.until("the event of " + name, () -> !errors(type, name).isEmpty());
        return errors(type, name);
    }

    private List<String> errors(String type, String name) {
        JsonNode events = realm.admin().get(realm.name() + "/events?type=" + type);
        return StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.path("details").path("username").asText().equals(name))
                .map(event ->
                        event.path("error").asText() + event.path("userId").asText())
                .toList();
    }

    /** Makes the flow. */
    protected abstract FlowEditor make();

    /** Binds it. */
    protected abstract void bind(ObjectNode settings);

    public void open() {
        before = realm.admin().get(realm.name());
        flow = make();
        set(settings -> {
            settings.put("bruteForceProtected", true)
                    .put("failureFactor", FAILURE_FACTOR)
                    .put("waitIncrementSeconds", 600)
                    .put("quickLoginCheckMilliSeconds", 0);
            bind(settings);
        });
    }

    public void close() {
        set(settings -> settings.setAll((ObjectNode) before));
        flow.delete();
    }

    /** Settings of the step. */
    public void configure(Map<String, String> settings) {
        flow.configure(step, settings);
    }

    /** The flow, to be changed. */
    public FlowEditor flow() {
        return flow;
    }

    /** Leads a browser that begins a login to the page that asks for a name. */
    public abstract Page lead(LoginClient client, Map<String, String> parameters);

    /** The same from the page that a login begins with. */
    public abstract void leadOn(LoginClient client);

    /** Types a name in a browser of its own. */
    public LoginClient arrive(String name) {
        LoginClient client = realm.newClient();
        lead(client, Map.of());
        name(client, name);
        return client;
    }

    public static Page name(LoginClient client, String name) {
        return client.submit(Map.of("username", name));
    }

    /** Whether this is the page that asks for a name. */
    public static boolean isNamePage(Page page) {
        return page.has("input[name=username]:not([type=hidden])") && !page.isPasswordPage();
    }

    public void set(Consumer<ObjectNode> change) {
        realm.admin().updateRealm(realm.name(), change);
    }

    /** An address that is nobody's, and like another. */
    public static String nobodys(TestUser user) {
        return user.username() + "-not@example.test";
    }

    /** The account, as an administrator sees it. */
    public JsonNode account(TestUser user) {
        return realm.admin().get(realm.name() + "/users/" + user.id());
    }

    public void update(TestUser user, Consumer<ObjectNode> change) {
        realm.admin().updateUser(realm.name(), user.id(), change);
    }

    /** The types of what the account has to log in with. */
    public List<String> credentials(TestUser user) {
        var types = new ArrayList<String>();
        realm.admin()
                .get(realm.name() + "/users/" + user.id() + "/credentials")
                .forEach(credential -> types.add(credential.required("type").asText()));
        return types;
    }

    /** A new account whose address nobody has proven yet. */
    public TestUser newUnprovenUser() {
        TestUser user = realm.newUser();
        update(user, account -> account.put("emailVerified", false));
        return user;
    }

    /** A new application that asks for people's consent; answers its id, by which it is removed. */
    public String newClientWithConsent(String clientId) {
        return realm.admin()
                .create(
                        realm.name() + "/clients",
                        Map.of(
                                "clientId",
                                clientId,
                                "publicClient",
                                true,
                                "consentRequired",
                                true,
                                "redirectUris",
                                List.of(realm.appUrl())));
    }

    /** Until it is closed, Keycloak tells of logins of before a first proof, which later versions than 26.0 do for all realms. */
    public void hearOfEarlierLogins(KeycloakServer server) {
        if (server.version().startsWith("26.0.")) {
            set(settings -> ((ArrayNode) settings.path("eventsListeners")).add("email-otp-earlier-logins"));
        }
    }

    /** From now on the account has this language. */
    public void speaks(TestUser user, String language) {
        update(user, account -> account.putPOJO("attributes", Map.of("locale", List.of(language))));
    }

    /** Somebody types so many wrong passwords, where the realm takes any, that Keycloak locks the account. */
    public void lock(TestUser user) {
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

    /** The address of two accounts, made while the realm has allowed that. */
    public String twins() {
        TestUser one = realm.newUser();
        TestUser other = realm.newUser();
        set(settings -> settings.put("loginWithEmailAllowed", false).put("duplicateEmailsAllowed", true));
        String address = one.username() + "-twins@example.test";
        List.of(one, other).forEach(user -> update(user, account -> account.put("email", address)));
        set(settings -> settings.put("duplicateEmailsAllowed", false).put("loginWithEmailAllowed", true));
        return address;
    }

    /** What brute-force detection has counted: of passwords, and of second factors. */
    public List<Integer> failures(TestUser user) {
        JsonNode status = realm.admin().bruteForceStatus(realm.name(), user.id());
        return List.of(
                status.path("numFailures").asInt(),
                status.path("numSecondaryAuthFailures").asInt());
    }
}
