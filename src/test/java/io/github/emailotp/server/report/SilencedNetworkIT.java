package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stranger goes on, from where they were. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A network that an owner has reported")
class SilencedNetworkIT {

    private static final String NEW_PASSWORD = "another password";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private TestUser owner;

    SilencedNetworkIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void switchOn() {
        realm.configureStep(StrangersLogin.WITH_LINK);
        owner = realm.newUser();
    }

    @Test
    void hasNoCodesMailedForThatAccountWhileOthersHave() {
        StrangersLogin login = StrangersLogin.begin(realm, mail, owner);
        login.report();
        int mails = mails();

        LoginClient again = at(login.browser().address());
        again.openLogin();
        assertThat(again.password(owner).error()).contains("Too many codes were asked for", "in 15 minutes");
        login.browser().openLogin();
        assertThat(login.browser().password(owner).isCodePage())
                .as("in the same browser")
                .isFalse();
        assertThat(mails()).isEqualTo(mails);
        assertThat(newestError()).isEqualTo("email_otp_over_quota client");

        TestUser neighbour = realm.newUser();
        LoginClient theirs = at(login.browser().address());
        assertThat(StrangersLogin.begin(realm, mail, neighbour, theirs).logIn().isLoggedIn())
                .as("for another account")
                .isTrue();

        LoginClient elsewhere = realm.newClient();
        assertThat(logIn(elsewhere, owner.password()).isLoggedIn())
                .as("elsewhere")
                .isFalse();
        assertThat(elsewhere
                        .submit(Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD))
                        .isLoggedIn())
                .as("with another password")
                .isTrue();

        realm.endSessions(owner);
        elsewhere.address(login.browser().address());
        assertThat(logIn(elsewhere, NEW_PASSWORD).isLoggedIn())
                .as("in a browser that has passed since")
                .isTrue();
    }

    /** Of two mails that the stranger has had sent from there. */
    @Test
    void isSilentForADayAfterASecondReport() {
        StrangersLogin first = StrangersLogin.begin(realm, mail, owner);
        StrangersLogin second =
                StrangersLogin.begin(realm, mail, owner, at(first.browser().address()));
        first.report();
        assertThat(first.detail("email_otp_silence")).isEqualTo("900");
        second.report();
        assertThat(second.detail("email_otp_silence")).isEqualTo("86400");
        LoginClient again = at(first.browser().address());
        again.openLogin();
        assertThat(again.password(owner).error()).contains("in 24 hours");
    }

    /** A wait would tell that the name is somebody's, who has reported it. */
    @Test
    void seesNothingOfItWhereANameIsEnough() {
        PasswordlessRealm passwordless = new PasswordlessRealm(realm);
        passwordless.open();
        try {
            passwordless.configure(StrangersLogin.WITH_LINK);
            LoginClient client = passwordless.arrive(owner.email());
            StrangersLogin login = new StrangersLogin(realm, owner, client, mail.awaitMail(owner.email()));
            login.report();
            Page again = arriveAt(login.browser().address(), passwordless, owner.email());
            Page nobodys = arriveAt(login.browser().address(), passwordless, PasswordlessRealm.nobodys(owner));
            assertThat(again.isCodePage()).isTrue();
            assertThat(again.error()).isEqualTo(nobodys.error());
            server.awaitEmptyOutbox();
            assertThat(mails()).isOne();
            Patience.until("the event", () -> newestError().equals("email_otp_over_quota client"));
            passwordless.arrive(owner.email());
            assertThat(mail.awaitMail(owner.email(), 2)).as("elsewhere").isNotNull();
        } finally {
            passwordless.close();
        }
    }

    private Page arriveAt(String address, PasswordlessRealm passwordless, String name) {
        LoginClient client = at(address);
        passwordless.lead(client, Map.of());
        return PasswordlessRealm.name(client, name);
    }

    private LoginClient at(String address) {
        LoginClient client = realm.newClient();
        client.address(address);
        return client;
    }

    private Page logIn(LoginClient client, String password) {
        int mails = mails();
        client.openLogin();
        client.submit(Map.of("username", owner.username(), "password", password));
        mail.awaitMail(owner.email(), mails + 1);
        return client.code(mail.mailsTo(owner.email()).get(mails).code());
    }

    private int mails() {
        return mail.mailsTo(owner.email()).size();
    }

    private String newestError() {
        var event = realm.events(owner).get(0);
        return event.path("error").asText() + " " + event.at("/details/reason").asText();
    }
}
