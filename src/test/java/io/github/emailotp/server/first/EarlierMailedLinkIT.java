package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak mails links that lead to a page where an account is set up: who has such a link has shown nothing else. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login by a link of Keycloak's")
class EarlierMailedLinkIT {

    private static final String PASSWORD = "a password by the link";
    private static final Map<String, String> NEW_PASSWORD =
            Map.of("password-new", PASSWORD, "password-confirm", PASSWORD);

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private TestUser account;

    EarlierMailedLinkIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        passwordless.hearOfEarlierLogins(server);
        account = passwordless.newUnprovenUser();
    }

    @AfterEach
    void close() {
        passwordless.close();
    }

    @Test
    void ofAnInvitationSetsNoPasswordAfterTheFirstProof() {
        LoginClient thief = opens(invitation());
        moves();
        LoginClient owner = prove();
        thief.submit(NEW_PASSWORD);
        isOut(owner);
    }

    /** In another browser than the one that waits for it; what comes after the address is verified is the new password. */
    @Test
    void thatVerifiesAnAddressSetsNoPasswordAfterTheFirstProof() {
        passwordless.update(account, user -> user.putPOJO("requiredActions", List.of("UPDATE_PASSWORD")));
        realm.admin().put(path() + "/send-verify-email", List.of());
        LoginClient thief = opens(mail.awaitMail(account.email()).link());
        moves();
        LoginClient owner = prove();
        thief.submit(NEW_PASSWORD);
        isOut(owner);
    }

    /** The owner's, in whichever browser: the invitation was on its way, or comes then. */
    @Test
    void goesOnIfItIsOpenedAfterTheFirstProof() {
        URI before = invitation();
        prove();
        Patience.untilTheNextSecond();
        setsAPasswordBy(before);
        setsAPasswordBy(invitation());
    }

    private void setsAPasswordBy(URI link) {
        LoginClient invited = opens(link);
        invited.submit(NEW_PASSWORD);
        assertThat(invited.page().has("input[name=password-new]"))
                .as(invited.page().text())
                .isFalse();
        assertThat(passwordless.credentials(account)).containsExactly("password");
        realm.admin()
                .get(path() + "/credentials")
                .forEach(password -> realm.admin()
                        .delete(path() + "/credentials/"
                                + password.required("id").asText()));
    }

    private URI invitation() {
        int mails = mail.mailsTo(account.email()).size();
        realm.admin().put(path() + "/execute-actions-email", List.of("UPDATE_PASSWORD"));
        return mail.awaitMail(account.email(), mails + 1).link();
    }

    private LoginClient opens(URI link) {
        LoginClient client = realm.newClient();
        client.get(link);
        client.follow("a[href*=action-token]");
        assertThat(client.page().has("input[name=password-new]"))
                .as(client.page().text())
                .isTrue();
        return client;
    }

    /** To somebody else's address, without the password that it has, which may have been typed at any time. */
    private void moves() {
        String address = account.username() + "-moved@example.test";
        passwordless.update(
                account,
                user -> user.put("email", address).put("emailVerified", false).putPOJO("requiredActions", List.of()));
        account = new TestUser(account.id(), account.username(), address, account.password());
    }

    private LoginClient prove() {
        int mails = mail.mailsTo(account.email()).size();
        LoginClient owner = passwordless.arrive(account.email());
        assertThat(owner.code(mail.awaitMail(account.email(), mails + 1).code()).isLoggedIn())
                .isTrue();
        return owner;
    }

    private void isOut(LoginClient owner) {
        assertThat(passwordless.credentials(account)).isEmpty();
        assertThat(realm.sessions(account)).as("the owner's").hasSize(1);
        assertThat(owner.openLogin().isLoggedIn()).isTrue();
        assertThat(realm.events(account))
                .extracting(event -> event.path("type").asText()
                        + event.path("details").path("reason").asText())
                .contains("LOGIN_ERRORearlier_login")
                .doesNotContain("UPDATE_PASSWORD", "UPDATE_CREDENTIAL");
    }

    private String path() {
        return realm.name() + "/users/" + account.id();
    }
}
