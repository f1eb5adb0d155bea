package io.github.emailotp.server;

import static io.github.emailotp.server.harness.TextBrowser.FIELD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.harness.TextBrowser;
import io.github.emailotp.server.harness.TlsExtension;
import io.github.emailotp.server.harness.TlsKeycloak;
import io.github.emailotp.server.mail.MailServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With real ones, so on demand only: {@code src/test/scripts/text-browsers.sh} installs and drives them. */
@Tag("text-browsers")
@ExtendWith(TlsExtension.class)
@DisplayName("In a text browser, the page that asks for the code")
class TextBrowsersIT {

    private static final String MAILED = "Enter the code we mail to u•••@example.test.";
    private static final String WRONG = "00000000";

    private final TlsKeycloak keycloak;
    private final TestRealm realm;
    private final MailServer mail;

    TextBrowsersIT(TlsKeycloak keycloak, TestRealm realm, MailServer mail) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.mail = mail;
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatToDoAndLeadsToTheApplication(TextBrowser.Kind kind, @TempDir Path home) {
        realm.configureStep(Map.of("resendCooldown", "10"));
        TestUser user = realm.newUser();
        try (var browser = TextBrowser.open(kind, home, keycloak.certificate(), realm.loginUrl())) {
            logIn(browser, user);
            browser.await("Check your email");
            assertThat(browser.lines())
                    .containsSequence(MAILED, "Code from the email", FIELD, "Continue", "Send a new code");

            enter(browser, WRONG);
            String wrong = "Wrong code: enter the newest one, number 1 (4 tries left).";
            browser.await(wrong);
            assertThat(browser.lines())
                    .containsSequence(MAILED, "Code from the email", FIELD, wrong, "Continue", "Send a new code");

            String another = "Code 2 is on its way.";
            Patience.until("another code", () -> {
                browser.press("Send a new code");
                return browser.lines().contains(another);
            });
            assertThat(browser.lines())
                    .containsSequence(MAILED, "Code 2 from the email", FIELD, another, "Continue", "Send a new code");

            enter(browser, mail.awaitMail(user.email(), 2).code());
            browser.await("Logged in");
        }
        assertThat(realm.sessions(user)).hasSize(1);
    }

    private static void logIn(TextBrowser browser, TestUser user) {
        browser.await("Sign in to your account");
        browser.fill("Username", user.username());
        browser.fill("Password", user.password());
        browser.press("Sign In");
    }

    private static void enter(TextBrowser browser, String code) {
        browser.fill("from the email", code);
        browser.press("Continue");
    }
}
