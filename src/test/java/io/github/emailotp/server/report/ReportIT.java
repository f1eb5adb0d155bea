package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What follows for the stranger, for the owner, and for whoever sits at the same browser. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login that its owner has reported")
class ReportIT {

    private static final String CLIENT = "test-app";

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser owner;
    private StrangersLogin login;

    ReportIT(TestRealm realm, MailServer mail) {
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
    void isReportedOnceByFiftyAtTheSameTime() {
        assertThat(login.reportAtOnce(50))
                .extracting(Page::status)
                .containsOnlyOnce(200)
                .containsOnly(200, 404);
        assertThat(login.reports()).isOne();
        assertThat(login.detail("email_otp_silence")).as("as after the first").isEqualTo("900");
        assertThat(login.report().status()).isEqualTo(404);
        assertThat(login.reports()).isOne();
    }

    @Test
    void isOverBeforeItsCodeIsTyped() {
        assertThat(login.report().text()).contains("Thank you");
        Page page = login.logIn();
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.isCodePage()).isFalse();
        assertThat(realm.sessions(owner)).isEmpty();
    }

    @Test
    void isOverAfterItHasSucceeded() throws Exception {
        String token = token("grant_type=authorization_code&redirect_uri=" + realm.appUrl() + "&code="
                        + login.logIn().authorizationCode().orElseThrow())
                .path("refresh_token")
                .asText();
        assertThat(token("grant_type=refresh_token&refresh_token=" + token).has("access_token"))
                .as("before")
                .isTrue();
        assertThat(login.report().status()).isEqualTo(200);
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(token("grant_type=refresh_token&refresh_token=" + token)
                        .path("error")
                        .asText())
                .isEqualTo("invalid_grant");
        assertThat(login.browser().newTab().openLogin().isPasswordPage()).isTrue();
        assertThat(realm.events(owner))
                .extracting(event -> event.path("type").asText())
                .contains("LOGOUT");
    }

    private JsonNode token(String grant) throws Exception {
        Page answer = realm.newClient()
                .post(
                        URI.create(realm.url() + "/protocol/openid-connect/token"),
                        "application/x-www-form-urlencoded",
                        grant + "&client_id=" + CLIENT);
        return new ObjectMapper().readTree(answer.text());
    }

    /** Also what was issued in other browsers: whose they are is not known any more. */
    @Test
    void makesTokensAndKnownBrowsersOfBeforeWorthless() {
        login.report();
        assertThat(account().path("notBefore").asLong())
                .isBetween(System.currentTimeMillis() / 1000 - 60, System.currentTimeMillis() / 1000 + 1);
    }

    @Test
    void leavesWhoeverElseIsLoggedInWhereItIsReported() {
        TestUser other = realm.newUser();
        LoginClient theirs = realm.newClient();
        assertThat(StrangersLogin.begin(realm, mail, other, theirs).logIn().isLoggedIn())
                .isTrue();
        Page page = login.report(theirs.newTab());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().map()).doesNotContainKey("set-cookie");
        assertThat(page.text()).doesNotContain(other.username());
        assertThat(realm.sessions(other)).hasSize(1);
        assertThat(theirs.newTab().openLogin().isLoggedIn()).isTrue();
        assertThat(login.logIn().isLoggedIn()).isFalse();
        assertThat(login.reports()).isOne();
    }

    /** Whoever has gone on as somebody else in the browser of the login is not meant. */
    @Test
    void leavesWhoeverHasGoneOnInTheSameBrowserAsSomebodyElse() {
        TestUser other = realm.newUser();
        login.browser().restart();
        int mails = mail.mailsTo(other.email()).size();
        login.browser().password(other);
        mail.awaitMail(other.email(), mails + 1);
        assertThat(login.browser().code(mail.awaitMail(other.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(login.report().status()).isEqualTo(200);
        assertThat(realm.sessions(other)).hasSize(1);
    }

    @Test
    void isNotTouchedByAMailToAnAddressThatIsNotTheOwnersAnyMore() {
        assertThat(login.logIn().isLoggedIn()).isTrue();
        realm.admin().updateUser(realm.name(), owner.id(), user -> user.put("email", "moved-" + owner.email()));
        assertThat(login.report().status()).isEqualTo(404);
        assertThat(login.reports()).isZero();
        assertThat(realm.sessions(owner)).hasSize(1);
        assertThat(login.requiredActions()).isEmpty();
    }

    @Test
    void isReportedInVainOnceTheAccountIsGone() {
        realm.admin().deleteUser(realm.name(), owner.id());
        assertThat(realm.newClient().get(login.link()).status()).isEqualTo(404);
        assertThat(login.report().status()).isEqualTo(404);
    }

    @Test
    void costsThePasswordThatWasTyped() {
        assertThat(login.report().text()).contains("Somebody knows your password");
        assertThat(login.requiredActions()).containsExactly("UPDATE_PASSWORD");
        assertThat(login.detail("email_otp_password_passed")).isEqualTo("true");
        assertThat(login.detail("email_otp_network")).isEqualTo(login.browser().address());
    }

    @Test
    void costsNoPasswordThatNobodyHasTyped() {
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

    private JsonNode account() {
        return realm.admin().get(realm.name() + "/users/" + owner.id());
    }
}
