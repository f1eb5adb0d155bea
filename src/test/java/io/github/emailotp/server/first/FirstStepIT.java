package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.OtherRealm;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.server.named.Likeness;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who logs in with a name and a code, and nothing else. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The first step")
class FirstStepIT {

    private static final String KEYCLOAKS = "a name and a password";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private TestUser alice;

    FirstStepIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        alice = realm.newUser();
    }

    @AfterEach
    void close() {
        passwordless.close();
    }

    @Test
    void logsInByTheCodeThatIsMailedToTheName() {
        LoginClient client = realm.newClient();
        assertThat(PasswordlessRealm.isNamePage(client.openLogin())).isTrue();
        Page page = PasswordlessRealm.name(client, " " + alice.email().toUpperCase(Locale.ROOT) + " ");
        assertThat(page.isCodePage()).as(page.text()).isTrue();
        assertThat(realm.sessions(alice)).isEmpty();
        String code = mail.awaitMail(alice.email()).code();
        assertThat(client.code(code).isLoggedIn()).isTrue();
        assertThat(realm.sessions(alice)).hasSize(1);
        assertThat(mail.mails()).hasSize(1);
    }

    /** The account has a language of its own; that would show on the page, and the mail goes with the page. */
    @Test
    void hasPageAndMailInTheLanguageOfWhoIsThere() {
        passwordless.speaks(alice, "de");
        LoginClient client = passwordless.arrive(alice.email());
        ReceivedMail received = mail.awaitMail(alice.email());
        assertThat(client.page().document().selectFirst("html").attr("lang")).isEqualTo("en");
        assertThat(received.subject()).contains("is your login code");
        assertThat(Jsoup.parse(received.html()).selectFirst("html").attr("lang"))
                .isEqualTo("en");
    }

    /** Who has mistyped the address shall see it; it is theirs, and says nothing of any account. */
    @Test
    void showsTheNameAsItWasTyped() {
        assertThat(passwordless.arrive("Nobody<b>@example.test").page().text()).contains("Nobody<b>@example.test");
    }

    @Test
    void takesNoNameThatIsNoAddress() {
        LoginClient client = realm.newClient();
        client.openLogin();
        for (String name : new String[] {"", " ", alice.username(), "a@b@c", "x".repeat(250) + "@a.test"}) {
            Page page = PasswordlessRealm.name(client, name);
            assertThat(PasswordlessRealm.isNamePage(page)).as(name).isTrue();
            assertThat(page.error()).contains("Invalid email");
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void mailsNothingToANameThatOnlyTheApplicationKnows() {
        LoginClient client = realm.newClient();
        Page page = client.openLogin(Map.of("login_hint", alice.email()));
        assertThat(PasswordlessRealm.isNamePage(page)).isTrue();
        assertThat(page.document().select("input[name=username]").attr("value")).isEqualTo(alice.email());
        assertThat(PasswordlessRealm.isNamePage(client.reload())).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void mailsOnceHoweverOftenThePageIsReloaded() {
        LoginClient client = passwordless.arrive(alice.email());
        for (int i = 0; i < 10; i++) {
            assertThat(client.reload().isCodePage()).isTrue();
            assertThat(client.submit(Map.of("look", "true")).isCodePage()).isTrue();
        }
        assertThat(client.code(mail.awaitMail(alice.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    @Test
    void asksForANameAgainAfterTheLoginWasStartedAgain() {
        LoginClient client = passwordless.arrive(alice.email());
        String code = mail.awaitMail(alice.email()).code();
        assertThat(PasswordlessRealm.isNamePage(client.restart())).isTrue();
        Page again = PasswordlessRealm.name(client, alice.email());
        assertThat(again.text()).contains("You started again");
        assertThat(mail.mails()).hasSize(1);
        assertThat(client.submit(Map.of("oneTimeCode", code)).isLoggedIn())
                .as("of the login before")
                .isFalse();
    }

    @Test
    void refusesClientsThatAreNoBrowser() {
        passwordless.set(settings -> settings.put("directGrantFlow", PasswordlessRealm.FLOW));
        try {
            Page answer = realm.newClient()
                    .post(
                            URI.create(realm.url() + "/protocol/openid-connect/token"),
                            "application/x-www-form-urlencoded",
                            "grant_type=password&client_id=admin-cli&password=x&username=" + alice.email());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("can only be asked for in a browser");
        } finally {
            passwordless.set(settings -> settings.put("directGrantFlow", "direct grant"));
        }
    }

    /** Nor is anything told to whoever asks silently. */
    @Test
    void asksNobodyWhereNobodyShallBeAsked() {
        Page answer = realm.newClient().openLogin(Map.of("prompt", "none"));
        assertThat(answer.isRedirect()).isTrue();
        assertThat(answer.url().getQuery()).contains("error=login_required");
    }

    /** The same page, and its links lead on. */
    @Test
    void asksForTheNameOnKeycloaksOwnPageWithAllThatTheRealmHasOnIt() {
        passwordless.set(settings -> settings.put("registrationAllowed", true).put("rememberMe", true));
        FlowEditor keycloaks = FlowEditor.create(realm, KEYCLOAKS)
                .addStep("auth-username-form", "REQUIRED", KEYCLOAKS)
                .addStep("auth-password-form", "REQUIRED", KEYCLOAKS);
        try (OtherRealm other = OtherRealm.connect(server, realm, Map.of(), Map.of())) {
            LoginClient client = realm.newClient();
            assertThat(client.openLogin().has("a#social-other")).isTrue();
            assertThat(client.page().has("input[name=rememberMe]")).isTrue();
            assertThat(client.page().has("a[href*=registration]")).isTrue();
            passwordless.set(settings -> settings.put("browserFlow", KEYCLOAKS));
            LoginClient atKeycloaks = realm.newClient();
            atKeycloaks.openLogin();
            passwordless.set(settings -> settings.put("browserFlow", PasswordlessRealm.FLOW));
            assertThat(Likeness.of(client, "nobody")).isEqualTo(Likeness.of(atKeycloaks, "nobody"));
            Page registration = client.follow("a[href*=registration]");
            assertThat(registration.has("input[name=password-confirm]"))
                    .as(registration.text())
                    .isTrue();
            TestUser person = other.newPerson(alice.username() + "-there");
            other.link(alice, person);
            assertThat(other.logIn(person).isLoggedIn()).isTrue();
            assertThat(realm.sessions(alice)).hasSize(1);
        } finally {
            keycloaks.delete();
        }
    }

    /** Remember me, and what Keycloak says of the login afterwards. */
    @Test
    void remembersTheNameThatWasTyped() {
        passwordless.set(settings -> settings.put("rememberMe", true));
        try {
            LoginClient client = realm.newClient();
            client.openLogin();
            client.submit(Map.of("username", alice.email(), "rememberMe", "on"));
            assertThat(client.code(mail.awaitMail(alice.email()).code()).isLoggedIn())
                    .isTrue();
            assertThat(realm.sessions(alice))
                    .singleElement()
                    .satisfies(session ->
                            assertThat(session.path("rememberMe").asBoolean()).isTrue());
            realm.endSessions(alice);
            Page page = client.openLogin();
            assertThat(page.document().select("input[name=username]").attr("value"))
                    .isEqualTo(alice.email());
        } finally {
            passwordless.set(settings -> settings.put("rememberMe", false));
        }
    }

    /** As a password: never as a second factor. */
    @Test
    void countsWrongCodesAsWrongPasswordsAndTheRightOneSetsThemBack() {
        LoginClient client = passwordless.arrive(alice.email());
        String code = mail.awaitMail(alice.email()).code();
        assertThat(client.code(WrongCode.insteadOf(code)).error()).contains("Wrong code");
        Patience.until("the failure", () -> passwordless.failures(alice).equals(List.of(1, 0)));
        assertThat(client.code(code).isLoggedIn()).isTrue();
        Patience.until("no failure", () -> passwordless.failures(alice).equals(List.of(0, 0)));
    }

    /** Keycloak finds nobody by an address then, or whoever has it for a user name. */
    @Test
    void countsThemForTheAccountThatWasAskedWherePeopleDoNotLogInWithAddresses() {
        passwordless.set(settings -> settings.put("loginWithEmailAllowed", false));
        String address = "of-" + alice.email();
        String namesake = realm.admin().createUser(realm.name(), address, "not-" + address, "a password");
        try {
            passwordless.update(alice, account -> account.put("email", address));
            LoginClient client = passwordless.arrive(address);
            client.code(WrongCode.insteadOf(mail.awaitMail(address).code()));
            Patience.until("the failure", () -> passwordless.failures(alice).equals(List.of(1, 0)));
            assertThat(realm.admin()
                            .bruteForceStatus(realm.name(), namesake)
                            .path("numFailures")
                            .asInt())
                    .isZero();
        } finally {
            realm.admin().deleteUser(realm.name(), namesake);
            passwordless.set(settings -> settings.put("loginWithEmailAllowed", true));
        }
    }

    /** Where addresses may be of several accounts, anybody makes another. */
    @Test
    void isOfTheAccountWhoseAddressIsVerifiedWhoeverElseHasIt() {
        passwordless.set(
                settings -> settings.put("loginWithEmailAllowed", false).put("duplicateEmailsAllowed", true));
        TestUser stranger = realm.newUser();
        try {
            passwordless.update(
                    stranger, account -> account.put("email", alice.email()).put("emailVerified", false));
            LoginClient client = passwordless.arrive(alice.email());
            assertThat(client.code(mail.awaitMail(alice.email()).code()).isLoggedIn())
                    .isTrue();
            assertThat(realm.sessions(alice)).hasSize(1);
            TestUser bob = realm.newUser();
            String address = alice.username() + "-unproven@example.test";
            List.of(bob, stranger)
                    .forEach(user -> passwordless.update(
                            user, account -> account.put("email", address).put("emailVerified", false)));
            assertThat(passwordless.arrive(address).page().isCodePage()).isTrue();
            server.awaitEmptyOutbox();
            assertThat(mail.mails()).as("nobody has proven it").hasSize(1);
        } finally {
            realm.admin().deleteUser(realm.name(), stranger.id());
            passwordless.set(
                    settings -> settings.put("duplicateEmailsAllowed", false).put("loginWithEmailAllowed", true));
        }
    }

    /** An application may ask for a new login; the browser is known by then. */
    @Test
    void asksWhoIsLoggedInForACodeOnly() {
        LoginClient client = passwordless.arrive(alice.email());
        assertThat(client.code(mail.awaitMail(alice.email()).code()).isLoggedIn())
                .isTrue();
        Page again = client.openLogin(Map.of("prompt", "login"));
        assertThat(again.isCodePage()).as(again.text()).isTrue();
        assertThat(client.code(mail.awaitMail(alice.email(), 2).code()).isLoggedIn())
                .isTrue();
    }
}
