package io.github.emailotp.server.setup;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.openqa.selenium.virtualauthenticator.HasVirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Protocol;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Transport;

/** What a person registers with, by the alias of Keycloak's required action for it: a real credential, in a real browser. */
public enum Authenticator {
    SECURITY_KEY("webauthn-register"),
    PASSKEY("webauthn-register-passwordless");

    private final String action;

    Authenticator(String action) {
        this.action = action;
    }

    /** A browser that signs by itself with whatever was registered in it. */
    public static Browser browser() {
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

    /** Logs in, is asked to register one, and is logged out. */
    void register(Browser browser, TestRealm realm, TestUser user, MailServer mail) {
        demand(realm, user);
        browser.openLogin(realm).logIn(user).enter(mail.awaitMail(user.email()).code());
        registerIn(browser);
        browser.awaitUrl(realm.appUrl());
        realm.endSessions(user);
    }

    /** The next login will not end without one. */
    void demand(TestRealm realm, TestUser user) {
        realm.admin()
                .put(
                        realm.name() + "/authentication/required-actions/" + action,
                        Map.of("alias", action, "name", action, "providerId", action, "enabled", true));
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("requiredActions").add(action));
    }

    /** On the page that asks to register one. */
    public static void registerIn(Browser browser) {
        browser.await("#registerWebAuthn").click();
        browser.await(driver -> {
            driver.switchTo().alert().accept();
            return true;
        });
    }
}
