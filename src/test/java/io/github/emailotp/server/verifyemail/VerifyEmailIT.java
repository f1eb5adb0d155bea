package io.github.emailotp.server.verifyemail;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.LdapStore;
import io.github.emailotp.server.ManySessions;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a code proves, and to whom it does not. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An address")
class VerifyEmailIT {

    private static final int FREE = 10;
    private static final int SESSIONS = 20;
    private static final int POSTS = 500;
    private static final String NO_BREAK = "\u00a0";

    private final TestRealm realm;
    private final MailServer mail;
    private final VerifyingRealm verifying;
    private final LoginClient client;
    private TestUser user;

    VerifyEmailIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.verifying = new VerifyingRealm(realm);
        this.client = realm.newClient();
    }

    @BeforeEach
    void verifyByCode() {
        verifying.open();
        user = verifying.unverified();
    }

    @AfterEach
    void verifyNothing() {
        verifying.close();
    }

    @Test
    void isVerifiedByTheCodeInTheSameBrowser() {
        assertThat(logIn().isCodePage()).isTrue();
        String code = mail.awaitMail(user.email()).code();
        assertThat(client.code(code).isLoggedIn()).isTrue();
        assertThat(verifying.isVerified(user)).isTrue();
        assertThat(verifying.requiredActions(user)).isEmpty();
        assertThat(verifying.events(user, "SEND_VERIFY_EMAIL")).hasSize(1);
        assertThat(verifying.events(user, "VERIFY_EMAIL")).hasSize(1);
        assertThat(verifying.errors(user, "VERIFY_EMAIL_ERROR")).isEmpty();
    }

    /** What became of the mail is on the page that the answer leads to. */
    @Test
    void isVerifiedWhereTheLoginWaitsForTheMail() {
        verifying.configure(Map.of("delivery", "wait"));
        mail.respond(MailServer.Response.REJECT_CONTENT);
        assertThat(logIn().text()).contains("our service has a problem");
        mail.respond(MailServer.Response.ACCEPT);
        user = verifying.unverified();
        LoginClient other = realm.newClient();
        other.openLogin();
        assertThat(other.password(user).isCodePage()).isTrue();
        assertThat(mail.mailsTo(user.email())).as("in the same answer").hasSize(1);
        assertThat(other.code(mail.awaitMail(user.email()).code()).isLoggedIn()).isTrue();
    }

    /** Keycloak keeps of nobody there that an address is verified, nor that it is to be. */
    @Test
    void isTakenForVerifiedWhereAStoreThatImportsNobodyIsTrusted() throws LDAPException {
        try (LdapStore people = LdapStore.notImported(realm)) {
            TestUser carol = people.carol();
            client.openLogin();
            assertThat(client.password(carol).isLoggedIn())
                    .as(client.page().text())
                    .isFalse();
            people.trustAddresses();
            client.openLogin();
            assertThat(client.password(carol).isLoggedIn())
                    .as(client.page().text())
                    .isTrue();
            assertThat(mail.mails()).isEmpty();
        }
    }

    @Test
    void isNotAskedForAgain() {
        logIn();
        client.code(mail.awaitMail(user.email()).code());
        LoginClient next = realm.newClient();
        next.openLogin();
        assertThat(next.password(user).isLoggedIn()).isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** More wrong codes than the realm allows failures of the login. */
    @Test
    void isNotVerifiedByWrongCodesWhichAreNoFailuresOfTheLogin() {
        logIn();
        String code = mail.awaitMail(user.email()).code();
        int wrong = VerifyingRealm.FAILURE_FACTOR + 1;
        for (int i = 0; i < wrong; i++) {
            assertThat(client.code(WrongCode.insteadOf(code)).error()).contains("Wrong code");
        }
        assertThat(verifying.isVerified(user)).isFalse();
        assertThat(verifying.errors(user, "VERIFY_EMAIL_ERROR"))
                .hasSize(wrong)
                .containsOnly("invalid_user_credentials");
        assertThat(verifying.failures(user)).isZero();
        LoginClient other = realm.newClient();
        other.openLogin();
        assertThat(other.password(user).isCodePage()).as("not locked").isTrue();
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    @Test
    void getsOneMailHoweverOftenThePageIsReloaded() {
        logIn();
        for (int i = 0; i < 25; i++) {
            assertThat(client.reload().isCodePage()).isTrue();
            assertThat(look().isCodePage()).as("by the page's script").isTrue();
        }
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** Where the page's script gets it anew when a wait is over. */
    private Page look() {
        return client.get(URI.create(
                client.page().document().selectFirst("[data-refresh-url]").attr("data-refresh-url")));
    }

    @Test
    void isAskedForInEachTabByACodeOfItsOwn() {
        logIn();
        String first = mail.awaitMail(user.email()).code();
        LoginClient tab = client.newTab();
        tab.openLogin();
        if (tab.page().isPasswordPage()) {
            tab.password(user);
        }
        assertThat(tab.page().isCodePage()).isTrue();
        String second = mail.awaitMail(user.email(), 2).code();
        assertThat(tab.code(first).isLoggedIn()).as("the code of another tab").isFalse();
        assertThat(client.code(first).isLoggedIn()).isTrue();
        assertThat(verifying.isVerified(user)).isTrue();
        Page after = tab.submit(Map.of("oneTimeCode", second));
        assertThat(after.status()).isLessThan(400);
        assertThat(after.isCodePage()).as("nothing is left to ask").isFalse();
    }

    @Test
    void isNotVerifiedOnceItIsAnother() {
        logIn();
        String code = mail.awaitMail(user.email()).code();
        String other = "other." + user.email();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", other));
        assertThat(client.code(code).text()).contains("Your email address has changed");
        assertThat(verifying.isVerified(user)).isFalse();
        assertThat(client.resend().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(other).code()).isLoggedIn()).isTrue();
        assertThat(verifying.isVerified(user)).isTrue();
    }

    @Test
    void ofAnAccountThatIsLockedMeanwhileGetsNoMailAndNoComparison() {
        verifying.configure(Map.of("resendCooldown", "10"));
        logIn();
        String code = mail.awaitMail(user.email()).code();
        LoginClient thief = realm.newClient();
        thief.openLogin();
        for (int i = 0; i < VerifyingRealm.FAILURE_FACTOR; i++) {
            thief.submit(Map.of("username", user.username(), "password", "guessed " + i));
            int failures = i + 1;
            Patience.until("failure " + failures, () -> verifying.failures(user) == failures);
        }
        assertThat(client.code(code).isLoggedIn()).isFalse();
        assertThat(client.page().error()).as("the page does not tell").contains("Wrong code");
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().text()).as("the page does not tell").contains("Code 2 is on its way");
        assertThat(mail.mails()).hasSize(1);
        assertThat(verifying.isVerified(user)).isFalse();
        assertThat(verifying.errors(user, "VERIFY_EMAIL_ERROR")).containsOnly("user_temporarily_disabled");
    }

    @Test
    void ofAnAccountThatIsDisabledMeanwhileIsNotVerified() {
        logIn();
        String code = mail.awaitMail(user.email()).code();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("enabled", false));
        assertThat(client.code(code).isLoggedIn()).isFalse();
        assertThat(verifying.isVerified(user)).isFalse();
    }

    @Test
    void ofAnAccountThatIsDeletedMeanwhileLeadsToTheBeginning() {
        logIn();
        String code = mail.awaitMail(user.email()).code();
        realm.admin().deleteUser(realm.name(), user.id());
        Page page = client.code(code);
        assertThat(page.status()).isLessThan(500);
        assertThat(page.text()).contains("Page has expired");
        String next = page.document().select("#loginContinueLink").first().absUrl("href");
        assertThat(client.get(URI.create(next)).isPasswordPage()).isTrue();
    }

    @Test
    void isComparedTenTimesHoweverManyWrongCodesArePostedAtOnce() throws Exception {
        verifying.configure(Map.of(
                "codeAttempts", "10",
                "guessWait", "600",
                "mailsPer5Minutes", "30",
                "mailsPer15Minutes", "30",
                "mailsPerHour", "30",
                "mailsPerDay", "30"));
        List<LoginClient> sessions = Stream.generate(() -> {
                    LoginClient session = realm.newClient();
                    session.openLogin();
                    session.password(user);
                    return session;
                })
                .limit(SESSIONS)
                .toList();
        String code = mail.awaitMail(user.email(), SESSIONS).code();
        ManySessions.postInParallel(sessions, POSTS, Map.of("oneTimeCode", WrongCode.insteadOf(code)));
        assertThat(verifying.errors(user, "VERIFY_EMAIL_ERROR"))
                .filteredOn("invalid_user_credentials"::equals)
                .hasSize(FREE);
        assertThat(verifying.isVerified(user)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#SAMPLE")
    void getsAMailThatSaysWhatItsCodeDoes(String language) {
        Bundle texts = Bundle.in(language);
        client.openLogin();
        client.switchLanguage(language);
        client.password(user);
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.subject())
                .isEqualTo(texts.text("emailOtpSubjectWithCodeVerify", received.code(), "Test Realm", 1));
        assertThat(received.parts())
                .allSatisfy(part -> assertThat(part.replace(NO_BREAK, " "))
                        .contains(
                                plain(texts, "emailOtpMailCodeVerify"),
                                plain(texts, "emailOtpMailAboutVerify"),
                                plain(texts, "emailOtpMailNotYouHelpVerify"))
                        .doesNotContain(plain(texts, "emailOtpMailAbout"), plain(texts, "emailOtpMailNotYouHelp")));
    }

    private static String plain(Bundle texts, String key) {
        return texts.text(key).replace(NO_BREAK, " ");
    }

    private Page logIn() {
        client.openLogin();
        return client.password(user);
    }
}
