package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emailotp.server.OtherRealm;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.LoginPage;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/**
 * {@code docs/setup/flow.sh} by the line of each section of {@code docs/flows.md}, twice, in a realm that has a mail server, and else what
 * Keycloak gives it; and then a real browser through the flow.
 */
@Tag("seldom")
@Tag("every-version")
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(KeycloakExtension.class)
@DisplayName("The script that makes flows")
class FlowScriptIT {

    private static final String NEW_PASSWORD = "a new password";
    private static final List<String> OURS =
            List.of("auth-email-otp-form", "conditional-email-otp-trusted", "conditional-email-otp-network");

    @TempDir
    private static Path folder;

    private final KeycloakServer server;
    private final TestRealm other;
    private final MailServer mail;
    private final Browser browser = Authenticator.browser();
    private EmptyRealm realm;

    FlowScriptIT(TestRealm other, KeycloakServer server, MailServer mail) {
        this.other = other;
        this.server = server;
        this.mail = mail;
    }

    @BeforeEach
    void makeAnEmptyRealm() {
        realm = new EmptyRealm(other, server, folder);
        realm.make();
        other.admin().setSmtp(DocumentedLines.REALM, mail.smtpSettings());
        browser.open(server.url());
        browser.driver().manage().deleteAllCookies();
    }

    @AfterEach
    void deleteIt() {
        realm.delete();
    }

    @AfterAll
    void closeTheBrowser() {
        browser.close();
    }

    /** What {@link SetUpsIT} attacks. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            A code for everybody               | a code for everybody
            The authenticator app, or a code   | the app, or a code
            A security key, the app, or a code | a security key, the app, or a code
            Only outside of trusted networks   | only outside of trusted networks
            Not in a trusted browser           | not in a trusted browser
            A passkey, or password and code    | a passkey, or password and code
            """)
    void asksForACodeAfterThePassword(String section, String setUp) {
        List<String> asInTheConsole = inTheConsole(SetUp.right(setUp));
        TestRealm shop = made(section);
        assertThat(described(bound(shop, "browserFlow"))).isEqualTo(asInTheConsole);
        TestUser user = shop.newUser();
        browser.open(shop.loginUrl());
        browser.await("#username").sendKeys(user.username());
        if (!browser.has("input[name=password]")) {
            browser.press("[name=login], #kc-login");
        }
        browser.await("input[name=password]").sendKeys(user.password());
        browser.press("[name=login], #kc-login");
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
        browser.awaitUrl(shop.appUrl());
    }

    /** Nobody is asked who has set nothing up; then whoever has set up the code is. */
    @Test
    void asksForACodeWhoeverHasSetOneUp() {
        TestRealm shop = made("A code that people set up themselves");
        assertThat(steps(shop, "browserFlow"))
                .containsSubsequence(
                        "2 auth-otp-form ALTERNATIVE",
                        "2 conditional-email-otp-enrolled REQUIRED",
                        "2 auth-email-otp-form ALTERNATIVE");
        assertThat(FlowEditor.of(shop, "email-code-app-or-code-set-up").settings("auth-email-otp-form"))
                .containsEntry("enrolment", "true");
        TestUser user = shop.newUser();
        browser.openLogin(shop).submit(user);
        browser.awaitUrl(shop.appUrl());
        assertThat(mail.mails()).isEmpty();
        browser.open(shop.loginUrl() + "&kc_action=email-otp-enrol");
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
        browser.awaitUrl(shop.appUrl());
        shop.endSessions(user);
        browser.openLogin(shop).submit(user);
        CodePage.in(browser).enter(mail.awaitMail(user.email(), 2).code());
        browser.awaitUrl(shop.appUrl());
    }

    @Test
    void asksForNoCodeInTheNetworksThatItWasTold() {
        TestRealm shop = made("Only outside of trusted networks");
        // From addresses that are not private, a new realm wants to be asked over TLS.
        shop.admin().updateRealm(shop.name(), settings -> settings.put("sslRequired", "none"));
        for (String inside : List.of("192.0.2.9", "2001:db8::9")) {
            LoginClient client = shop.newClient();
            client.address(inside);
            client.openLogin();
            assertThat(client.password(shop.newUser()).isLoggedIn()).as(inside).isTrue();
        }
    }

    private List<String> inTheConsole(SetUp setUp) {
        BoundFlow flow = BoundFlow.of(other, setUp);
        try {
            return described(flow.editor());
        } finally {
            flow.close();
        }
    }

    @Test
    void asksForACodeAndNothingElse() {
        TestRealm shop = made("Without a password");
        TestUser user = shop.newUser();
        logInByCode(shop, user);
        browser.awaitUrl(shop.appUrl());
    }

    /** From 26.4 on Keycloak takes the passkey on the page that asks for the address, before anything is typed. */
    @Test
    void takesAPasskeyInPlaceOfTheCode() {
        TestRealm shop = made("A passkey, or a code and no password");
        TestUser user = shop.newUser();
        Authenticator.PASSKEY.demand(shop, user);
        logInByCode(shop, user);
        Authenticator.registerIn(browser);
        browser.awaitUrl(shop.appUrl());
        shop.endSessions(user);
        browser.open(shop.loginUrl());
        if (realm.get("").path("webAuthnPolicyPasswordlessPasskeysEnabled").isMissingNode()) {
            browser.press("#try-another-way");
            browser.press("li:last-child:has(#kc-select-credential-form) h2");
            browser.await("#authenticateWebAuthnButton").click();
        }
        browser.awaitUrl(shop.appUrl());
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    private void logInByCode(TestRealm shop, TestUser user) {
        browser.open(shop.loginUrl());
        browser.await("#username").sendKeys(user.email(), Keys.ENTER);
        assertThat(browser.has("input[name=password]")).isFalse();
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
    }

    @Test
    void resetsAPasswordByACode() {
        TestRealm shop = made("A password reset by a code");
        assertThat(steps(shop, "resetCredentialsFlow"))
                .containsExactly("0 reset-credentials-email-otp REQUIRED", "0 reset-password REQUIRED");
        assertThat(realm.get("").path("eventsListeners").toString().contains("email-otp-earlier-logins"))
                .as("later versions have it for all realms")
                .isEqualTo(server.version().startsWith("26.0."));
        TestUser user = shop.newUser();
        browser.open(shop.loginUrl());
        browser.press("a[href*=reset-credentials]");
        browser.await("#username").sendKeys(user.email(), Keys.ENTER);
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
        browser.await("#password-new").sendKeys(NEW_PASSWORD);
        browser.await("#password-confirm").sendKeys(NEW_PASSWORD, Keys.ENTER);
        browser.await(driver -> driver.getPageSource().contains("Your account has been updated"));
        browser.openLogin(shop).submit(new TestUser(user.id(), user.username(), user.email(), NEW_PASSWORD));
        browser.awaitUrl(shop.appUrl());
    }

    @Test
    void beginsARegistrationWithACode() {
        String address = "newcomer-by-script@example.test";
        TestRealm shop = made("A registration that begins with a code");
        browser.open(shop.loginUrl());
        browser.press("a[href*=registration]");
        browser.await("#email").sendKeys(address, Keys.ENTER);
        CodePage.in(browser).enter(mail.awaitMail(address).code());
        assertThat(browser.await("#email").getAttribute("value")).isEqualTo(address);
        List.of("username", "firstName", "lastName")
                .forEach(field -> browser.await("#" + field).sendKeys("New"));
        List.of("password", "password-confirm")
                .forEach(field -> browser.await("#" + field).sendKeys(NEW_PASSWORD));
        browser.press("[type=submit]");
        browser.awaitUrl(shop.appUrl());
        assertThat(realm.get("/users?exact=true&email=" + address))
                .singleElement()
                .satisfies(account ->
                        assertThat(account.path("emailVerified").asBoolean()).isTrue());
    }

    @Test
    void verifiesAnAddressByACodeAndNotByALink() {
        TestRealm shop = made("An address verified by a code");
        assertThat(priority("email-otp-verify-email")).isLessThan(priority("UPDATE_PASSWORD"));
        TestUser user = shop.newUser();
        shop.admin().updateUser(shop.name(), user.id(), account -> account.put("emailVerified", false));
        browser.openLogin(shop).submit(user);
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
        browser.awaitUrl(shop.appUrl());
        assertThat(realm.get("/users/" + user.id()).path("emailVerified").asBoolean())
                .isTrue();
        assertThat(mail.mails()).as("and no link").hasSize(1);
    }

    private int priority(String action) {
        return realm.get("/authentication/required-actions/" + action)
                .path("priority")
                .asInt();
    }

    @Test
    void linksAnAccountByACodeAndNotByALink() {
        TestRealm shop = made("An account linked by a code");
        assertThat(steps(shop, "firstBrokerLoginFlow"))
                .containsSubsequence(
                        "2 sub-flow REQUIRED",
                        "3 idp-email-otp-verification ALTERNATIVE",
                        "3 idp-email-verification DISABLED",
                        "3 sub-flow ALTERNATIVE");
        TestUser owner = shop.newUser();
        try (OtherRealm provider = OtherRealm.connect(server, shop, Map.of(), Map.of())) {
            TestUser person = provider.newPerson("upstream", owner.email());
            browser.open(shop.loginUrl());
            browser.press("#social-other");
            LoginPage.in(browser).submit(person);
            browser.press("#linkAccount");
            CodePage.in(browser).enter(mail.awaitMail(owner.email()).code());
            browser.awaitUrl(shop.appUrl());
            assertThat(realm.get("/users/" + owner.id() + "/federated-identity"))
                    .hasSize(1);
        }
        assertThat(mail.mails()).as("and no link by mail").hasSize(1);
    }

    /** The second time changes nothing, no id either. */
    private TestRealm made(String section) {
        String first = realm.run(section);
        assertThat(first).startsWith("Realm \"shop\": ").contains("\nBack: kcadm.sh update ");
        JsonNode made = all();
        assertThat(realm.run(section)).contains(" already ").hasLineCount(1);
        assertThat(all()).as(first).isEqualTo(made);
        return realm.forLogins();
    }

    /** The realm, its flows, the steps of those that are not Keycloak's own, and its required actions. */
    private ArrayNode all() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode().add(realm.get(""));
        JsonNode flows = realm.get("/authentication/flows");
        all.add(flows).add(realm.get("/authentication/required-actions"));
        flows.forEach(flow -> {
            if (!flow.required("builtIn").asBoolean()) {
                all.add(realm.get(
                        "/authentication/flows/" + flow.required("alias").asText() + "/executions"));
            }
        });
        return all;
    }

    private List<String> steps(TestRealm shop, String binding) {
        return bound(shop, binding).steps();
    }

    private FlowEditor bound(TestRealm shop, String binding) {
        return FlowEditor.of(shop, realm.get("").required(binding).asText());
    }

    /** Its steps, and the settings of ours. */
    private static List<String> described(FlowEditor flow) {
        Stream<String> settings =
                OURS.stream().filter(flow::has).map(step -> step + " " + new TreeMap<>(flow.settings(step)));
        return Stream.concat(flow.steps().stream(), settings).toList();
    }
}
