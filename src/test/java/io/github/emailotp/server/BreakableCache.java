package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;

/** A login at a server whose cache can fail. */
abstract class BreakableCache {

    static final String SAID = "Codes cannot be checked at the moment";

    final TestRealm realm;
    final MailServer mail;
    final TestUser user;
    final LoginClient client;

    BreakableCache(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    Page begin() {
        client.openLogin();
        // A second login in the same tab knows the user already.
        return client.page().isPasswordPage() ? client.password(user) : client.page();
    }

    LoginClient login(TestUser who) {
        LoginClient other = realm.newClient();
        other.openLogin();
        other.password(who);
        return other;
    }

    String newestCode() {
        return mail.awaitMail(
                        user.email(), Math.max(1, mail.mailsTo(user.email()).size()))
                .code();
    }

    /** Answers the event. */
    JsonNode requireClosed(Page page) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.error()).contains(SAID);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.has("[name=resend]")).as("a way forward").isTrue();
        JsonNode event = realm.events(user).stream()
                .filter(each -> each.path("type").asText().equals("LOGIN_ERROR"))
                .findFirst()
                .orElseThrow();
        assertThat(event.path("error").asText()).isEqualTo("email_otp_unavailable");
        assertThat(event.path("details").path("reason").asText()).isEqualTo("unavailable");
        return event;
    }
}
