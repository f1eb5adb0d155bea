package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.setup.Person;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A browser that its owner trusts")
class TrustedBrowserIT {

    private static final String FIREFOX =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final Pattern REMOVED_FROM_CACHE =
            Pattern.compile("(?m)^vendor_statistics_remove_hits\\{cache=\"users\",.*} ([0-9.E]+)$");
    private static final String TICKED = "#email-otp-trust[checked]";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private TrustingRealm trusting;
    private TestUser user;

    TrustedBrowserIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void bind() {
        trusting = TrustingRealm.bind(realm, mail);
        user = realm.newUser();
    }

    @AfterEach
    void unbind() {
        trusting.close();
    }

    @Test
    void needsNoCodeAndIsMailedNone() {
        LoginClient client = trusting.trustedBrowser(user);
        assertThat(trusting.logIn(client, user).isLoggedIn()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
        assertThat(realm.events(user)
                        .get(0)
                        .at("/details/email_otp_trusted_browser")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void isTrustedOnlyByWhoHasTickedTheBox() {
        LoginClient client = realm.newClient();
        assertThat(trusting.logIn(client, user).has("#email-otp-trust")).isTrue();
        assertThat(client.page().has(TICKED)).isFalse();
        Page in = client.code(mail.awaitMail(user.email()).code());
        assertThat(in.isLoggedIn()).isTrue();
        assertThat(TrustingRealm.setCookie(in)).isEmpty();
        realm.endSessions(user);
        assertThat(trusting.logIn(client, user).isCodePage()).isTrue();
        assertThat(trusting.browsers(user)).isEmpty();
    }

    /** As docs/flows.md has it where there are authenticator apps. */
    @Test
    void isAskedForNeitherAppNorCode() {
        String top = "app or code unless trusted";
        String ways = "app or code";
        FlowEditor flow = FlowEditor.create(realm, top)
                .addStep("auth-username-password-form", "REQUIRED", top)
                .addSubFlow(ways, "CONDITIONAL", top)
                .addStep(TrustingRealm.CONDITION, "REQUIRED", ways)
                .addStep("auth-otp-form", "ALTERNATIVE", ways)
                .addStep(TrustingRealm.STEP, "ALTERNATIVE", ways)
                .configure(TrustingRealm.STEP, Map.of("trustedBrowserDays", "30"));
        TestUser person = Person.WITH_APP.in(realm);
        trusting.use(top);
        try {
            LoginClient client = realm.newClient();
            assertThat(trusting.logIn(client, person).has("input[name=otp]")).isTrue();
            client.submit(Map.of("authenticationExecution", flow.id(TrustingRealm.STEP)));
            client.submit(Map.of("oneTimeCode", mail.awaitMail(person.email()).code(), TrustingRealm.BOX, "true"));
            assertThat(client.isLoggedIn()).isTrue();
            realm.endSessions(person);
            assertThat(trusting.logIn(client, person).isLoggedIn()).isTrue();
            assertThat(trusting.logIn(realm.newClient(), person).has("input[name=otp]"))
                    .as("elsewhere")
                    .isTrue();
        } finally {
            trusting.use("browser email code");
            flow.delete();
        }
    }

    @Test
    void staysTickedAfterAWrongCodeAndANewOne() {
        LoginClient client = realm.newClient();
        trusting.logIn(client, user);
        String code = mail.awaitMail(user.email()).code();
        client.submit(Map.of("oneTimeCode", WrongCode.insteadOf(code), TrustingRealm.BOX, "true"));
        assertThat(client.page().has(TICKED)).isTrue();
        assertThat(client.reload().has(TICKED)).isTrue();
        client.submit(Map.of("oneTimeCode", WrongCode.insteadOf(code)));
        assertThat(client.page().has(TICKED)).as("unticked again").isFalse();
    }

    @Test
    void isKnownByACookieThatScriptsCannotRead() {
        String cookie = TrustingRealm.setCookie(trusting.trust(realm.newClient(), user));
        assertThat(cookie)
                .startsWith(TrustingRealm.cookieName(realm, user) + "=")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Lax")
                .containsIgnoringCase("Path=/realms/test/")
                .containsIgnoringCase("Max-Age=2592000")
                .containsIgnoringCase("Secure")
                .doesNotContain(user.id(), user.username());
    }

    @Test
    void isACredentialThatAdministratorsSeeButForItsSecret() {
        LoginClient client = realm.newClient();
        client.userAgent(FIREFOX);
        String secret = TrustingRealm.cookieValue(trusting.trust(client, user)).replaceAll(".*\\.", "");
        JsonNode browser = trusting.browsers(user).get(0);
        assertThat(browser.required("userLabel").asText())
                .matches("Firefox, Windows · \\d{4}-\\d\\d-\\d\\d · [0-9a-f]{4}")
                .contains(LocalDate.now(ZoneId.systemDefault()).getYear() + "-");
        assertThat(browser.required("credentialData").asText()).contains("\"expires\":", "\"accountHash\":");
        assertThat(browser.toString()).doesNotContain(secret, user.email());
        assertThat(realm.events(user)).anySatisfy(event -> {
            assertThat(event.path("type").asText()).isEqualTo("UPDATE_CREDENTIAL");
            assertThat(event.at("/details/credential_type").asText()).isEqualTo(TrustingRealm.TYPE);
        });
    }

    /** From 26.3 on, no two credentials of a kind may have the same label. */
    @Test
    void mayHaveTheSameNameAsAnother() {
        for (int i = 0; i < 2; i++) {
            LoginClient client = realm.newClient();
            client.userAgent(FIREFOX);
            trusting.trust(client, user);
        }
        assertThat(trusting.browsers(user))
                .extracting(browser -> browser.path("userLabel").asText())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void isOneOfTenAtMost() {
        List<LoginClient> clients = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            clients.add(trusting.trustedBrowser(user));
        }
        assertThat(trusting.browsers(user)).hasSize(10);
        assertThat(trusting.logIn(clients.get(0), user).isCodePage())
                .as("the oldest")
                .isTrue();
        assertThat(trusting.logIn(clients.get(1), user).isLoggedIn())
                .as("the second")
                .isTrue();
        realm.endSessions(user);
        assertThat(trusting.logIn(clients.get(10), user).isLoggedIn())
                .as("the newest")
                .isTrue();
    }

    @Test
    void takesThePlaceOfWhatItWasBefore() {
        LoginClient client = trusting.trustedBrowser(user);
        int mails = mail.mailsTo(user.email()).size();
        trusting.logIn(client, user, Map.of("prompt", "login"));
        client.submit(
                Map.of("oneTimeCode", mail.awaitMail(user.email(), mails + 1).code(), TrustingRealm.BOX, "true"));
        assertThat(trusting.browsers(user)).hasSize(1);
    }

    @Test
    void isTrustedByTwoPeopleEachForThemselves() {
        TestUser other = realm.newUser();
        LoginClient client = trusting.trustedBrowser(user);
        assertThat(trusting.logIn(client, other).isCodePage()).isTrue();
        trusting.trust(client, other);
        assertThat(trusting.logIn(client, user).isLoggedIn()).isTrue();
        realm.endSessions(user);
        assertThat(trusting.logIn(client, other).isLoggedIn()).isTrue();
    }

    @Test
    void needsACodeAsSoonAsTheSettingIsOff() {
        LoginClient client = trusting.trustedBrowser(user);
        trusting.configure(Map.of("trustedBrowserDays", "0"));
        assertThat(trusting.logIn(client, user).isCodePage()).isTrue();
        assertThat(client.page().has("#email-otp-trust")).isFalse();
        client.submit(Map.of("oneTimeCode", mail.awaitMail(user.email(), 2).code(), TrustingRealm.BOX, "true"));
        assertThat(client.isLoggedIn()).isTrue();
        assertThat(trusting.browsers(user)).as("a box that is not on the page").hasSize(1);
    }

    @Test
    void needsACodeWhereTheStepHasNoSettings() {
        LoginClient client = trusting.trustedBrowser(user);
        trusting.unconfigure();
        assertThat(trusting.logIn(client, user).isCodePage()).isTrue();
        assertThat(client.page().has("#email-otp-trust")).isFalse();
    }

    /** To write a credential would throw the account out of Keycloak's cache. */
    @Test
    void writesNothingToTheAccountWhenItsOwnerLogsIn() {
        LoginClient client = trusting.trustedBrowser(user);
        assertThat(trusting.logIn(client, user).isLoggedIn())
                .as("what is read once")
                .isTrue();
        realm.endSessions(user);
        JsonNode account = account();
        JsonNode credentials = credentials();
        double thrownOut = thrownOutOfTheCache();
        assertThat(trusting.logIn(client, user).isLoggedIn()).isTrue();
        assertThat(thrownOutOfTheCache()).isEqualTo(thrownOut);
        assertThat(account()).isEqualTo(account);
        assertThat(credentials()).isEqualTo(credentials);
        trusting.remove(user, trusting.browsers(user).get(0));
        assertThat(thrownOutOfTheCache()).as("what does write").isGreaterThan(thrownOut);
    }

    private JsonNode account() {
        return realm.admin().get(realm.name() + "/users/" + user.id());
    }

    private JsonNode credentials() {
        return realm.admin().get(realm.name() + "/users/" + user.id() + "/credentials");
    }

    private double thrownOutOfTheCache() {
        return REMOVED_FROM_CACHE
                .matcher(server.metrics())
                .results()
                .mapToDouble(hits -> Double.parseDouble(hits.group(1)))
                .sum();
    }

    /** The account's step is disabled for strangers: its owner need not pass it, and nothing opens it. */
    @Test
    void isLetInWhileTheStepIsDisabled() {
        LoginClient client = trusting.trustedBrowser(user);
        trusting.configure(Map.of("guessesFree", "19", "guessesUntilDisabled", "20", "codeAttempts", "10"));
        for (int i = 0; i < 2; i++) {
            LoginClient stranger = realm.newClient();
            int mails = mail.mailsTo(user.email()).size();
            trusting.logIn(stranger, user);
            String wrong =
                    WrongCode.insteadOf(mail.awaitMail(user.email(), mails + 1).code());
            for (int guess = 0; guess < 10; guess++) {
                stranger.code(wrong);
            }
        }
        LoginClient stranger = realm.newClient();
        assertThat(trusting.logIn(stranger, user).isCodePage()).isFalse();
        assertThat(stranger.page().has("#email-otp-trust")).isFalse();
        assertThat(stranger.page().isLoggedIn()).isFalse();
        assertThat(trusting.logIn(client, user).isLoggedIn()).isTrue();
        assertThat(trusting.logIn(realm.newClient(), user).isCodePage()).isFalse();
    }
}
