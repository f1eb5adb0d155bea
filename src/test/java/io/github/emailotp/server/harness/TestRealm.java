package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.mail.MailServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The realm of a {@link TestBed}. That of the tests is {@code test}: password, then email code, into the client {@code
 * test-app}.
 *
 * <p>Users are made per test. What a test changes through {@link #configureStep} and {@link #sendThrough} is undone after it;
 * what it changes through {@link #admin()} it must undo itself.
 */
public final class TestRealm {

    private static final String CLIENT = "test-app";

    private final String name;
    private final Keycloak keycloak;
    private final TestApp app;
    private final MailServer mail;
    private final AtomicInteger users = new AtomicInteger();
    private boolean stepConfigured;
    private boolean mailDiverted;

    TestRealm(String name, Keycloak keycloak, TestApp app, MailServer mail) {
        this.name = name;
        this.keycloak = keycloak;
        this.app = app;
        this.mail = mail;
    }

    /** Another realm of the same server, for logins into a client of the same name; what a test changes in it is not undone. */
    public TestRealm sibling(String other) {
        admin().post(
                        other + "/clients",
                        Map.of("clientId", CLIENT, "publicClient", true, "redirectUris", List.of(app.url())));
        admin().setSmtp(other, mail.smtpSettings());
        return new TestRealm(other, keycloak, app, mail);
    }

    public String name() {
        return name;
    }

    /** The realm's address, without a slash at its end. */
    public String url() {
        return keycloak.url() + "/realms/" + name;
    }

    public AdminApi admin() {
        return keycloak.admin();
    }

    /** A new enabled user with a name and an address that no other test has. */
    public TestUser newUser() {
        String username = "user" + users.incrementAndGet();
        String email = username + "@example.test";
        String password = "password of " + username;
        return new TestUser(admin().createUser(name, username, email, password), username, email, password);
    }

    /** A new browser session without cookies, over plain HTTP, for logins into {@code test-app}. */
    public LoginClient newClient() {
        return newClient(CLIENT);
    }

    /** A new browser session without cookies, over plain HTTP, for logins into this client of the realm. */
    public LoginClient newClient(String clientId) {
        return new LoginClient(loginUrl(clientId), app.url());
    }

    /** The address that begins a login into {@code test-app}. */
    public String loginUrl() {
        return loginUrl(CLIENT);
    }

    private String loginUrl(String clientId) {
        return "%s/protocol/openid-connect/auth?client_id=%s&redirect_uri=%s&response_type=code&scope=openid&state=s"
                .formatted(url(), clientId, app.url());
    }

    /** The page of {@code test-app} where a login ends. */
    public String appUrl() {
        return app.url();
    }

    /** The events of a user, newest first. */
    public List<JsonNode> events(TestUser user) {
        return admin().events(name, user.id());
    }

    /** How many answers of theirs, or to their codes, were looked at and wrong. */
    public int wrongCodes(TestUser user) {
        return Math.toIntExact(events(user).stream()
                .filter(event -> event.path("error").asText().equals("invalid_user_credentials"))
                .count());
    }

    /** The user's sessions: one for each browser that is logged in. */
    public List<JsonNode> sessions(TestUser user) {
        var sessions = new ArrayList<JsonNode>();
        admin().get(name + "/users/" + user.id() + "/sessions").forEach(sessions::add);
        return sessions;
    }

    /** Ends them all, one by one: to sign the user out would make all browsers strangers. */
    public void endSessions(TestUser user) {
        sessions(user)
                .forEach(session -> admin().delete(
                                name + "/sessions/" + session.required("id").asText()));
    }

    /** Replaces the settings of the email code step until the end of the test; none at all by an empty map. */
    public void configureStep(Map<String, String> config) {
        stepConfigured = true;
        admin().stepConfig(name, config);
    }

    /** Sends the realm's mail through another server until the end of the test. */
    public void sendThrough(MailServer other) {
        sendThrough(other.smtpSettings());
    }

    /** Replaces the realm's SMTP settings until the end of the test. */
    public void sendThrough(Map<String, String> smtpSettings) {
        mailDiverted = true;
        admin().setSmtp(name, smtpSettings);
    }

    void restore() {
        if (stepConfigured) {
            admin().stepConfig(name, Map.of());
            stepConfigured = false;
        }
        if (mailDiverted) {
            admin().setSmtp(name, mail.smtpSettings());
            mailDiverted = false;
        }
    }
}
