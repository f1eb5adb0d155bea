package io.github.emailotp.server.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import java.util.List;
import java.util.Map;

/** The test realm as one without passwords, which has an organization: Keycloak's step asks for the name, and sets whoever it means. Nobody is a member. */
public final class OrganizationsRealm extends NamedRealm {

    private static final String FLOW = "organizations without passwords";
    private static final String STEP = "auth-email-otp-first";

    private String organization;

    public OrganizationsRealm(TestRealm realm) {
        super(realm, STEP);
    }

    @Override
    protected FlowEditor make() {
        return FlowEditor.create(realm, FLOW)
                .addStep("auth-cookie", "ALTERNATIVE", FLOW)
                .addSubFlow("the organizations", "ALTERNATIVE", FLOW)
                .addStep("organization", "ALTERNATIVE", "the organizations")
                .addSubFlow("code only", "ALTERNATIVE", FLOW)
                .addStep(STEP, "REQUIRED", "code only");
    }

    @Override
    protected void bind(ObjectNode settings) {
        settings.put("browserFlow", FLOW).put("organizationsEnabled", true);
    }

    @Override
    public void open() {
        super.open();
        organization = realm.admin()
                .create(
                        realm.name() + "/organizations",
                        Map.of(
                                "name",
                                "club",
                                "alias",
                                "club",
                                "domains",
                                List.of(Map.of("name", "club.example.test"))));
    }

    @Override
    public void close() {
        realm.admin().delete(realm.name() + "/organizations/" + organization);
        super.close();
    }

    @Override
    public Page lead(LoginClient client, Map<String, String> parameters) {
        return client.openLogin(parameters);
    }

    @Override
    public void leadOn(LoginClient client) {
        // It begins with that page.
    }
}
