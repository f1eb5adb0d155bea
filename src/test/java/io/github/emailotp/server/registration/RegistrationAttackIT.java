package io.github.emailotp.server.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.ManySessions;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.Likeness;
import io.github.emailotp.server.named.NamedRealm;
import io.github.emailotp.server.named.OrganizationsRealm;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wants an account with an address that is not theirs, or to know whose has one. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An address that is somebody else's")
class RegistrationAttackIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int FREE = 10;
    private static final int SESSIONS = 12;
    private static final int POSTS = 300;
    private static final int ARRIVALS = 20;
    private static final int AT_ONCE = 8;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final RegisteringRealm registering;
    private String address;
    private String victim;

    RegistrationAttackIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.registering = new RegisteringRealm(realm);
    }

    @BeforeEach
    void open() {
        registering.open();
        address = registering.newAddress();
        victim = registering.newAddress();
    }

    @AfterEach
    void close() {
        registering.close();
    }

    /** On the form. */
    private LoginClient proven(String whose) {
        LoginClient client = registering.arrive(whose);
        client.code(mail.awaitMail(whose).code());
        assertThat(RegisteringRealm.isForm(client.page()))
                .as(client.page().text())
                .isTrue();
        return client;
    }

    @Test
    void isNotTakenFromTheForm() {
        LoginClient client = proven(address);
        for (String other : List.of(victim, "", address + ".test", "x" + address)) {
            Page page = RegisteringRealm.fillIn(client, "mallory", other);
            assertThat(RegisteringRealm.isForm(page)).isTrue();
            assertThat(page.document().select("input[name=email]").attr("value"))
                    .isEqualTo(other);
        }
        RegisteringRealm.fillIn(client, "mallory", victim);
        assertThat(client.page().error()).contains("Only " + address + " is proven");
        assertThat(registering.accounts(victim)).isEmpty();
        assertThat(registering.accounts(address)).isEmpty();
        RegisteringRealm.fillIn(client, address.toUpperCase(Locale.ROOT));
        assertThat(client.isLoggedIn()).as(client.page().text()).isTrue();
        assertThat(registering.accounts(address)).hasSize(1);
    }

    /** Neither in place of the address, nor of the user name: who has an account is not told to whoever has proven another address. */
    @Test
    void isAllThatTheFormTellsOf() {
        String owner = registering.newAddress();
        RegisteringRealm.fillIn(proven(owner), owner);
        LoginClient client = proven(address);
        for (String other : List.of(owner, victim)) {
            assertThat(RegisteringRealm.fillIn(client, "mallory", other).text())
                    .contains("Only " + address + " is proven")
                    .doesNotContain("already exists");
            assertThat(RegisteringRealm.fillIn(client, other, address).text())
                    .contains("Only " + address + " is proven")
                    .doesNotContain("already exists");
        }
        assertThat(registering.accounts(victim)).isEmpty();
    }

    /** Keycloak's step of the organizations sets whoever a name means; what was proven before, in the same tab, is another address. */
    @Test
    void isNotToldOfByALoginBehindARegistration() {
        OrganizationsRealm organizations = new OrganizationsRealm(realm);
        organizations.open();
        try {
            TestUser owner = realm.newUser();
            Named known = namedBehindARegistration(owner.email());
            Named unknown = namedBehindARegistration(NamedRealm.nobodys(owner));
            known.page().requireOf("nobody", unknown.page());
            assertThat(unknown.afterwards()).isEqualTo(known.afterwards());
        } finally {
            organizations.close();
        }
    }

    /** The page that a name leads to, and what comes where a registration is begun anew after it. */
    private record Named(Likeness page, String afterwards) {}

    private Named namedBehindARegistration(String name) {
        LoginClient client = proven(registering.newAddress());
        client.follow("a[href*=login-actions/authenticate]");
        URI registration = client.page()
                .url()
                .resolve(
                        client.page().document().select("a[href*=registration]").attr("href"));
        NamedRealm.name(client, name);
        Likeness named = Likeness.of(client, name);
        Page again = client.get(registration);
        return new Named(named, again.status() + " " + RegisteringRealm.isAddressPage(again));
    }

    /** From 26.4 on, Keycloak takes a name alone for a password. */
    @Test
    void isNotToldOfByARegistrationBehindTheFormOfAName() {
        FlowEditor flow = FlowEditor.create(realm, "name then code")
                .addStep("auth-username-form", "REQUIRED", "name then code")
                .addStep("auth-email-otp-first", "REQUIRED", "name then code");
        registering.set(settings -> settings.put("browserFlow", "name then code"));
        try {
            TestUser owner = realm.newUser();
            LoginClient client = realm.newClient();
            client.openLogin();
            URI registration = client.page()
                    .url()
                    .resolve(client.page()
                            .document()
                            .select("a[href*=registration]")
                            .attr("href"));
            Page named = NamedRealm.name(client, owner.email());
            assertThat(named.isCodePage()).as(named.text()).isTrue();
            assertThat(named.text()).as("not masked").contains(owner.email());
            assertThat(RegisteringRealm.isAddressPage(client.get(registration)))
                    .as(client.page().text())
                    .isTrue();
        } finally {
            registering.set(settings -> settings.put("browserFlow", "browser email code"));
            flow.delete();
        }
    }

    /** Twice the field, once with each: whichever Keycloak takes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNotTakenBesideTheProvenOne(boolean provenFirst) {
        LoginClient client = proven(address);
        String both = provenFirst ? "email=" + address + "&email=" + victim : "email=" + victim + "&email=" + address;
        client.post(
                client.page().action(Set.of("email")),
                FORM,
                both + "&username=mallory" + provenFirst
                        + "&firstName=M&lastName=M&password=password1&password-confirm=password1");
        assertThat(registering.accounts(victim)).isEmpty();
        registering
                .accounts(address)
                .forEach(account -> assertThat(account.path("email").asText()).isEqualTo(address));
    }

    @Test
    void isNotRegisteredInATabThatHasProvenNothing() {
        LoginClient client = proven(address);
        LoginClient tab = client.newTab();
        Page page = RegisteringRealm.begin(tab);
        assertThat(RegisteringRealm.isAddressPage(page)).as(page.text()).isTrue();
        URI form = theFormInPlaceOfThePage(tab);
        post(tab, form, victim);
        post(tab, form, address);
        assertThat(registering.accounts(victim)).isEmpty();
        assertThat(registering.accounts(address)).isEmpty();
        RegisteringRealm.fillIn(client, address);
        assertThat(client.isLoggedIn()).isTrue();
    }

    /** To each execution before its page, and on the way to the others. */
    @Test
    void isNotRegisteredByPostsBeforeTheirPages() {
        LoginClient client = realm.newClient();
        RegisteringRealm.begin(client);
        postTheFormInPlaceOfThePage(client, victim);
        assertThat(RegisteringRealm.isForm(client.page())).isFalse();
        client = registering.arrive(victim);
        postTheFormInPlaceOfThePage(client, victim);
        assertThat(RegisteringRealm.isForm(client.page())).isFalse();
        client = registering.arrive(victim);
        client.post(moved(client, "login-actions/registration", "login-actions/authenticate"), FORM, "oneTimeCode=1");
        assertThat(client.isLoggedIn()).isFalse();
        client = registering.arrive(victim);
        client.post(action(client), FORM, "authenticationExecution=" + registering.formId());
        assertThat(RegisteringRealm.isForm(client.page())).isFalse();
        client = registering.arrive(victim);
        client.post(action(client), FORM, "tryAnotherWay=on");
        assertThat(RegisteringRealm.isForm(client.page())).isFalse();
        assertThat(registering.accounts(victim)).isEmpty();
    }

    private void postTheFormInPlaceOfThePage(LoginClient client, String email) {
        post(client, theFormInPlaceOfThePage(client), email);
    }

    private URI theFormInPlaceOfThePage(LoginClient client) {
        return moved(client, "execution=" + registering.stepId(), "execution=" + registering.formId());
    }

    private static void post(LoginClient client, URI form, String email) {
        client.post(
                form,
                FORM,
                "username=mallory&firstName=M&lastName=M&password=password1&password-confirm=password1&email=" + email);
        assertThat(client.isLoggedIn()).isFalse();
        assertThat(client.page().status()).isLessThan(500);
    }

    private static URI action(LoginClient client) {
        return client.page().action(Set.of("email", "oneTimeCode"));
    }

    private static URI moved(LoginClient client, String from, String to) {
        String action = action(client).toString();
        assertThat(action).contains(from);
        return URI.create(action.replace(from, to));
    }

    /** A right code, the wish for a mail, whatever another page has: whoever has typed no address is asked for one. */
    @ParameterizedTest
    @ValueSource(strings = {"oneTimeCode", "resend", "look", "username", "password", "login"})
    void isNotProvenByWhateverIsPostedBeforeIt(String field) {
        LoginClient client = realm.newClient();
        RegisteringRealm.begin(client);
        Page page = client.post(action(client), FORM, field + "=12345678");
        assertThat(RegisteringRealm.isAddressPage(page)).as(page.text()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    /** In the same tab, which the code of one address and another address have come to. */
    @Test
    void isNotProvenByACodeThatWasMailedToAnother() {
        LoginClient client = registering.arrive(address);
        String code = mail.awaitMail(address).code();
        client.follow("#email-otp-other-name");
        RegisteringRealm.address(client, victim);
        mail.awaitMail(victim);
        assertThat(client.code(code).error()).contains("Wrong code");
    }

    @Test
    void isNotProvenByItsCodeInAnotherBrowserOrAnotherTab() {
        LoginClient client = registering.arrive(victim);
        String code = mail.awaitMail(victim).code();
        LoginClient tab = client.newTab();
        RegisteringRealm.begin(tab);
        RegisteringRealm.address(tab, victim);
        LoginClient thief = registering.arrive(victim);
        mail.awaitMail(victim, 3);
        assertThat(RegisteringRealm.isForm(tab.code(code))).isFalse();
        assertThat(RegisteringRealm.isForm(thief.code(code))).isFalse();
        assertThat(RegisteringRealm.isForm(client.code(code))).isTrue();
    }

    /** Over all browsers, and all ways to write it. */
    @Test
    void isGuessedTenTimesAndThenThereIsAWait() throws Exception {
        registering.configure(Map.of(
                "codeAttempts", "10",
                "guessWait", "600",
                "mailsPer5Minutes", "30",
                "mailsPer15Minutes", "30",
                "mailsPerHour", "30",
                "mailsPerDay", "30"));
        List<LoginClient> clients = Stream.of(victim, victim.toUpperCase(Locale.ROOT), victim.replace("@", "+1@"))
                .flatMap(written ->
                        Stream.generate(() -> registering.arrive(written)).limit(SESSIONS / 3))
                .toList();
        mail.awaitMail(victim, SESSIONS * 2 / 3);
        int before = refused();
        ManySessions.postInParallel(clients, POSTS, Map.of("oneTimeCode", "000000000"));
        assertThat(refused() - before).isEqualTo(FREE);
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.reload().text()).contains("10 minutes"));
    }

    private int refused() {
        int refused = 0;
        for (var event : realm.admin().get(realm.name() + "/events?type=REGISTER_ERROR&max=1000")) {
            refused += event.path("error").asText().equals("invalid_user_credentials") ? 1 : 0;
        }
        return refused;
    }

    @Test
    void getsThreeMailsHoweverOftenSomebodyRegistersWithIt() {
        List<String> written = List.of(
                victim, victim.toUpperCase(Locale.ROOT), victim.replace("@", "+1@"), victim.replace("@", "+2@"));
        for (int i = 0; i < ARRIVALS; i++) {
            registering.arrive(written.get(i % written.size()));
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).hasSize(3);
    }

    /** An account's owner can log in by a code meanwhile, and is not locked. */
    @Test
    void isNotUsedUpNorLockedForItsOwner() {
        TestUser owner = realm.newUser();
        registering.set(settings -> settings.put("bruteForceProtected", true).put("failureFactor", 3));
        for (int i = 0; i < ARRIVALS / 2; i++) {
            LoginClient stranger = registering.arrive(owner.email());
            if (stranger.page().isCodePage()) {
                stranger.code("000000000");
            }
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(owner.email())).hasSize(3);
        assertThat(realm.admin()
                        .bruteForceStatus(realm.name(), owner.id())
                        .path("numFailures")
                        .asInt())
                .isZero();
        mail.clear();
        LoginClient home = realm.newClient();
        home.openLogin();
        home.password(owner);
        assertThat(home.code(mail.awaitMail(owner.email()).code()).isLoggedIn()).isTrue();
    }

    /** The page of a realm that has changed its mind meanwhile. */
    @Test
    void isMailedNothingWhereNobodyMayRegister() {
        LoginClient client = realm.newClient();
        RegisteringRealm.begin(client);
        registering.set(settings -> settings.put("registrationAllowed", false));
        RegisteringRealm.address(client, victim);
        assertThat(client.page().isCodePage()).isFalse();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    /** Two browsers, one mailbox: both have its code. */
    @Test
    void getsOneAccountWhereTwoRegisterAtOnce() {
        registering.configure(Map.of("mailsPer5Minutes", "30", "mailsPer15Minutes", "30"));
        List<LoginClient> clients = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> {
                    LoginClient client = registering.arrive(address);
                    client.code(mail.awaitMail(address, i + 1).code());
                    return client;
                })
                .toList();
        List<Page> pages = AtOnce.call(IntStream.range(0, AT_ONCE)
                .<Callable<Page>>mapToObj(i ->
                        () -> RegisteringRealm.fillIn(clients.get(i), "racer" + i + address.replace("@", "-"), address))
                .toList());
        assertThat(pages).filteredOn(Page::isLoggedIn).hasSize(1);
        assertThat(pages)
                .filteredOn(page -> !page.isLoggedIn())
                .allSatisfy(page -> assertThat(page.error()).as(page.text()).contains("Email already exists"));
        assertThat(registering.accounts(address)).hasSize(1);
    }

    /** In one tab: what was proven is good for one. */
    @Test
    void getsOneAccountHoweverOftenTheFormIsPosted() {
        LoginClient client = proven(address);
        List<Page> pages = client.postInParallel(AT_ONCE, RegisteringRealm.fields("twice", address));
        assertThat(pages).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
        assertThat(registering.accounts(address)).hasSize(1);
    }

    @Test
    void isProvenOnceByACodeThatIsPostedManyTimesAtOnce() {
        LoginClient client = registering.arrive(address);
        String code = mail.awaitMail(address).code();
        List<Page> pages = client.postInParallel(AT_ONCE, Map.of("oneTimeCode", code));
        assertThat(pages).filteredOn(RegisteringRealm::isForm).hasSizeLessThanOrEqualTo(1);
        assertThat(registering.accounts(address)).isEmpty();
    }

    /** The browser's button, and the page before posted once more. */
    @Test
    void isNotProvenOnceMoreByThePageBefore() {
        LoginClient client = registering.arrive(address);
        Page before = client.page();
        String code = mail.awaitMail(address).code();
        client.code(code);
        client.post(before.action(Set.of("oneTimeCode")), FORM, "oneTimeCode=" + code);
        assertThat(client.isLoggedIn()).isFalse();
        client.get(before.url());
        assertThat(client.isLoggedIn()).isFalse();
        RegisteringRealm.begin(client);
        assertThat(RegisteringRealm.isAddressPage(client.page()))
                .as("a login of its own")
                .isTrue();
        postTheFormInPlaceOfThePage(client, address);
        assertThat(registering.accounts(address)).isEmpty();
    }

    @Test
    void isForgottenWithALoginThatIsStartedAgain() {
        LoginClient client = registering.arrive(address);
        Page codePage = client.page();
        client.code(mail.awaitMail(address).code());
        URI form = client.page().action(Set.of("email"));
        String restart = codePage.document().select("#email-otp-other-name").attr("href");
        client.get(codePage.url().resolve(restart.replaceFirst("login-actions/registration", "login-actions/restart")));
        post(client, form, address);
        assertThat(registering.accounts(address)).isEmpty();
    }
}
