package io.github.emailotp.server.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.net.URI;
import java.util.Map;

/** The test realm as one without passwords: a login is a name and the code that is mailed to it. */
public final class PasswordlessRealm extends NamedRealm {

    public static final String FLOW = "passwordless";

    private static final String STEP = "auth-email-otp-first";

    public PasswordlessRealm(TestRealm realm) {
        super(realm, STEP);
    }

    @Override
    protected FlowEditor make() {
        return FlowEditor.create(realm, FLOW)
                .addStep("auth-cookie", "ALTERNATIVE", FLOW)
                .addSubFlow("code only", "ALTERNATIVE", FLOW)
                .addStep(STEP, "REQUIRED", "code only");
    }

    @Override
    protected void bind(ObjectNode settings) {
        settings.put("browserFlow", FLOW);
    }

    @Override
    public Page lead(LoginClient client, Map<String, String> parameters) {
        return client.openLogin(parameters);
    }

    @Override
    public void leadOn(LoginClient client) {
        // It begins with that page.
    }

    /** Somebody logs in with the password, while the realm has Keycloak's own flow. */
    public LoginClient byPassword(TestUser user) {
        return byPassword(user, URI.create(realm.loginUrl()));
    }

    /** As {@link #byPassword(TestUser)}, from an address that begins another login. */
    public LoginClient byPassword(TestUser user, URI loginUrl) {
        set(settings -> settings.put("browserFlow", "browser"));
        LoginClient client = realm.newClient();
        client.get(loginUrl);
        client.password(user);
        set(settings -> settings.put("browserFlow", FLOW));
        if (!client.isLoggedIn()) {
            throw new AssertionError(client.page().text());
        }
        return client;
    }
}
