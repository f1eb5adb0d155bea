package io.github.emailotp.server.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import java.util.Map;

/** The test realm as one whose passwords are reset by a mailed code; a login is the password and the step that the realm has. */
public final class ResetRealm extends NamedRealm {

    public static final String FLOW = "reset by code";

    public static final String STEP = "reset-credentials-email-otp";

    public static final String NEW_PASSWORD = "a new password";

    public ResetRealm(TestRealm realm) {
        super(realm, STEP);
    }

    @Override
    protected FlowEditor make() {
        return FlowEditor.create(realm, FLOW)
                .addStep(STEP, "REQUIRED", FLOW)
                .addStep("reset-password", "REQUIRED", FLOW);
    }

    @Override
    protected void bind(ObjectNode settings) {
        settings.put("resetCredentialsFlow", FLOW).put("resetPasswordAllowed", true);
    }

    /** By "Forgot Password?" on the page of the password. */
    @Override
    public Page lead(LoginClient client, Map<String, String> parameters) {
        client.openLogin(parameters);
        return forget(client);
    }

    @Override
    public void leadOn(LoginClient client) {
        forget(client);
    }

    public static Page forget(LoginClient client) {
        return client.follow("a[href*=reset-credentials]");
    }

    /** Whether this is the page that asks for a new password. */
    public static boolean isPasswordPage(Page page) {
        return page.has("[name=password-new]");
    }

    /** Sets the new password. */
    public static Page setPassword(LoginClient client) {
        return client.submit(Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
    }
}
