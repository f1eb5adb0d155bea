package io.github.emailotp.server.verifyemail;

import static io.github.emailotp.server.verifyemail.VerifyingRealm.BY_CODE;
import static io.github.emailotp.server.verifyemail.VerifyingRealm.BY_LINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.PageRules;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What else of Keycloak has to do with addresses. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Verify Email by Code")
class BesideKeycloaksOwnIT {

    private static final int BELOW_VERIFY_EMAIL = 51;
    private static final int BELOW_UPDATE_PASSWORD = 1000;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final VerifyingRealm verifying;
    private final LoginClient client;
    private TestUser user;

    BesideKeycloaksOwnIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.verifying = new VerifyingRealm(realm);
        this.client = realm.newClient();
    }

    @BeforeEach
    void verifyByCode() {
        verifying.open();
        user = verifying.unverified();
    }

    @AfterEach
    void verifyNothing() {
        verifying.close();
    }

    @Test
    void leavesKeycloaksLinkToItself() {
        logIn();
        mail.awaitMail(user.email());
        followTheLink();
        assertThat(verifying.isVerified(user)).isTrue();
        assertThat(client.reload().isLoggedIn()).as("nothing is left to ask").isTrue();
        assertThat(verifying.requiredActions(user)).isEmpty();
        assertThat(verifying.events(user, "VERIFY_EMAIL")).hasSize(1);
    }

    @Test
    void keepsClientsWithoutABrowserOutUntilTheAddressIsVerified() {
        Page refused = verifying.passwordGrant(user);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Account is not fully set up");
        assertThat(mail.mails()).isEmpty();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("emailVerified", true));
        assertThat(verifying.passwordGrant(user).status()).isEqualTo(200);
    }

    @Test
    void mailsNothingWhereNoPageIsShown() {
        logIn();
        client.code(mail.awaitMail(user.email()).code());
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("emailVerified", false));
        Page silent = client.openLogin(Map.of("prompt", "none"));
        assertThat(silent.url().getQuery()).contains("error=interaction_required");
        assertThat(mail.mails()).hasSize(1);
        assertThat(client.openLogin().isCodePage()).isTrue();
    }

    @Test
    void offersAWayBackThatEverybodyCanUse() {
        verifying.set(settings -> settings.put("verifyEmail", false));
        try (Browser browser = Browser.open()) {
            browser.openLogin(realm.loginUrl() + "&kc_action=" + BY_CODE).submit(user);
            browser.await("#email-otp-cancel");
            assertThat(new PageRules(browser).violations()).isEmpty();
            browser.emulate(320, 640);
            assertThat(new PageRules(browser).cutOff()).isEmpty();
            browser.press("#email-otp-cancel");
            browser.awaitUrl(realm.appUrl());
        }
    }

    @Test
    void isDoneForAnApplicationThatAsksOrNotIfThePersonCancels() {
        verifying.set(settings -> settings.put("verifyEmail", false));
        client.openLogin(Map.of("kc_action", BY_CODE));
        assertThat(client.password(user).isCodePage()).isTrue();
        assertThat(client.page().has("button[name=cancel-aia]")).isTrue();
        Page end = client.submit(Map.of("cancel-aia", "true"));
        assertThat(end.isLoggedIn()).isTrue();
        assertThat(end.url().getQuery()).contains("kc_action_status=cancelled");
        assertThat(verifying.isVerified(user)).isFalse();

        assertThat(client.openLogin(Map.of("kc_action", BY_CODE)).isCodePage()).isTrue();
        end = client.code(mail.awaitMail(user.email(), 2).code());
        assertThat(end.isLoggedIn()).isTrue();
        assertThat(end.url().getQuery()).contains("kc_action_status=success");
        assertThat(verifying.isVerified(user)).isTrue();
    }

    @Test
    void cannotBeCancelledWhereTheRealmDemandsIt() {
        client.openLogin(Map.of("kc_action", BY_CODE));
        assertThat(client.password(user).isCodePage()).isTrue();
        assertThat(client.page().has("button[name=cancel-aia]")).isFalse();
        assertThat(client.submit(Map.of("cancel-aia", "true")).isLoggedIn()).isFalse();
        assertThat(client.reload().isCodePage()).isTrue();
        assertThat(verifying.isVerified(user)).isFalse();
    }

    @Test
    void comesInThePlaceOfKeycloaksOwnWithOneWarningIfBothAreEnabled() {
        verifying.action(BY_LINK, action -> action.put("enabled", true));
        loginsEndWithACode("disable \"Verify Email\"");
    }

    @Test
    void comesInThePlaceOfKeycloaksOwnIfThatStandsAbove() {
        verifying.action(BY_LINK, action -> action.put("enabled", true));
        verifying.action(BY_CODE, action -> action.put("priority", BELOW_VERIFY_EMAIL));
        assertThat(logIn().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mails()).as("and no link").hasSize(1);
    }

    @Test
    void saysInOneWarningThatItMustStandAboveUpdatePassword() {
        verifying.action(BY_CODE, action -> action.put("priority", BELOW_UPDATE_PASSWORD));
        loginsEndWithACode("below \"Update Password\" among its required actions: move it above");
    }

    private void loginsEndWithACode(String warning) {
        for (TestUser person : new TestUser[] {user, verifying.unverified()}) {
            LoginClient login = realm.newClient();
            login.openLogin();
            assertThat(login.password(person).isCodePage()).isTrue();
            assertThat(login.code(mail.awaitMail(person.email()).code()).isLoggedIn())
                    .isTrue();
        }
        assertThat(mail.mails()).as("no link").hasSize(2);
        assertThat(server.logLines(warning)).hasSize(1);
    }

    /** The one that an administrator has sent, in a browser of its own. */
    private void followTheLink() {
        realm.admin().put(realm.name() + "/users/" + user.id() + "/send-verify-email", Map.of());
        LoginClient elsewhere = realm.newClient();
        elsewhere.get(mail.awaitMail(user.email(), 2).link());
        assertThat(elsewhere.follow("a[href*=action-token]").status()).isEqualTo(200);
    }

    private Page logIn() {
        client.openLogin();
        return client.password(user);
    }
}
