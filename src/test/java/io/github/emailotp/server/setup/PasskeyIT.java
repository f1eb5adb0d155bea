package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.Passkeys;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody with a real passkey, in a real browser. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A passkey")
class PasskeyIT {

    private static final String PASSKEY = "webauthn-passwordless";
    private static final String CONDITION = "conditional-credential";
    private static final SetUp PASSKEY_OR_PASSWORD = SetUp.right("a passkey, or password and code");
    private static final SetUp APP_OR_CODE = SetUp.right("the app, or a code");
    private static final SetUp CODE_FOR_EVERYBODY = SetUp.right("a code for everybody");

    private static final SetUp WITHOUT_PASSWORDS = new SetUp(
            "without passwords",
            flow -> {
                String forms = flow.flowOf("auth-username-password-form");
                flow.deleteSubFlow(flow.flowOf("auth-otp-form"))
                        .deleteStep("auth-username-password-form")
                        .addStep("auth-email-otp-first", "REQUIRED", forms);
            },
            Map.of());

    private final TestRealm realm;
    private final MailServer mail;
    private final Passkeys onThePageOfThePassword;
    private final Browser browser = Authenticator.browser();
    private Optional<BoundFlow> bound = Optional.empty();
    private TestUser user;

    PasskeyIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.onThePageOfThePassword = new Passkeys(realm.admin(), realm.name());
    }

    @BeforeEach
    void register() {
        user = realm.newUser();
        Authenticator.PASSKEY.register(browser, realm, user, mail);
    }

    @AfterEach
    void leave() {
        browser.close();
        bound.ifPresent(BoundFlow::close);
        onThePageOfThePassword.enable(false);
    }

    @Test
    void getsInWithoutPasswordAndCode() {
        openWithUserName();
        browser.await("input[name=password]");
        browser.await("#try-another-way").click();
        browser.await("li:last-child:has(#kc-select-credential-form) h2").click();
        browser.await("#authenticateWebAuthnButton").click();
        requireIn();
    }

    /** The page of the code looks for news by itself; a GET would lead to the passkey, and there is no way back from there. */
    @Test
    void leavesWhoPrefersThePasswordOnThePageOfTheCode() {
        openWithUserName();
        bound.orElseThrow().editor().configure("auth-email-otp-form", Map.of("resendCooldown", "10"));
        browser.await("input[name=password]").sendKeys(user.password());
        browser.await("[name=login], #kc-login").click();
        CodePage page = CodePage.in(browser);
        page.awaitNews("spam folder");
        page.enter(mail.awaitMail(user.email(), 2).code());
        browser.awaitUrl(realm.appUrl());
    }

    @Test
    void isAskedForAfterAReloadOfThePageOfTheCode() {
        openWithUserName();
        browser.await("input[name=password]").sendKeys(user.password());
        browser.await("[name=login], #kc-login").click();
        CodePage.in(browser);
        browser.driver().navigate().refresh();
        browser.await("#authenticateWebAuthnButton");
        browser.await("#reset-login").click();
        browser.await("#username:not([readonly])");
    }

    @Test
    void isAskedForFirstOnceItIsTheFirstOfTheCredentials() {
        String credentials = realm.name() + "/users/" + user.id() + "/credentials";
        for (JsonNode credential : realm.admin().get(credentials)) {
            if (credential.required("type").asText().equals(PASSKEY)) {
                realm.admin().post(credentials + "/" + credential.required("id").asText() + "/moveToFirst", Map.of());
            }
        }
        openWithUserName();
        browser.await("#authenticateWebAuthnButton").click();
        requireIn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"the app, or a code", "a security key, the app, or a code"})
    void needsNoCodeBesideTheApp(String setUp) {
        open(SetUp.right(setUp), RealmAge.MADE_NOW);
        requireIn();
    }

    @Test
    void needsNoCodeBesideTheAppInAnOldRealmThatGotTheCondition() {
        FlowEditor flow = bind(APP_OR_CODE, RealmAge.MADE_ON_26_0).editor();
        flow.addStep(CONDITION, "REQUIRED", flow.flowOf("auth-email-otp-form"))
                .configure(CONDITION, Map.of("credentials", PASSKEY));
        browser.open(realm.loginUrl());
        requireIn();
    }

    @Test
    void needsACodeInAnOldRealm() {
        open(APP_OR_CODE, RealmAge.MADE_ON_26_0);
        requireCode();
    }

    @Test
    void needsACodeWhereEverybodyDoes() {
        open(CODE_FOR_EVERYBODY, RealmAge.MADE_NOW);
        requireCode();
    }

    /** On the page that asks for an address. */
    @Test
    void needsNoAddressAndNoCodeWhereThereAreNoPasswords() {
        open(WITHOUT_PASSWORDS, RealmAge.MADE_NOW);
        requireIn();
    }

    private void openWithUserName() {
        bound = Optional.of(BoundFlow.of(realm, PASSKEY_OR_PASSWORD, RealmAge.MADE_NOW));
        browser.open(realm.loginUrl());
        browser.await("#username").sendKeys(user.username());
        browser.await("[name=login], #kc-login").click();
    }

    /** The browser answers the page of the password with the passkey by itself. */
    private void open(SetUp setUp, RealmAge age) {
        bind(setUp, age);
        browser.open(realm.loginUrl());
    }

    private BoundFlow bind(SetUp setUp, RealmAge age) {
        assumeThat(onThePageOfThePassword.canBeEnabled()).isTrue();
        onThePageOfThePassword.enable(true);
        BoundFlow flow = BoundFlow.of(realm, setUp, age);
        bound = Optional.of(flow);
        return flow;
    }

    private void requireIn() {
        browser.awaitUrl(realm.appUrl());
        assertThat(mail.mailsTo(user.email()))
                .as("but the one of the registration")
                .hasSize(1);
    }

    private void requireCode() {
        browser.await("[name=resend]");
        mail.awaitMail(user.email(), 2);
    }
}
