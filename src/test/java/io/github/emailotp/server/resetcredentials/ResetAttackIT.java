package io.github.emailotp.server.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.ManySessions;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import io.github.emailotp.server.named.ResetRealm;
import java.net.URI;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wants to set a password for somebody else's account: the requests of CVE-2026-18963, and more of their kind. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A password")
class ResetAttackIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    /** One in a billion, and as long as a code. */
    private static final String GUESS = "123456789";

    private static final String RESET_PASSWORD = "reset-password";
    private static final int FREE = 10;
    private static final int SESSIONS = 6;
    private static final int POSTS = 150;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final ResetRealm reset;
    private TestUser owner;

    ResetAttackIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.reset = new ResetRealm(realm);
    }

    @BeforeEach
    void open() {
        reset.open();
        owner = realm.newUser();
    }

    @AfterEach
    void close() {
        reset.close();
    }

    /** At the page of the name, and at that of the code. */
    private Stream<LoginClient> everywhere() {
        LoginClient atTheName = realm.newClient();
        reset.lead(atTheName, Map.of());
        return Stream.of(atTheName, reset.arrive(owner.email()));
    }

    private void requireTheOldPassword() {
        assertThat(realm.sessions(owner)).isEmpty();
        LoginClient login = realm.newClient();
        login.openLogin();
        login.password(owner);
        assertThat(login.page().isCodePage()).as("the password of before").isTrue();
    }

    private static URI at(URI action, String path, String execution) {
        return URI.create(action.toString()
                .replace("/login-actions/reset-credentials", "/login-actions/" + path)
                .replaceAll("execution=[^&]*", "execution=" + execution));
    }

    private static URI action(LoginClient client) {
        return client.page().action(Set.of("username", "oneTimeCode"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oneTimeCode=" + GUESS, "resend=true", "look=true", "login=true"})
    void isNotSetByAPostToAStepBeforeItsPage(String body) {
        for (String provider : List.of(ResetRealm.STEP, RESET_PASSWORD)) {
            everywhere().forEach(client -> {
                client.post(at(action(client), "reset-credentials", reset.flow().id(provider)), FORM, body);
                requireNoPassword(client);
            });
        }
        requireTheOldPassword();
    }

    @Test
    void isNotSetByAnotherWay() {
        for (String provider : List.of(ResetRealm.STEP, RESET_PASSWORD)) {
            String chosen = "authenticationExecution=" + reset.flow().id(provider);
            for (String body : List.of("tryAnotherWay=on", chosen, "tryAnotherWay=on&" + chosen)) {
                everywhere().forEach(client -> {
                    client.post(action(client), FORM, body);
                    requireNoPassword(client);
                });
            }
        }
        requireTheOldPassword();
    }

    /** Where the realm has the other flow, our step looks at the code there, which is wrong there, too. */
    @ParameterizedTest
    @CsvSource({
        "authenticate, true",
        "registration, true",
        "first-broker-login, false",
        "post-broker-login, false",
        "required-action, false"
    })
    void isNotSetByALoginThatIsMovedToAnotherFlow(String path, boolean leadsToOurStep) {
        reset.set(settings -> settings.put("registrationAllowed", true));
        for (String execution :
                List.of(reset.flow().id(ResetRealm.STEP), reset.flow().id(RESET_PASSWORD), "UPDATE_PASSWORD")) {
            everywhere().forEach(client -> {
                URI action = action(client);
                client.post(at(action, path, execution), FORM, "oneTimeCode=" + GUESS);
                requireNoPassword(client);
                client.get(withoutAStep(action));
                requireNoPassword(client);
                client.get(URI.create(at(action, path, execution).toString().replaceAll("session_code=[^&]*&?", "")));
                requireNoPassword(client);
            });
        }
        requireTheOldPassword();
        assertThat(realm.wrongCodes(owner) > 0).as("is looked at").isEqualTo(leadsToOurStep);
    }

    /** The code says who somebody is, as a user name does, and no more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isStillAskedForWhereTheRightCodeIsPostedToAnotherFlow(boolean logsIn) {
        reset.configure(Map.of("loginAfterReset", Boolean.toString(logsIn)));
        LoginClient client = reset.arrive(owner.email());
        String code = mail.awaitMail(owner.email()).code();
        client.post(at(action(client), "authenticate", reset.flow().id(ResetRealm.STEP)), FORM, "oneTimeCode=" + code);
        requireNoPassword(client);
        assertThat(realm.sessions(owner)).isEmpty();
        requireTheOldPassword();
    }

    /** Nor the other way about. */
    @Test
    void isNotSetByTheCodeOfALogin() {
        PasswordlessRealm first = new PasswordlessRealm(realm);
        first.open();
        try {
            LoginClient client = first.arrive(owner.email());
            String code = mail.awaitMail(owner.email()).code();
            client.post(
                    URI.create(action(client).toString().replace("/authenticate", "/reset-credentials")),
                    FORM,
                    "oneTimeCode=" + code);
            requireNoPassword(client);
        } finally {
            first.close();
        }
    }

    /** A tab that changes to the other flow brings no name there: a code is mailed for who asks for it where they are. */
    @Test
    void isMailedForNobodyWhoHasTypedTheNameInAnotherFlow() {
        PasswordlessRealm first = new PasswordlessRealm(realm);
        first.open();
        try {
            LoginClient client = first.arrive(owner.email());
            mail.awaitMail(owner.email());
            client.get(
                    withoutAStep(URI.create(action(client).toString().replace("/authenticate", "/reset-credentials"))));
            assertThat(ResetRealm.isNamePage(client.page()))
                    .as(client.page().text())
                    .isTrue();
            TestUser other = realm.newUser();
            LoginClient back = directly(other.email());
            mail.awaitMail(other.email());
            back.get(withoutAStep(at(action(back), "authenticate", "")));
            assertThat(PasswordlessRealm.isNamePage(back.page()))
                    .as(back.page().text())
                    .isTrue();
            server.awaitEmptyOutbox();
            assertThat(mail.mails()).hasSize(2);
        } finally {
            first.close();
        }
    }

    private static URI withoutAStep(URI action) {
        return URI.create(action.toString().replaceAll("(session_code|execution)=[^&]*&?", ""));
    }

    /** Each of them asks for a code of its own. */
    @Test
    void isNotSetInAnotherBrowserOrAnotherTab() {
        LoginClient client = reset.arrive(owner.email());
        String code = mail.awaitMail(owner.email()).code();
        LoginClient tab = client.newTab();
        reset.lead(tab, Map.of());
        ResetRealm.name(tab, owner.email());
        LoginClient thief = reset.arrive(owner.email());
        mail.awaitMail(owner.email(), 3);
        for (LoginClient other : List.of(tab, thief)) {
            other.code(code);
            requireNoPassword(other);
        }
        LoginClient withoutCookies = realm.newClient();
        withoutCookies.post(action(client), FORM, "oneTimeCode=" + code);
        requireNoPassword(withoutCookies);
        assertThat(ResetRealm.isPasswordPage(client.code(code))).isTrue();
    }

    /** In the same tab, to which the code of one name and the name of another have come. */
    @Test
    void isNotSetByACodeThatWasMailedToSomebodyElse() {
        TestUser mallory = realm.newUser();
        LoginClient client = reset.arrive(mallory.email());
        URI name = action(client);
        String code = mail.awaitMail(mallory.email()).code();
        client.post(name, FORM, "username=" + owner.email());
        mail.awaitMail(owner.email());
        assertThat(client.code(code).error()).contains("Wrong code");
        requireNoPassword(client);
    }

    /** To the page of the code, after the right one: the next page is asked for again, and nothing else. */
    @Test
    void isNotSetByGoingBack() {
        LoginClient client = reset.arrive(owner.email());
        URI action = action(client);
        URI back = client.page().reloadAddress();
        String code = mail.awaitMail(owner.email()).code();
        assertThat(ResetRealm.isPasswordPage(client.code(code))).isTrue();
        URI passwordPage = client.page().reloadAddress();
        ResetRealm.setPassword(client);
        for (URI address : List.of(back, passwordPage)) {
            client.get(address);
            requireNoPassword(client);
        }
        client.post(action, FORM, "oneTimeCode=" + code);
        requireNoPassword(client);
        assertThat(realm.sessions(owner)).isEmpty();
    }

    /** The login has a user then, and ends all the same. */
    @Test
    void isAllThatTheRightCodeSets() {
        LoginClient client = reset.arrive(owner.email());
        URI action = action(client);
        client.code(mail.awaitMail(owner.email()).code());
        client.get(withoutAStep(at(action, "authenticate", "")));
        assertThat(client.isLoggedIn()).isFalse();
        client.get(URI.create(action.toString().replaceAll("session_code=[^&]*&?", "")));
        assertThat(client.isLoggedIn()).isFalse();
        assertThat(realm.sessions(owner)).isEmpty();
    }

    /** One browser, one code, at the same moment. */
    @Test
    void isOfferedOnceForOneCode() {
        LoginClient client = reset.arrive(owner.email());
        String code = mail.awaitMail(owner.email()).code();
        client.postInParallel(20, Map.of("oneTimeCode", code));
        server.awaitEmptyOutbox();
        assertThat(realm.events(owner))
                .filteredOn(event -> event.path("type").asText().equals("RESET_PASSWORD"))
                .hasSize(1);
    }

    /** As where an administrator has disabled the step, and left what stands behind it. */
    @Test
    void isNobodysWithoutTheStep() {
        reset.flow().deleteStep(ResetRealm.STEP);
        LoginClient client = realm.newClient();
        client.openLogin();
        ResetRealm.forget(client);
        assertThat(client.page().status()).isEqualTo(400);
        requireNoPassword(client);
    }

    /** Beside the step, Keycloak's are of no use, and do no harm. */
    @ParameterizedTest
    @ValueSource(strings = {"reset-credentials-choose-user", "reset-credential-email"})
    void isNotSetWhereKeycloaksStepsStandBesideIt(String step) {
        reset.flow().deleteStep(ResetRealm.STEP).deleteStep(RESET_PASSWORD);
        reset.flow()
                .addStep(step, "REQUIRED", ResetRealm.FLOW)
                .addStep(ResetRealm.STEP, "REQUIRED", ResetRealm.FLOW)
                .addStep(RESET_PASSWORD, "REQUIRED", ResetRealm.FLOW);
        LoginClient client = realm.newClient();
        client.openLogin();
        ResetRealm.forget(client);
        if (ResetRealm.isNamePage(client.page())) {
            ResetRealm.name(client, owner.email());
        }
        requireNoPassword(client);
        for (String provider : List.of(step, ResetRealm.STEP, RESET_PASSWORD)) {
            LoginClient thief = realm.newClient();
            thief.openLogin();
            URI login = thief.page().action(Set.of("username"));
            ResetRealm.forget(thief);
            thief.post(
                    URI.create(login.toString()
                            .replace("/authenticate", "/reset-credentials")
                            .replaceAll(
                                    "execution=[^&]*",
                                    "execution=" + reset.flow().id(provider))),
                    FORM,
                    "username=" + owner.email());
            requireNoPassword(thief);
        }
        requireTheOldPassword();
    }

    /** The budget is one for all that a name is enough for, and one for the account, in parallel too. */
    @Test
    void isGuessedNoMoreOftenWhereANameIsEnoughToLogInToo() throws Exception {
        PasswordlessRealm first = new PasswordlessRealm(realm);
        first.open();
        try {
            Map<String, String> patient = Map.of(
                    "codeAttempts", "10",
                    "guessWait", "600",
                    "mailsPer5Minutes", "30",
                    "mailsPer15Minutes", "30",
                    "mailsPerHour", "30",
                    "mailsPerDay", "30");
            first.configure(patient);
            reset.configure(patient);
            List<LoginClient> thieves = Stream.concat(
                            Stream.generate(() -> first.arrive(owner.email())).limit(SESSIONS),
                            Stream.generate(() -> directly(owner.email())).limit(SESSIONS))
                    .toList();
            String wrong = WrongCode.insteadOf(
                    mail.awaitMail(owner.email(), 2 * SESSIONS).code());
            ManySessions.postInParallel(thieves, POSTS, Map.of("oneTimeCode", wrong));
            assertThat(realm.wrongCodes(owner)).isEqualTo(FREE);
            assertThat(thieves)
                    .allSatisfy(thief -> assertThat(thief.reload().text()).contains("10 minutes"));
        } finally {
            first.close();
        }
    }

    @Test
    void isMailedForNoMoreOftenWhereANameIsEnoughToLogInToo() {
        PasswordlessRealm first = new PasswordlessRealm(realm);
        first.open();
        try {
            for (int i = 0; i < 3; i++) {
                first.arrive(owner.email());
                directly(owner.email());
            }
            server.awaitEmptyOutbox();
            assertThat(mail.mailsTo(owner.email())).hasSize(3);
        } finally {
            first.close();
        }
    }

    private LoginClient directly(String name) {
        LoginClient client = realm.newClient();
        client.get(URI.create(realm.url() + "/login-actions/reset-credentials"));
        ResetRealm.name(client, name);
        return client;
    }

    /** Nobody can have the owner locked out by wrong codes. */
    @Test
    void isNotLockedByWrongCodes() {
        LoginClient client = reset.arrive(owner.email());
        String wrong = WrongCode.insteadOf(mail.awaitMail(owner.email()).code());
        for (int i = 0; i < 3; i++) {
            client.code(wrong);
        }
        assertThat(reset.failures(owner)).containsExactly(0, 0);
    }

    /** Somebody has typed the owner's name, or the password of their own account, before. */
    @Test
    void isOfNobodyWhoeverHasLoggedInBeforeInTheTab() {
        TestUser mallory = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        URI login = client.page().action(Set.of("username"));
        client.password(mallory);
        assertThat(client.page().isCodePage()).isTrue();
        client.get(withoutAStep(URI.create(login.toString().replace("/authenticate", "/reset-credentials"))));
        assertThat(ResetRealm.isNamePage(client.page()))
                .as(client.page().text())
                .isTrue();
        assertThat(client.page().has("#kc-attempted-username")).isFalse();
        ResetRealm.name(client, owner.email());
        assertThat(client.page().isCodePage()).isTrue();
        client.get(withoutAStep(login));
        assertThat(client.page().isPasswordPage()).as("what mallory has shown").isTrue();
    }

    private void requireNoPassword(LoginClient client) {
        Page page = client.page();
        assertThat(ResetRealm.isPasswordPage(page)).as(page.text()).isFalse();
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.status()).as(page.text()).isLessThan(500);
    }
}
