package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.mail.MailServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The realm {@code test} of the shared Keycloak: password, then email code, into the client {@code test-app}.
 *
 * <p>Users are made per test. What a test changes through {@link #configureStep} and {@link #sendThrough} is undone after it;
 * what it changes through {@link #admin()} it must undo itself.
 */
public final class TestRealm {

    static final String NAME = "test";
    static final String CLIENT = "test-app";

    private final Keycloak keycloak;
    private final TestApp app;
    private final MailServer mail;
    private final AtomicInteger users = new AtomicInteger();
    private boolean stepConfigured;
    private boolean mailDiverted;

    TestRealm(Keycloak keycloak, TestApp app, MailServer mail) {
        this.keycloak = keycloak;
        this.app = app;
        this.mail = mail;
    }

    public String name() {
        return NAME;
    }

    public AdminApi admin() {
        return keycloak.admin();
    }

    /** A new enabled user with a name and an address that no other test has. */
    public TestUser newUser() {
        String username = "user" + users.incrementAndGet();
        String email = username + "@example.test";
        String password = "password of " + username;
        return new TestUser(admin().createUser(NAME, username, email, password), username, email, password);
    }

    /** A new browser session without cookies, over plain HTTP. */
    public LoginClient newClient() {
        return new LoginClient(loginUrl(), app.url());
    }

    /** The address that begins a login into {@code test-app}. */
    public String loginUrl() {
        return "%s/realms/%s/protocol/openid-connect/auth?client_id=%s&redirect_uri=%s&response_type=code&scope=openid&state=s"
                .formatted(keycloak.url(), NAME, CLIENT, app.url());
    }

    /** The page of {@code test-app} where a login ends. */
    public String appUrl() {
        return app.url();
    }

    /** The events of a user, newest first. */
    public List<JsonNode> events(TestUser user) {
        return admin().events(NAME, user.id());
    }

    /** The user's sessions: one for each browser that is logged in. */
    public List<JsonNode> sessions(TestUser user) {
        var sessions = new ArrayList<JsonNode>();
        admin().get(NAME + "/users/" + user.id() + "/sessions").forEach(sessions::add);
        return sessions;
    }

    /** Replaces the settings of the email code step until the end of the test; none at all by an empty map. */
    public void configureStep(Map<String, String> config) {
        stepConfigured = true;
        admin().stepConfig(NAME, config);
    }

    /** Sends the realm's mail through another server until the end of the test. */
    public void sendThrough(MailServer other) {
        sendThrough(other.smtpSettings());
    }

    /** Replaces the realm's SMTP settings until the end of the test. */
    public void sendThrough(Map<String, String> smtpSettings) {
        mailDiverted = true;
        admin().setSmtp(NAME, smtpSettings);
    }

    void restore() {
        if (stepConfigured) {
            admin().stepConfig(NAME, Map.of());
            stepConfigured = false;
        }
        if (mailDiverted) {
            admin().setSmtp(NAME, mail.smtpSettings());
            mailDiverted = false;
        }
    }
}
