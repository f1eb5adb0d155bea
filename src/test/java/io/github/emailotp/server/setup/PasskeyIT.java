package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.virtualauthenticator.HasVirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Protocol;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Transport;

/** Somebody with a real passkey, in a real browser. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A passkey")
class PasskeyIT {

    private static final String REGISTER = "webauthn-register-passwordless";
    private static final String PASSKEYS = "webAuthnPolicyPasswordlessPasskeysEnabled";
    private static final SetUp PASSKEY_OR_PASSWORD = SetUp.RIGHT.get(3);
    private static final SetUp APP_OR_CODE = SetUp.RIGHT.get(1);
    private static final SetUp CODE_FOR_EVERYBODY = SetUp.RIGHT.get(0);

    private final TestRealm realm;
    private final MailServer mail;
    private Optional<BoundFlow> flow = Optional.empty();

    PasskeyIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @AfterEach
    void switchPasskeysOff() {
        flow.ifPresent(BoundFlow::close);
        if (takesPasskeysOnThePageOfThePassword()) {
            realm.admin().updateRealm(realm.name(), settings -> settings.put(PASSKEYS, false));
        }
    }

    /** Keycloak asks first for what the account got first. */
    @Test
    void getsInWithoutPasswordAndCode() {
        try (Browser browser = browserWithAuthenticator()) {
            TestUser user = register(browser);
            flow = Optional.of(BoundFlow.of(realm, PASSKEY_OR_PASSWORD, RealmAge.MADE_NOW));
            browser.open(realm.loginUrl());
            browser.await("#username").sendKeys(user.username());
            browser.await("[name=login], #kc-login").click();
            browser.await("#try-another-way").click();
            browser.await("li:last-child:has(#kc-select-credential-form) h2").click();
            browser.await("#authenticateWebAuthnButton").click();
            browser.awaitUrl(realm.appUrl());
            assertThat(mail.mailsTo(user.email()))
                    .as("but the one of the registration")
                    .hasSize(1);
        }
    }

    /** On the page of the password, from 26.4 on: the browser offers it by itself. */
    @Test
    void needsNoCodeBesideTheApp() {
        assumeThat(takesPasskeysOnThePageOfThePassword()).isTrue();
        try (Browser browser = browserWithAuthenticator()) {
            TestUser user = register(browser);
            realm.admin().updateRealm(realm.name(), settings -> settings.put(PASSKEYS, true));
            flow = Optional.of(BoundFlow.of(realm, APP_OR_CODE, RealmAge.MADE_NOW));
            browser.open(realm.loginUrl());
            browser.awaitUrl(realm.appUrl());
            assertThat(mail.mailsTo(user.email()))
                    .as("but the one of the registration")
                    .hasSize(1);
        }
    }

    @Test
    void needsACodeWhereEverybodyDoes() {
        assumeThat(takesPasskeysOnThePageOfThePassword()).isTrue();
        try (Browser browser = browserWithAuthenticator()) {
            register(browser);
            realm.admin().updateRealm(realm.name(), settings -> settings.put(PASSKEYS, true));
            flow = Optional.of(BoundFlow.of(realm, CODE_FOR_EVERYBODY, RealmAge.MADE_NOW));
            browser.open(realm.loginUrl());
            browser.await("[name=otp]");
        }
    }

    private boolean takesPasskeysOnThePageOfThePassword() {
        return realm.admin()
                .get(realm.name() + "/authentication/flows/browser/executions")
                .findValuesAsText("providerId")
                .contains("conditional-credential");
    }

    private static Browser browserWithAuthenticator() {
        Browser browser = Browser.open();
        ((HasVirtualAuthenticator) browser.driver())
                .addVirtualAuthenticator(new VirtualAuthenticatorOptions()
                        .setProtocol(Protocol.CTAP2)
                        .setTransport(Transport.INTERNAL)
                        .setHasResidentKey(true)
                        .setHasUserVerification(true)
                        .setIsUserVerified(true));
        return browser;
    }

    /** A new user, who logs in once and is asked to register a passkey; then the browser is logged out. */
    private TestUser register(Browser browser) {
        TestUser user = realm.newUser();
        realm.admin()
                .put(
                        realm.name() + "/authentication/required-actions/" + REGISTER,
                        Map.of("alias", REGISTER, "name", "Passkey", "providerId", REGISTER, "enabled", true));
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("requiredActions").add(REGISTER));
        browser.openLogin(realm).logIn(user);
        browser.await("[name=otp]").sendKeys(mail.awaitMail(user.email()).code());
        browser.await("#kc-login").click();
        browser.await("#registerWebAuthn").click();
        browser.await(driver -> {
            driver.switchTo().alert().accept();
            return true;
        });
        browser.awaitUrl(realm.appUrl());
        realm.sessions(user)
                .forEach(session -> realm.admin()
                        .delete(realm.name() + "/sessions/"
                                + session.required("id").asText()));
        return user;
    }
}
