package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.MailServers;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole path, on every supported version. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login with password and email code")
class LoginIT {

    private final TestRealm realm;
    private final MailServers mail;

    LoginIT(TestRealm realm, MailServers mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void succeedsInABrowser() {
        TestUser user = realm.newUser();
        try (Browser browser = Browser.open()) {
            var page = browser.openLogin(realm).logIn(user);
            page.enter(mail.plain().awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
        }
    }

    @Test
    void succeedsWithoutScripts() {
        TestUser user = realm.newUser();
        try (Browser browser = Browser.withoutScripts()) {
            var page = browser.openLogin(realm).logIn(user);
            assertThat(page.resendButton().isEnabled()).isTrue();
            page.enter(mail.plain().awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
        }
    }

    @Test
    void succeedsWithThePastedSentence() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        String subject = mail.plain().awaitMail(user.email()).subject();
        assertThat(client.code(subject).isLoggedIn()).isTrue();
    }

    @Test
    void sendsThroughAServerThatWantsALogin() {
        ReceivedMail received = logInThrough(mail.withLogin());
        assertThat(received.envelope().user()).contains(MailServers.LOGIN.user());
    }

    @Test
    void sendsThroughStartTls() {
        ReceivedMail received = logInThrough(mail.startTls());
        assertThat(received.envelope().encrypted()).isTrue();
        assertThat(received.envelope().user()).contains(MailServers.LOGIN.user());
    }

    @Test
    void sendsThroughImplicitTls() {
        ReceivedMail received = logInThrough(mail.tls());
        assertThat(received.envelope().encrypted()).isTrue();
        assertThat(received.envelope().user()).contains(MailServers.LOGIN.user());
    }

    @Test
    void doesNotAskAgainWithinTheSession() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        assertThat(client.code(mail.plain().awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(client.newTab().openLogin().isLoggedIn()).isTrue();
        assertThat(mail.plain().mailsTo(user.email())).hasSize(1);
    }

    @Test
    void neverEndsWithThePasswordAlone() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        assertThat(client.submit(Map.of("oneTimeCode", "")).isLoggedIn()).isFalse();
        assertThat(client.newTab().openLogin().isLoggedIn()).isFalse();
    }

    private ReceivedMail logInThrough(MailServer server) {
        TestUser user = realm.newUser();
        realm.sendThrough(server);
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        ReceivedMail received = server.awaitMail(user.email());
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
        return received;
    }
}
