package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.OfflineAccess;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
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

    /** As by a double click: the page is the answer to the last one. */
    @Test
    void isReportedOnceByFiftyAtTheSameTimeAndAllAreToldSo() {
        assertThat(login.reportAtOnce(50))
                .allSatisfy(page -> assertThat(page.text()).contains("Somebody knows your password"))
                .extracting(Page::status)
                .containsOnly(200);
        assertThat(login.reports()).isOne();
        assertThat(login.detail("email_otp_silence")).as("as after the first").isEqualTo("900");
        realm.admin()
                .updateUser(
                        realm.name(),
                        owner.id(),
                        user -> user.put("email", "moved-" + owner.email()).putArray("requiredActions"));
        assertThat(login.report().text()).as("later").contains("Somebody knows your password");
        assertThat(realm.newClient().get(login.link()).text())
                .as("reloaded")
                .contains("Thank you. That login is over. Somebody knows your password")
                .doesNotContain("used");
        assertThat(login.reports()).isOne();
        assertThat(login.requiredActions()).isEmpty();
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
    void isOverAfterItHasSucceeded() {
        OfflineAccess access = OfflineAccess.after(login.logIn(), realm);
        assertThat(access.refreshed().has("access_token")).as("before").isTrue();
        assertThat(login.report().status()).isEqualTo(200);
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(access.refreshed().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(login.browser().newTab().openLogin().isPasswordPage()).isTrue();
        assertThat(realm.events(owner))
                .extracting(event -> event.path("type").asText())
                .contains("LOGOUT");
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

    /** A thief's first move is to change it; and whoever reads the old mailbox is perhaps not the owner any more. */
    @Test
    void isAllThatEndsOnceTheAccountHasAnotherAddress() {
        assertThat(login.logIn().isLoggedIn()).isTrue();
        assertThat(StrangersLogin.begin(realm, mail, owner).logIn().isLoggedIn())
                .as("elsewhere")
                .isTrue();
        assertThat(realm.sessions(owner)).hasSize(2);
        realm.admin().updateUser(realm.name(), owner.id(), user -> user.put("email", "moved-" + owner.email()));
        assertThat(realm.newClient().get(login.link()).has("#email-otp-report")).isTrue();
        Page page = login.report();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("That login is over. If somebody may know your password")
                .doesNotContain("everybody");
        assertThat(realm.sessions(owner)).hasSize(1);
        assertThat(login.browser().newTab().openLogin().isPasswordPage()).isTrue();
        assertThat(login.requiredActions()).isEmpty();
        assertThat(account().path("notBefore").asLong()).isZero();
        assertThat(login.reports()).isOne();
        assertThat(login.detail("email_otp_silence")).isEmpty();
    }

    /** Whose the others are is not known any more; with an offline one, an application goes on for months. */
    @Test
    void isEndedWithAllSessionsOfTheAccount() {
        assertThat(login.logIn().isLoggedIn()).isTrue();
        LoginClient elsewhere = realm.newClient();
        elsewhere.get(OfflineAccess.loginUrl(realm));
        elsewhere.password(owner);
        elsewhere.code(mail.awaitMail(owner.email(), 2).code());
        assertThat(OfflineAccess.after(elsewhere.page(), realm).refreshToken()).isNotEmpty();
        assertThat(realm.sessions(owner)).isNotEmpty();
        assertThat(OfflineAccess.sessions(realm, owner)).hasSize(1);
        assertThat(login.report().status()).isEqualTo(200);
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(OfflineAccess.sessions(realm, owner)).isEmpty();
    }

    @Test
    void isReportedInVainOnceTheAccountIsGone() {
        realm.admin().deleteUser(realm.name(), owner.id());
        assertThat(realm.newClient().get(login.link()).status()).isEqualTo(404);
        assertThat(login.report().status()).isEqualTo(404);
    }

    private JsonNode account() {
        return realm.admin().get(realm.name() + "/users/" + owner.id());
    }
}
