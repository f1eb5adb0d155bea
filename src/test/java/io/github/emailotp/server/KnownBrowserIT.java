package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.storage.HashedName;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger with the password can do to the owner of an account. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A browser that has logged the user in before")
class KnownBrowserIT {

    private static final String COOKIE = "email-otp.browser.";

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser user;
    private LoginClient owner;
    private String setCookie;

    KnownBrowserIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void logInOnceAndMeetAStranger() {
        realm.configureStep(Map.of("guessesFree", "2", "guessWait", "600", "mailsPer5Minutes", "2"));
        user = realm.newUser();
        owner = realm.newClient();
        begin(owner);
        Page in = owner.code(newestCode());
        assertThat(in.isLoggedIn()).isTrue();
        setCookie = in.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(COOKIE))
                .findFirst()
                .orElseThrow();
        signOut();
    }

    private void strangerUsesUpWhatThereIs() {
        LoginClient stranger = realm.newClient();
        begin(stranger);
        String wrong = WrongCode.insteadOf(newestCode());
        stranger.code(wrong);
        assertThat(stranger.code(wrong).error()).contains("in 10 minutes");
    }

    @Test
    void doesNotWaitForTheFailuresOfStrangers() {
        strangerUsesUpWhatThereIs();
        begin(owner);
        assertThat(owner.page().isCodePage()).isTrue();
        assertThat(owner.code(newestCode()).isLoggedIn()).isTrue();
    }

    @Test
    void waitsForItsOwnFailures() {
        begin(owner);
        String wrong = WrongCode.insteadOf(newestCode());
        owner.code(wrong);
        assertThat(owner.code(wrong).error()).contains("in 10 minutes");
    }

    @Test
    void getsMailsThatStrangersCannotUseUp() {
        for (int i = 0; i < 4; i++) {
            begin(realm.newClient());
        }
        int mails = mail.mailsTo(user.email()).size();
        assertThat(mails).as("one of the owner's, and two").isEqualTo(3);
        begin(owner);
        assertThat(mail.mailsTo(user.email())).hasSize(mails + 1);
    }

    @Test
    void stillNeedsTheCode() {
        begin(owner);
        assertThat(owner.page().isLoggedIn()).isFalse();
        assertThat(owner.page().isCodePage()).isTrue();
    }

    @Test
    void isKnownByASignedCookieThatScriptsCannotRead() {
        assertThat(setCookie)
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Lax")
                .containsIgnoringCase("Path=/realms/test/")
                .containsIgnoringCase("Max-Age=7776000")
                .containsIgnoringCase("Secure")
                .doesNotContain(user.id(), user.username());
        // No rule set of a web application firewall takes it for anything.
        assertThat(name()).matches("email-otp\\.browser\\.[0-9a-f]{32}");
        assertThat(value()).matches("[0-9a-f]+\\.[0-9]+\\.[0-9a-f]+");
    }

    @Test
    void isNotCountedForTheAddressThatItSharesWithStrangers() {
        realm.configureStep(Map.of("mailsPerHourAndClient", "1"));
        LoginClient stranger = realm.newClient();
        stranger.address(owner.address());
        TestUser other = realm.newUser();
        stranger.openLogin();
        assertThat(stranger.password(other).isCodePage()).isTrue();
        mail.awaitMail(other.email());
        begin(owner);
        assertThat(owner.page().isCodePage()).as("the known browser").isTrue();
        LoginClient second = realm.newClient();
        second.address(owner.address());
        second.openLogin();
        assertThat(second.password(realm.newUser()).isCodePage())
                .as("another stranger")
                .isFalse();
    }

    @Test
    void isAStrangerToEverybodyElse() {
        TestUser other = realm.newUser();
        strangerUsesUpWhatThereIs(other);
        owner.openLogin();
        assertThat(owner.password(other).error()).contains("in 10 minutes");
    }

    /** Whoever passes with their own mailbox and then takes another's address must not draw on its owner's mails. */
    @Test
    void isAStrangerAfterTheAddressChanged() {
        strangerUsesUpWhatThereIs();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", "moved-" + user.email()));
        owner.openLogin();
        assertThat(owner.password(user).error()).contains("in 10 minutes");
    }

    @Test
    void isAStrangerWithTheCookieOfAnotherUser() {
        TestUser other = realm.newUser();
        strangerUsesUpWhatThereIs(other);
        String realmId = realm.admin().get(realm.name()).path("id").asText();
        assertThat(name()).isEqualTo(HashedName.ofCookie("browser", realmId, user.id()));
        owner.setCookie(HashedName.ofCookie("browser", realmId, other.id()), "/realms/test/", value());
        owner.openLogin();
        assertThat(owner.password(other).error()).contains("in 10 minutes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.b.c",
                "....",
                "%00",
                "x",
                "AAAA.99999999999999999999.AAAA",
                "AAAA.1.AAAA",
                "6b.31556889864403199.00"
            })
    void isAStrangerWithACookieThatWasMadeUp(String value) {
        strangerUsesUpWhatThereIs();
        LoginClient forger = realm.newClient();
        forger.setCookie(name(), "/realms/test/", value);
        forger.openLogin();
        Page page = forger.password(user);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.error()).contains("in 10 minutes");
    }

    @Test
    void isAStrangerWithACookieThatWasMadeYounger() {
        strangerUsesUpWhatThereIs();
        String[] fields = value().split("\\.", -1);
        LoginClient forger = realm.newClient();
        forger.setCookie(name(), "/realms/test/", fields[0] + "." + (Long.parseLong(fields[1]) + 1) + "." + fields[2]);
        forger.openLogin();
        assertThat(forger.password(user).error()).contains("in 10 minutes");
        forger.setCookie(name(), "/realms/test/", value());
        forger.openLogin();
        assertThat(forger.password(user).isCodePage()).as("the real one").isTrue();
    }

    @Test
    void isAStrangerAgainWhenAnAdministratorSignsTheUserOut() {
        strangerUsesUpWhatThereIs();
        // The moment of the sign-out is kept in whole seconds.
        Patience.until("the next second", () -> System.currentTimeMillis() / 1000 > issuedAt());
        realm.admin().post(realm.name() + "/users/" + user.id() + "/logout", Map.of());
        owner.openLogin();
        assertThat(owner.password(user).error()).contains("in 10 minutes");
    }

    @Test
    void isAStrangerWhereTheSettingIsOff() {
        strangerUsesUpWhatThereIs();
        realm.configureStep(Map.of("guessesFree", "2", "guessWait", "600", "knownBrowserDays", "0"));
        owner.openLogin();
        assertThat(owner.password(user).error()).contains("in 10 minutes");
    }

    private void strangerUsesUpWhatThereIs(TestUser victim) {
        TestUser kept = user;
        user = victim;
        strangerUsesUpWhatThereIs();
        user = kept;
    }

    /** Single sign-on would lead past the step. */
    private void signOut() {
        realm.endSessions(user);
    }

    private void begin(LoginClient client) {
        int mails = mail.mailsTo(user.email()).size();
        client.openLogin();
        if (client.password(user).isCodePage()) {
            mail.awaitMail(user.email(), mails + 1);
        }
    }

    private String newestCode() {
        var mails = mail.mailsTo(user.email());
        return mails.get(mails.size() - 1).code();
    }

    private String name() {
        return setCookie.substring(0, setCookie.indexOf('='));
    }

    private String value() {
        String value = setCookie.substring(setCookie.indexOf('=') + 1, setCookie.indexOf(';'));
        return value.replace("\"", "");
    }

    private long issuedAt() {
        return Long.parseLong(value().split("\\.", -1)[1]);
    }
}
