package io.github.emailotp.server.trusted;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.TestRealm;

/** Flows for a realm that has Keycloak's own only. */
final class FlowOf {

    private FlowOf() {}

    /** The one of the test realm, by its name. */
    static void aCodeForEverybody(TestRealm realm) {
        FlowEditor flow = FlowEditor.duplicate(realm, "browser", "browser email code");
        String forms = flow.flowOf("auth-username-password-form");
        flow.deleteSubFlow(flow.flowOf("auth-otp-form")).addStep(TrustingRealm.STEP, "REQUIRED", forms);
    }
}
