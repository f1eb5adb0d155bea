package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import io.github.emailotp.server.named.ResetRealm;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether another one is demanded, and whether the one that is there stays. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The password of an account, a login to which its owner has reported,")
class ReportedPasswordIT {

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser owner;
    private StrangersLogin login;

    ReportedPasswordIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void begin() {
        realm.configureStep(StrangersLogin.WITH_LINK);
        owner = realm.newUser();
        login = StrangersLogin.begin(realm, mail, owner);
    }

    @Test
    void hasToBeAnotherIfItWasTyped() {
        assertThat(login.report().text()).contains("Somebody knows your password");
        assertThat(login.requiredActions()).containsExactly("UPDATE_PASSWORD");
        assertThat(login.detail("email_otp_password_passed")).isEqualTo("true");
        assertThat(login.detail("email_otp_network")).isEqualTo(login.browser().address());
    }

    @Test
    void mayStayIfNobodyHasTypedIt() {
        PasswordlessRealm passwordless = new PasswordlessRealm(realm);
        passwordless.open();
        try {
            passwordless.configure(StrangersLogin.WITH_LINK);
            TestUser another = realm.newUser();
            LoginClient client = passwordless.arrive(another.email());
            StrangersLogin named = new StrangersLogin(realm, another, client, mail.awaitMail(another.email()));
            assertThat(named.report().text()).contains("Thank you").doesNotContain("password");
            assertThat(named.requiredActions()).isEmpty();
            assertThat(named.logIn().isLoggedIn()).isFalse();
            assertThat(named.detail("email_otp_password_passed")).isEqualTo("false");
        } finally {
            passwordless.close();
        }
    }

    /** An application asks whoever is logged in without one to log in again. */
    @Test
    void mayStayIfNobodyHadTypedItInTheLoginBefore() {
        PasswordlessRealm passwordless = new PasswordlessRealm(realm);
        passwordless.open();
        try {
            passwordless.configure(StrangersLogin.WITH_LINK);
            TestUser another = realm.newUser();
            LoginClient client = passwordless.arrive(another.email());
            assertThat(client.code(mail.awaitMail(another.email()).code()).isLoggedIn())
                    .isTrue();
            assertThat(client.openLogin(Map.of("prompt", "login")).isCodePage()).isTrue();
            StrangersLogin again = new StrangersLogin(realm, another, client, mail.awaitMail(another.email(), 2));
            assertThat(again.report().text())
                    .contains("everybody has to log in")
                    .doesNotContain("password");
            assertThat(again.detail("email_otp_password_passed")).isEqualTo("false");
        } finally {
            passwordless.close();
        }
    }

    /** Keycloak counts the form of a name among those of passwords. */
    @Test
    void mayStayIfOnlyANameWasTyped() {
        FlowEditor flow = FlowEditor.create(realm, "name and code")
                .addStep("auth-username-form", "REQUIRED", "name and code")
                .addStep("auth-email-otp-form", "REQUIRED", "name and code")
                .configure("auth-email-otp-form", StrangersLogin.WITH_LINK);
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", "name and code"));
        try {
            TestUser another = realm.newUser();
            LoginClient client = realm.newClient();
            client.openLogin();
            client.submit(Map.of("username", another.username()));
            StrangersLogin named = new StrangersLogin(realm, another, client, mail.awaitMail(another.email()));
            assertThat(named.report().text())
                    .contains("everybody has to log in")
                    .doesNotContain("password");
            assertThat(named.detail("email_otp_password_passed")).isEqualTo("false");
        } finally {
            realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", "browser email code"));
            flow.delete();
        }
    }

    /** Two mails, of two tabs of one browser. */
    @Test
    void hasToBeAnotherOnceThoughTheLoginHadTwoMailsWhichSilenceAsOne() {
        StrangersLogin second =
                StrangersLogin.begin(realm, mail, owner, login.browser().newTab());
        login.report();
        assertThat(login.requiredActions()).containsExactly("UPDATE_PASSWORD");
        realm.admin()
                .put(
                        realm.name() + "/users/" + owner.id() + "/reset-password",
                        Map.of("type", "password", "value", "the owner's new one", "temporary", false));
        realm.admin().updateUser(realm.name(), owner.id(), user -> user.putArray("requiredActions"));
        assertThat(second.report().status()).isEqualTo(200);
        assertThat(second.reports()).isEqualTo(2);
        assertThat(Integer.parseInt(second.detail("email_otp_silence"))).isBetween(600, 900);
        assertThat(second.requiredActions()).as("it is new").isEmpty();
    }

    /** An administrator has switched the action off, and nobody could do it. */
    @Test
    void isNotDemandedToBeAnotherWhereNobodyCouldChangeIt() {
        updatePassword(false);
        try {
            assertThat(login.report().text()).contains("log in and change it");
            assertThat(login.requiredActions()).isEmpty();
            assertThat(login.detail("email_otp_password_passed")).isEqualTo("true");
            assertThat(login.logIn().isLoggedIn()).isFalse();
        } finally {
            updatePassword(true);
        }
    }

    private void updatePassword(boolean isEnabled) {
        String path = realm.name() + "/authentication/required-actions/UPDATE_PASSWORD";
        ObjectNode action = (ObjectNode) realm.admin().get(path);
        realm.admin().put(path, action.put("enabled", isEnabled));
    }

    /** Somebody is told the code, and sets a password that is theirs. */
    @Test
    void goesIfItWasSetByTheCode() {
        ResetRealm reset = new ResetRealm(realm);
        reset.open();
        try {
            reset.configure(StrangersLogin.WITH_LINK);
            TestUser another = realm.newUser();
            LoginClient client = reset.arrive(another.email());
            StrangersLogin theirs = new StrangersLogin(realm, another, client, mail.awaitMail(another.email()));
            assertThat(ResetRealm.isPasswordPage(theirs.logIn())).isTrue();
            ResetRealm.setPassword(client);
            assertThat(theirs.report().text()).contains("you choose another one when you log in next");
            assertThat(reset.credentials(another)).doesNotContain("password");
            assertThat(theirs.requiredActions()).isEmpty();
            LoginClient owners = reset.arrive(another.email());
            owners.code(mail.awaitMail(another.email(), 2).code());
            assertThat(ResetRealm.isPasswordPage(owners.page()))
                    .as("as it says")
                    .isTrue();
        } finally {
            reset.close();
        }
    }

    @Test
    void staysIfItWasThereBeforeTheMail() {
        ResetRealm reset = new ResetRealm(realm);
        reset.open();
        try {
            reset.configure(StrangersLogin.WITH_LINK);
            TestUser another = realm.newUser();
            LoginClient client = reset.arrive(another.email());
            StrangersLogin theirs = new StrangersLogin(realm, another, client, mail.awaitMail(another.email()));
            assertThat(theirs.report().text())
                    .contains("everybody has to log in")
                    .doesNotContain("password");
            assertThat(reset.credentials(another)).containsExactly("password");
            assertThat(ResetRealm.isPasswordPage(theirs.logIn())).isFalse();
        } finally {
            reset.close();
        }
    }
}
