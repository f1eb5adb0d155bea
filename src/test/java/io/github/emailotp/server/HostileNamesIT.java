package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names that administrators choose, or those who may register applications: they are text, whatever is in them. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A name in the mail")
class HostileNamesIT {

    private static final String MARKUP = "<script>alert(1)</script> & \"Bob's\" {0} {1,choice,x} <#list>";
    private static final String LINES = "Example\r\nBcc: eve@example.test\r\n\r\nYour code is 123456";

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    HostileNamesIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @AfterEach
    void restoreNames() {
        nameRealm("Test Realm");
        nameApplication("Test Application");
    }

    @Test
    void ofTheRealmIsText() {
        nameRealm(MARKUP);
        ReceivedMail received = askForACode();
        assertThat(received.subject()).isEqualTo(received.code() + " is your login code for " + MARKUP + " (code 1)");
        assertThat(received.text()).contains("Account at: " + MARKUP);
        assertIsText(received.html());
    }

    @Test
    void ofTheApplicationIsText() {
        nameApplication(MARKUP);
        ReceivedMail received = askForACode();
        assertThat(received.text()).contains("Application: " + MARKUP);
        assertIsText(received.html());
    }

    @Test
    void ofTheRealmStaysOnItsLine() {
        nameRealm(LINES);
        assertOneMailWithoutAddedLines(askForACode());
    }

    @Test
    void ofTheApplicationStaysOnItsLine() {
        nameApplication(LINES);
        assertOneMailWithoutAddedLines(askForACode());
    }

    @Test
    void isNoTemplateThatTellsOfTheServer() {
        String template = "A ${user.home} ${env.PATH} ${java.version} ${1234*4321} ${unknownKey}";
        nameApplication(template);
        nameRealm(template);
        ReceivedMail received = askForACode();
        assertThat(received.subject() + received.text() + received.html())
                .doesNotContain(
                        System.getProperty("java.version"),
                        System.getProperty("user.home"),
                        "/bin",
                        "5332114",
                        "5,332,114");
    }

    @Test
    void cannotTurnTheDirectionOfWritingOrFillTheMail() {
        nameApplication("\u202eExample\u2066" + "x".repeat(200));
        ReceivedMail received = askForACode();
        assertThat(received.text() + received.html()).doesNotContain("\u202e", "\u2066", "x".repeat(101));
    }

    private static void assertIsText(String html) {
        var document = Jsoup.parse(html);
        assertThat(document.select("script")).isEmpty();
        assertThat(document.text()).contains(MARKUP);
    }

    private void assertOneMailWithoutAddedLines(ReceivedMail received) {
        assertThat(received.envelope().to()).containsExactly(user.email());
        assertThat(received.headers()).doesNotContainKey("Bcc");
        assertThat(received.subject()).doesNotContain("\r", "\n");
        assertThat(received.text().lines())
                .noneMatch(line -> line.startsWith("Bcc:") || line.startsWith("Your code is"));
        assertThat(received.code()).hasSize(8);
        assertThat(mail.mails()).hasSize(1);
    }

    private ReceivedMail askForACode() {
        client.openLogin();
        Page page = client.password(user);
        assertThat(page.isCodePage()).isTrue();
        return mail.awaitMail(user.email());
    }

    private void nameRealm(String name) {
        realm.admin().updateRealm(realm.name(), representation -> representation.put("displayName", name));
    }

    private void nameApplication(String name) {
        JsonNode application =
                realm.admin().get(realm.name() + "/clients?clientId=test-app").required(0);
        ((ObjectNode) application).put("name", name);
        realm.admin()
                .put(realm.name() + "/clients/" + application.required("id").asText(), application);
    }
}
