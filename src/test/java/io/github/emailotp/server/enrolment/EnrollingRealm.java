package io.github.emailotp.server.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The realm of the tests, as long as people set up the code themselves there, and what else is looked at then. */
final class EnrollingRealm {

    static final String ACTION = "email-otp-enrol";
    static final String STEP = "auth-email-otp-form";
    static final String CONDITION = "conditional-email-otp-enrolled";

    private static final String FLOW = "browser enrolled";
    private static final String SUB_FLOW = "code enrolled";

    private final TestRealm realm;
    private String before;
    private FlowEditor flow;

    EnrollingRealm(TestRealm realm) {
        this.realm = realm;
    }

    /** Password, and then a code for whoever has set that up. */
    void asksForCodes() {
        subFlow().addStep(STEP, "REQUIRED", SUB_FLOW);
        bind();
    }

    /** Password, and then the app, or a code for whoever has set that up. */
    void asksForAppsOrCodes() {
        subFlow()
                .addStep("auth-otp-form", "ALTERNATIVE", SUB_FLOW)
                .addStep(STEP, "ALTERNATIVE", SUB_FLOW)
                .configure(STEP, Map.of("enrolment", "true"));
        bind();
    }

    /** The same, and nobody is passed over. */
    void asksEverybodyForAppsOrCodes() {
        asksForAppsOrCodes();
        flow.deleteStep(CONDITION).requireSubFlow(SUB_FLOW, "REQUIRED");
    }

    /** A password at level 1, a code at level 2. */
    void asksForCodesAtLevel2() {
        flow = FlowEditor.duplicate(realm, "step-up", FLOW);
        flow.addStep(CONDITION, "REQUIRED", flow.flowOf(STEP));
        bind();
    }

    /** The same, as an app or a code, and without the condition. */
    void asksForAppsOrCodesAtLevel2WithoutTheCondition() {
        flow = FlowEditor.duplicate(realm, "step-up", FLOW);
        flow.addStep("auth-otp-form", "ALTERNATIVE", flow.flowOf(STEP))
                .require(STEP, "ALTERNATIVE")
                .configure(STEP, Map.of("enrolment", "true"));
        bind();
    }

    private FlowEditor subFlow() {
        flow = FlowEditor.duplicate(realm, "browser email code", FLOW);
        String forms = flow.flowOf(STEP);
        return flow.deleteStep(STEP)
                .addSubFlow(SUB_FLOW, "CONDITIONAL", forms)
                .addStep(CONDITION, "REQUIRED", SUB_FLOW);
    }

    private void bind() {
        realm.admin()
                .post(
                        realm.name() + "/authentication/register-required-action",
                        Map.of("providerId", ACTION, "name", "Set up Email Code"));
        before = realm.admin().get(realm.name()).required("browserFlow").asText();
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", FLOW));
    }

    /** Switches a required action of the realm on or off. */
    void action(String alias, boolean enabled) {
        String path = realm.name() + "/authentication/required-actions/" + alias;
        ObjectNode action = (ObjectNode) realm.admin().get(path);
        action.put("enabled", enabled);
        realm.admin().put(path, action);
    }

    FlowEditor flow() {
        return flow;
    }

    void close() {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", before));
        realm.admin().delete(realm.name() + "/authentication/required-actions/" + ACTION);
        flow.delete();
    }

    /** What the user has set up of the email code. */
    List<JsonNode> enrolled(TestUser user) {
        return StreamSupport.stream(
                        realm.admin()
                                .get(realm.name() + "/users/" + user.id() + "/credentials")
                                .spliterator(),
                        false)
                .filter(credential -> credential.path("type").asText().equals("email-otp"))
                .toList();
    }

    void removeEnrolled(TestUser user) {
        enrolled(user)
                .forEach(credential -> realm.admin()
                        .delete(realm.name() + "/users/" + user.id() + "/credentials/"
                                + credential.required("id").asText()));
    }

    void setAddress(TestUser user, String address) {
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", address));
    }

    /** The next login of the user will not end without it. */
    void demand(TestUser user) {
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("requiredActions").add(ACTION));
    }

    void addApp(TestUser user) {
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("credentials")
                                .addObject()
                                .put("type", "otp")
                                .put("secretData", "{\"value\":\"a secret of twenty b\"}")
                                .put(
                                        "credentialData",
                                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}"));
    }

    /** The user's events of this type, newest first. */
    List<JsonNode> events(TestUser user, String type) {
        return realm.events(user).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }
}
