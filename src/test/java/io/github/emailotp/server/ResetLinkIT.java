package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The step after Keycloak's link for a new password. Keycloak begins the rest of the flow anew at each GET of the link in another browser. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Behind the link of a forgotten password")
class ResetLinkIT {

    private static final String FLOW = "reset with code";
    private static final int MAIL_WITH_THE_LINK = 1;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private FlowEditor flow;
    private URI link;

    ResetLinkIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @BeforeEach
    void askForTheLink() {
        flow = FlowEditor.duplicate(realm, "reset credentials", FLOW).addStep("auth-email-otp-form", "REQUIRED", FLOW);
        set(FLOW, true);
        LoginClient browser = realm.newClient();
        browser.openLogin();
        browser.follow("a[href*=reset-credentials]");
        browser.submit(Map.of("username", user.username()));
        link = mail.awaitMail(user.email()).link();
    }

    @AfterEach
    void bindTheFlowOfTheRealm() {
        set("reset credentials", false);
        flow.delete();
    }

    @Test
    void oneCodeIsMailedHoweverOftenThePageIsLoadedAgain() {
        LoginClient other = realm.newClient();
        assertThat(other.get(link).isCodePage()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(other.reload().isCodePage()).isTrue();
        }
        String code = mail.awaitMail(user.email(), MAIL_WITH_THE_LINK + 1).code();
        assertThat(other.code(code).has("[name=password-new]")).isTrue();
        requireMails(MAIL_WITH_THE_LINK + 1);
    }

    /** They look at links without cookies, and before the person does. */
    @Test
    void noneIsMailedForWhatOnlyLooksAtLinks() {
        for (int i = 0; i < 5; i++) {
            LoginClient scanner = realm.newClient();
            scanner.stopAt("/realms/");
            scanner.get(link);
            realm.newClient().get(scanner.page().url());
        }
        requireMails(MAIL_WITH_THE_LINK);
        assertThat(realm.newClient().get(link).isCodePage()).isTrue();
        mail.awaitMail(user.email(), MAIL_WITH_THE_LINK + 1);
    }

    private void requireMails(int count) {
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).hasSize(count);
    }

    private void set(String resetFlow, boolean allowed) {
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings ->
                                settings.put("resetCredentialsFlow", resetFlow).put("resetPasswordAllowed", allowed));
    }
}
