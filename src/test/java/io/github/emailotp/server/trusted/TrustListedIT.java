package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and administrators see of it, and when it is gone. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The list of trusted browsers")
class TrustListedIT {

    private static final int AT_ONCE = 4;

    private static final Pattern REPORT = Pattern.compile("https?://\\S+/email-otp/reports/[0-9a-f]{32}");

    private final TestRealm realm;
    private final MailServer mail;
    private TrustingRealm trusting;
    private TestUser user;
    private LoginClient owner;
    private String value;

    TrustListedIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void trustABrowser() {
        trusting = TrustingRealm.bind(realm, mail);
        trusting.listeners("jboss-logging", "email-otp-trust");
        user = realm.newUser();
        owner = realm.newClient();
        value = TrustingRealm.cookieValue(trusting.trust(owner, user));
        assertThat(trusting.browsers(user)).hasSize(1);
    }

    @AfterEach
    void unbind() {
        trusting.listeners("jboss-logging");
        trusting.close();
    }

    @Test
    void endsWhereTheOwnerSaysThatALoginWasNotTheirs() {
        trusting.configure(Map.of("reportLink", "true"));
        int mails = mail.mailsTo(user.email()).size();
        assertThat(trusting.logIn(realm.newClient(), user).isCodePage()).isTrue();
        Matcher link = REPORT.matcher(mail.awaitMail(user.email(), mails + 1).text());
        assertThat(link.find()).isTrue();
        assertThat(trusting.browsers(user)).hasSize(1);
        Page page = realm.newClient().post(URI.create(link.group()), "application/x-www-form-urlencoded", "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(trusting.browsers(user)).isEmpty();
        assertThat(realm.events(user))
                .filteredOn(event -> event.path("type").asText().equals("REMOVE_CREDENTIAL"))
                .extracting(event -> event.at("/details/credential_type").asText())
                .containsExactly(TrustingRealm.TYPE);
    }

    @Test
    void endsWithAnotherAddressAndIsNotBackWithTheOldOne() {
        setAddress("moved-" + user.email());
        assertThat(trusting.browsers(user)).isEmpty();
        setAddress(user.email());
        assertThat(trusting.logIn(owner, user).isCodePage()).isTrue();
    }

    /** In the account console, which says so among the changes of the profile. */
    @Test
    void endsWithAnotherAddressOfTheOwnerAndIsNotBackWithTheOldOne() {
        assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
        OwnAccount account = OwnAccount.in(owner, realm);
        assertThat(account.setAddress("moved-" + user.email())).isEqualTo(204);
        assertThat(trusting.browsers(user)).isEmpty();
        assertThat(account.setAddress(user.email())).isEqualTo(204);
        realm.endSessions(user);
        assertThat(trusting.logIn(owner, user).isCodePage()).isTrue();
    }

    /** The page of the required action, as of a realm that asks for a profile. */
    @Test
    void endsWithAnotherAddressOnThePageOfTheProfile() {
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("requiredActions").add("UPDATE_PROFILE"));
        trusting.logIn(owner, user);
        String moved = "moved-" + user.email();
        assertThat(owner.submit(Map.of("email", moved, "firstName", "Alice", "lastName", "Smith"))
                        .isLoggedIn())
                .isTrue();
        assertThat(trusting.browsers(user)).isEmpty();
    }

    /** As when a phone is lost: a browser that was trusted without it stays. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsWithAFactorThatIsRemoved(boolean byItsOwner) {
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("credentials")
                                .addObject()
                                .put("type", "otp")
                                .put("secretData", "{\"value\":\"DJmQfC73VGFhw7D4QJ8A\"}")
                                .put(
                                        "credentialData",
                                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,"
                                                + "\"algorithm\":\"HmacSHA1\"}"));
        LoginClient other = trusting.trustedBrowser(user);
        assertThat(trusting.browsers(user)).hasSize(2);
        String app = app();
        if (byItsOwner) {
            assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
            assertThat(OwnAccount.in(owner, realm).removeCredential(app)).isEqualTo(204);
            realm.endSessions(user);
        } else {
            realm.admin().delete(realm.name() + "/users/" + user.id() + "/credentials/" + app);
        }
        assertThat(trusting.browsers(user)).hasSize(1);
        assertThat(trusting.logIn(other, user).isCodePage()).isTrue();
        assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
    }

    private String app() {
        for (var credential : realm.admin().get(realm.name() + "/users/" + user.id() + "/credentials")) {
            if (credential.path("type").asText().equals("otp")) {
                return credential.path("id").asText();
            }
        }
        throw new AssertionError("no app");
    }

    private void setAddress(String address) {
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", address));
    }

    @Test
    void staysWhenAnAdministratorChangesSomethingElse() {
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("firstName", "Alicia"));
        assertThat(trusting.browsers(user)).hasSize(1);
        assertThat(trusting.logIn(owner, user).isLoggedIn()).isTrue();
    }

    @Test
    void endsWithANewPasswordOfAnAdministrator() {
        realm.admin()
                .put(
                        realm.name() + "/users/" + user.id() + "/reset-password",
                        Map.of("type", "password", "value", "another password", "temporary", false));
        assertThat(trusting.browsers(user)).isEmpty();
    }

    @Test
    void endsWithANewPasswordOfTheOwner() {
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("requiredActions").add("UPDATE_PASSWORD"));
        trusting.logIn(owner, user);
        String next = "a password of my own";
        assertThat(owner.submit(Map.of("password-new", next, "password-confirm", next))
                        .isLoggedIn())
                .isTrue();
        assertThat(trusting.browsers(user)).isEmpty();
    }

    /** Two tabs, say: each takes away what the browser had before. */
    @Test
    void isNoReasonToRefuseARightCodeWhenPagesOfABrowserPostAtOnce() {
        String name = TrustingRealm.cookieName(realm, user);
        List<Callable<Boolean>> posts = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            LoginClient tab = realm.newClient();
            tab.setCookie(name, "/realms/test/", value);
            int mails = mail.mailsTo(user.email()).size();
            assertThat(trusting.logIn(tab, user, Map.of("prompt", "login")).isCodePage())
                    .isTrue();
            String code = mail.awaitMail(user.email(), mails + 1).code();
            posts.add(() -> tab.submit(Map.of("oneTimeCode", code, TrustingRealm.BOX, "true"))
                    .isLoggedIn());
        }
        assertThat(AtOnce.call(posts)).containsOnly(true);
        assertThat(trusting.browsers(user)).hasSizeBetween(1, AT_ONCE);
    }
}
