package io.github.emailotp.server.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The test realm as one where people register, and begin with a code. */
final class RegisteringRealm {

    static final String STEP = "registration-email-otp";
    static final String ACTION = "registration-email-otp-address";
    static final String FLOW = "register by code";
    static final String PASSWORD = "the newcomer's password";

    private static final String FORM = "the form";
    private static final String ACCOUNT = "registration-user-creation";
    private static final String PASSWORD_ACTION = "registration-password-action";
    private static final AtomicInteger NEWCOMERS = new AtomicInteger();

    private final TestRealm realm;
    private final List<String> addresses = new ArrayList<>();
    private JsonNode before;
    private FlowEditor flow;

    RegisteringRealm(TestRealm realm) {
        this.realm = realm;
    }

    void open() {
        bind(form(FlowEditor.create(realm, FLOW).addStep(STEP, "REQUIRED", FLOW), ACCOUNT, ACTION, PASSWORD_ACTION));
    }

    /** With nothing before the form. */
    void openWithoutTheStep() {
        bind(form(FlowEditor.create(realm, FLOW), ACCOUNT, ACTION, PASSWORD_ACTION));
    }

    /** With an action that has nothing above it whose address it could look at. */
    void openWithTheActionOnTop() {
        bind(form(FlowEditor.create(realm, FLOW).addStep(STEP, "REQUIRED", FLOW), ACTION, ACCOUNT, PASSWORD_ACTION));
    }

    private static FlowEditor form(FlowEditor flow, String... actions) {
        flow.addForm(FORM, "REQUIRED", FLOW);
        for (String action : actions) {
            flow.addStep(action, "REQUIRED", FORM);
        }
        return flow;
    }

    private void bind(FlowEditor ready) {
        flow = ready;
        before = realm.admin().get(realm.name());
        set(settings -> settings.put("registrationFlow", FLOW).put("registrationAllowed", true));
    }

    void close() {
        addresses.forEach(address -> accounts(address)
                .forEach(account -> realm.admin()
                        .deleteUser(realm.name(), account.required("id").asText())));
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

    /** The execution that asks for the address and the code. */
    String stepId() {
        return flow.id(STEP);
    }

    /** The execution that is the form. */
    String formId() {
        for (JsonNode execution :
                realm.admin().get(realm.name() + "/authentication/flows/" + FLOW.replace(" ", "%20") + "/executions")) {
            if (execution.path("displayName").asText().equals(FORM)) {
                return execution.required("id").asText();
            }
        }
        throw new IllegalStateException("no form");
    }

    /** An address that nobody has had yet; its account goes at the end. */
    String newAddress() {
        String address = "newcomer" + NEWCOMERS.incrementAndGet() + "@example.test";
        addresses.add(address);
        return address;
    }

    /** The accounts with this address, as an administrator sees them. */
    JsonNode accounts(String address) {
        return realm.admin().get(realm.name() + "/users?exact=true&email=" + address);
    }

    /** Follows the link of the login page. */
    static Page begin(LoginClient client) {
        client.openLogin();
        return client.follow("a[href*=registration]");
    }

    /** Types an address, in a browser of its own. */
    LoginClient arrive(String address) {
        LoginClient client = realm.newClient();
        begin(client);
        address(client, address);
        return client;
    }

    static Page address(LoginClient client, String address) {
        return client.submit(Map.of("email", address));
    }

    static boolean isAddressPage(Page page) {
        return page.has("#email-otp-address-form");
    }

    static boolean isForm(Page page) {
        return page.has("#kc-register-form");
    }

    static boolean isAccountPage(Page page) {
        return page.has("#email-otp-account");
    }

    /** Fills in the form, with a user name that the address begins with. */
    static Page fillIn(LoginClient client, String address) {
        return fillIn(client, address.replaceFirst("@.*", ""), address);
    }

    static Page fillIn(LoginClient client, String name, String address) {
        return client.submit(fields(name, address));
    }

    static Map<String, String> fields(String name, String address) {
        return Map.of(
                "username", name,
                "email", address,
                "firstName", "New",
                "lastName", "Comer",
                "password", PASSWORD,
                "password-confirm", PASSWORD);
    }
}
