package io.github.emailotp.server.network;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.TestRealm;
import java.util.Map;

/** A realm that asks for a code only outside of trusted networks; as it comes, it trusts none. */
record OfficeRealm(TestRealm realm, FlowEditor flow) implements AutoCloseable {

    private static final String FLOW = "browser outside";
    private static final String SUB_FLOW = "code outside";
    private static final String CONDITION = "conditional-email-otp-network";
    private static final String STEP = "auth-email-otp-form";

    static OfficeRealm bind(TestRealm realm) {
        FlowEditor flow = FlowEditor.duplicate(realm, "browser email code", FLOW);
        String forms = flow.flowOf(STEP);
        flow.deleteStep(STEP)
                .addSubFlow(SUB_FLOW, "CONDITIONAL", forms)
                .addStep(CONDITION, "REQUIRED", SUB_FLOW)
                .addStep(STEP, "REQUIRED", SUB_FLOW);
        OfficeRealm office = new OfficeRealm(realm, flow);
        office.use(FLOW);
        return office;
    }

    /** These networks, as Keycloak stores them, and no other. */
    void trust(String networks) {
        flow.configure(CONDITION, Map.of("networks", networks));
    }

    private void use(String browserFlow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", browserFlow));
    }

    @Override
    public void close() {
        use("browser email code");
        flow.delete();
    }
}
