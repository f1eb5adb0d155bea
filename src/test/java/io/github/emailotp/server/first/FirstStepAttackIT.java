package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.ManySessions;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who knows a name, and wants the account. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An account without a password")
class FirstStepAttackIT {

    private static final int FREE = 10;
    private static final int SESSIONS = 12;
    private static final int POSTS = 300;

    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private TestUser owner;

    FirstStepAttackIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        owner = realm.newUser();
    }

    @AfterEach
    void close() {
        passwordless.close();
    }

    /** The same for a name that is nobody's: as many answers, and then the same wait. */
    @Test
    void isGuessedNoMoreOftenThanOneThatIsNotThere() throws Exception {
        passwordless.configure(Map.of(
                "codeAttempts", "10",
                "guessWait", "600",
                "mailsPer5Minutes", "30",
                "mailsPer15Minutes", "30",
                "mailsPerHour", "30",
                "mailsPerDay", "30"));
        List<LoginClient> known = arrive(owner.email());
        List<LoginClient> unknown = arrive(PasswordlessRealm.nobodys(owner));
        String wrong =
                WrongCode.insteadOf(mail.awaitMail(owner.email(), SESSIONS).code());
        ManySessions.postInParallel(known, POSTS, Map.of("oneTimeCode", wrong));
        ManySessions.postInParallel(unknown, POSTS, Map.of("oneTimeCode", wrong));
        assertThat(errors(owner)).filteredOn("invalid_user_credentials"::equals).hasSize(FREE);
        assertThat(Stream.concat(known.stream(), unknown.stream()))
                .allSatisfy(client -> assertThat(client.reload().text()).contains("10 minutes"));
        assertThat(realm.sessions(owner)).isEmpty();
    }

    private List<LoginClient> arrive(String name) {
        return Stream.generate(() -> passwordless.arrive(name)).limit(SESSIONS).toList();
    }

    private List<String> errors(TestUser user) {
        return realm.events(user).stream()
                .filter(event -> event.path("type").asText().equals("LOGIN_ERROR"))
                .map(event -> event.path("error").asText())
                .toList();
    }

    /** In the same tab, which the code of one name and the name of another have come to. */
    @Test
    void isNotOpenedByACodeThatWasMailedToSomebodyElse() {
        TestUser mallory = realm.newUser();
        LoginClient client = passwordless.arrive(mallory.email());
        String code = mail.awaitMail(mallory.email()).code();
        PasswordlessRealm.name(client, owner.email());
        mail.awaitMail(owner.email());
        assertThat(client.code(code).error()).contains("Wrong code");
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(realm.sessions(mallory)).isEmpty();
    }

    @Test
    void isNotOpenedByItsCodeInAnotherBrowserOrAnotherTab() {
        LoginClient client = passwordless.arrive(owner.email());
        String code = mail.awaitMail(owner.email()).code();
        LoginClient tab = client.newTab();
        tab.openLogin();
        PasswordlessRealm.name(tab, owner.email());
        LoginClient thief = passwordless.arrive(owner.email());
        mail.awaitMail(owner.email(), 3);
        assertThat(tab.code(code).isLoggedIn()).isFalse();
        assertThat(thief.code(code).isLoggedIn()).isFalse();
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    /** A right code, a passkey that is none, the wish for a mail: whoever has typed no name is asked for one. */
    @ParameterizedTest
    @ValueSource(strings = {"oneTimeCode", "resend", "look", "authenticatorData", "error", "password", "login"})
    void isNotOpenedByWhateverIsPostedBeforeAName(String field) {
        LoginClient client = realm.newClient();
        client.openLogin();
        Page page = client.post(
                client.page().action(Set.of("username")), "application/x-www-form-urlencoded", field + "=12345678");
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.isCodePage()).isFalse();
        assertThat(client.openLogin().isLoggedIn()).isFalse();
        assertThat(mail.mails()).isEmpty();
    }

    /** A name beside a passkey is a name. */
    @Test
    void isNotOpenedByAPasskeyThatIsNone() {
        LoginClient client = realm.newClient();
        client.openLogin();
        client.submit(Map.of("username", owner.email(), "authenticatorData", "AAAA", "credentialId", "AAAA"));
        assertThat(client.page().isCodePage()).isTrue();
        client.submit(Map.of("authenticatorData", "AAAA", "credentialId", "AAAA"));
        assertThat(client.openLogin().isLoggedIn()).isFalse();
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(passwordless.failures(owner)).containsExactly(0, 0);
    }

    /** Keycloak's pages and its list of sessions would tell that there is one. */
    @Test
    void isNobodysBeforeTheRightCode() {
        LoginClient client = passwordless.arrive(owner.email());
        client.code(WrongCode.insteadOf(mail.awaitMail(owner.email()).code()));
        assertThat(client.reload().has("#kc-attempted-username")).isFalse();
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(realm.events(owner))
                .extracting(event -> event.path("type").asText())
                .doesNotContain("LOGIN");
    }

    /** The owner's browser is known, and the owner's password too has a step of its own behind it. */
    @Test
    void hasItsMailsAndItsWaitsForItselfWhateverStrangersDo() {
        Map<String, String> strict = Map.of("guessesFree", "2", "guessWait", "600", "mailsPer5Minutes", "1");
        LoginClient home = passwordless.arrive(owner.email());
        home.code(mail.awaitMail(owner.email()).code());
        realm.endSessions(owner);
        passwordless.configure(strict);
        LoginClient stranger = passwordless.arrive(owner.email());
        String wrong = WrongCode.insteadOf(mail.awaitMail(owner.email(), 2).code());
        stranger.code(wrong);
        assertThat(stranger.code(wrong).text()).contains("10 minutes");
        mail.clear();
        home.openLogin();
        PasswordlessRealm.name(home, owner.email());
        assertThat(home.code(mail.awaitMail(owner.email()).code()).isLoggedIn()).isTrue();
        mail.clear();
        passwordless.close();
        try {
            realm.configureStep(strict);
            LoginClient second = realm.newClient();
            second.openLogin();
            second.password(owner);
            assertThat(second.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                    .as("by password and code, in a new browser")
                    .isTrue();
        } finally {
            passwordless.open();
        }
    }

    /** Unlike with a name that is nobody's, administrators see whose it was. */
    @Test
    void isNamedInTheEventsOfItsFailures() {
        LoginClient client = passwordless.arrive(owner.email());
        client.code(WrongCode.insteadOf(mail.awaitMail(owner.email()).code()));
        assertThat(errors(owner)).containsExactly("invalid_user_credentials");
        String name = PasswordlessRealm.nobodys(owner);
        passwordless.arrive(name);
        assertThat(passwordless.awaitErrors("LOGIN_ERROR", name)).containsExactly("user_not_found");
    }
}
