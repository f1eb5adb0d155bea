package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.Browser.ColorScheme;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Takes the pictures of the README, into {@code target/readme-pictures}; with {@code -Dreadme.pictures=true} into
 * {@code docs/images}, where the README has them from.
 */
@Tag("seldom")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The README's picture")
class ReadmePicturesIT {

    private static final Path FOLDER =
            Boolean.getBoolean("readme.pictures") ? Path.of("docs", "images") : Path.of("target", "readme-pictures");

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private TestUser alice;

    ReadmePicturesIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void nameThings() {
        name("Example Corp", "Example Shop");
        String password = "password of alice";
        String id = realm.admin().createUser(realm.name(), "alice", "alice@example.com", password);
        alice = new TestUser(id, "alice", "alice@example.com", password);
    }

    @AfterEach
    void nameThingsAsBefore() {
        name("Test Realm", "Test Application");
        realm.admin().deleteUser(realm.name(), alice.id());
    }

    @ParameterizedTest
    @EnumSource
    void ofTheCodePage(ColorScheme scheme) throws IOException {
        try (Browser browser = Browser.open()) {
            browser.prefer(scheme);
            show(browser, 640, 700);
            browser.openLogin(realm).logIn(alice);
            take(browser, scheme == ColorScheme.DARK ? "code-page-dark.png" : "code-page-light.png");
        }
    }

    @Test
    void ofTheMail() throws IOException {
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(alice);
        String html = mail.awaitMail(alice.email())
                .html()
                // What a real server would have said instead.
                .replace(URI.create(server.url()).getAuthority(), "login.example.com")
                .replace(client.address(), "203.0.113.7");
        Path file = Files.createTempFile("mail", ".html");
        try (Browser browser = Browser.open()) {
            show(browser, 640, 600);
            Files.writeString(file, html);
            browser.open(file.toUri().toString());
            browser.await(".eo-code");
            take(browser, "mail.png");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void ofTheSettings() throws IOException {
        try (Browser browser = Browser.open()) {
            show(browser, 960, 1090);
            var console = new AdminConsole(browser, server);
            console.openSettings(realm);
            console.openHelp(Bundle.in("en").raw("emailOtpSettingCodeLength"));
            take(browser, "settings.png");
        }
    }

    /** The page in this size, in CSS pixels, sharp enough for screens of today. */
    private static void show(Browser browser, int width, int height) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", false));
    }

    private static void take(Browser browser, String name) throws IOException {
        Path picture = FOLDER.resolve(name);
        browser.screenshot(picture);
        assertThat(Files.size(picture)).isPositive();
    }

    private void name(String realmName, String applicationName) {
        realm.admin().updateRealm(realm.name(), representation -> representation.put("displayName", realmName));
        ObjectNode application = (ObjectNode)
                realm.admin().get(realm.name() + "/clients?clientId=test-app").required(0);
        application.put("name", applicationName);
        realm.admin()
                .put(realm.name() + "/clients/" + application.required("id").asText(), application);
    }
}
