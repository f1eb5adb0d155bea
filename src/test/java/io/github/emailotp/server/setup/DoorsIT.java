package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The doors of {@code docs/flows.md}: each is open as it says there, and shut by what it says there. SAML's ECP and Docker
 * are in {@code NoPageIT}, identity providers in {@code PostBrokerIT}, Kerberos in {@code KerberosIT}.
 */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A door that the step does not guard")
class DoorsIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    DoorsIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @AfterEach
    void shutThemAll() {
        set("resetPasswordAllowed", false);
        set("registrationAllowed", false);
        set("verifyEmail", false);
    }

    @Test
    void isThePasswordGrant() {
        assertThat(passwordGrant().status()).isEqualTo(200);
        assertThat(mail.mailsTo(user.email())).isEmpty();

        FlowEditor denying = FlowEditor.duplicate(realm, "direct grant", "no grant")
                .addStep("deny-access-authenticator", "REQUIRED", "no grant");
        bindDirectGrant("no grant");
        try {
            assertThat(passwordGrant().status()).isGreaterThanOrEqualTo(400).isLessThan(500);
        } finally {
            bindDirectGrant("direct grant");
            denying.delete();
        }
    }

    @Test
    void isForgotPassword() {
        set("resetPasswordAllowed", true);
        client.openLogin();
        client.follow("a[href*=reset-credentials]");
        client.submit(Map.of("username", user.username()));
        client.get(mail.awaitMail(user.email()).link());
        client.submit(Map.of("password-new", "another password", "password-confirm", "another password"));
        assertThat(client.page().isLoggedIn()).isTrue();
        assertThat(mail.mailsTo(user.email()))
                .as("no mail but that with the link")
                .hasSize(1);

        set("resetPasswordAllowed", false);
        LoginClient other = realm.newClient();
        Page login = other.openLogin();
        assertThat(login.has("a[href*=reset-credentials]")).isFalse();
        String address = login.action(Set.of("username")).toString();
        other.get(URI.create(address.replace("/authenticate?", "/reset-credentials?")));
        assertThat(other.page().has("#kc-reset-password-form")).isFalse();
    }

    @Test
    void isRegistration() {
        set("registrationAllowed", true);
        assertThat(register("newcomer").isLoggedIn()).isTrue();

        LoginClient again = realm.newClient();
        again.openLogin();
        again.submit(Map.of("username", "newcomer", "password", "password of newcomer"));
        assertThat(Asked.on(again.page())).as("the second login").isEqualTo(Asked.CODE);

        set("verifyEmail", true);
        assertThat(register("newcomer2").text()).contains("You need to verify your email address");
    }

    @Test
    void isAnotherFlowOfAClient() {
        ClientFlow override = ClientFlow.of(realm, "browser");
        try {
            client.openLogin();
            assertThat(client.password(user).isLoggedIn()).isTrue();
        } finally {
            override.close();
        }
        LoginClient other = realm.newClient();
        other.openLogin();
        assertThat(Asked.on(other.password(user))).isEqualTo(Asked.CODE);
    }

    @Test
    void isTheCookie() {
        ClientFlow before = ClientFlow.of(realm, "browser");
        client.openLogin();
        assertThat(client.password(user).isLoggedIn()).isTrue();
        before.close();
        assertThat(client.openLogin().isLoggedIn())
                .as("logged in before the step was added")
                .isTrue();

        realm.admin().post(realm.name() + "/logout-all", Map.of());
        client.openLogin();
        assertThat(Asked.on(client.password(user))).isEqualTo(Asked.CODE);
    }

    private Page passwordGrant() {
        String body = "grant_type=password&client_id=admin-cli&scope=openid&username=" + user.username() + "&password="
                + user.password().replace(" ", "+");
        return client.post(URI.create(realm.url() + "/protocol/openid-connect/token"), FORM, body);
    }

    private Page register(String name) {
        LoginClient visitor = realm.newClient();
        visitor.openLogin();
        visitor.follow("a[href*=registration]");
        return visitor.submit(Map.of(
                "username",
                name,
                "email",
                name + "@example.test",
                "firstName",
                "New",
                "lastName",
                "Comer",
                "password",
                "password of " + name,
                "password-confirm",
                "password of " + name));
    }

    private void bindDirectGrant(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("directGrantFlow", flow));
    }

    private void set(String setting, boolean value) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put(setting, value));
    }
}
