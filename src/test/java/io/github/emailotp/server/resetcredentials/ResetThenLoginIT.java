package io.github.emailotp.server.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.ResetRealm;
import io.github.emailotp.server.setup.Person;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mailbox is one factor: whoever has another is asked for it, after a reset too. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login after a reset")
class ResetThenLoginIT {

    private static final String CLIENT = "asks-for-consent";

    private final TestRealm realm;
    private final MailServer mail;
    private final ResetRealm reset;
    private TestUser user;
    private String consenting = "";

    ResetThenLoginIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.reset = new ResetRealm(realm);
    }

    @BeforeEach
    void open() {
        reset.open();
        user = Person.WITH_APP.in(realm);
    }

    @AfterEach
    void close() {
        if (!consenting.isEmpty()) {
            realm.admin().delete(realm.name() + "/clients/" + consenting);
        }
        reset.close();
    }

    /** In Keycloak's own browser flow. */
    @Test
    void asksForTheAppAsEver() {
        reset.set(settings -> settings.put("browserFlow", "browser"));
        LoginClient client = reset.arrive(user.email());
        client.code(mail.awaitMail(user.email()).code());
        assertThat(ResetRealm.setPassword(client).isLoggedIn()).isFalse();
        assertThat(realm.sessions(user)).isEmpty();
        client.openLogin();
        Page page = client.submit(Map.of("username", user.username(), "password", ResetRealm.NEW_PASSWORD));
        assertThat(page.has("input[name=otp]")).as(page.text()).isTrue();
        assertThat(client.submit(Map.of("otp", Person.appCode())).isLoggedIn()).isTrue();
    }

    @Test
    void isMadeAtOnceWhereThatIsSet() {
        reset.configure(Map.of("loginAfterReset", "true"));
        LoginClient client = reset.arrive(user.email());
        client.code(mail.awaitMail(user.email()).code());
        assertThat(ResetRealm.setPassword(client).isLoggedIn()).isTrue();
        assertThat(realm.sessions(user)).hasSize(1);
    }

    /** As in the documentation: a Conditional sub-flow behind the step. */
    @Test
    void asksForTheAppInTheResetWhereItsFlowSaysSo() {
        reset.configure(Map.of("loginAfterReset", "true"));
        reset.flow()
                .deleteStep("reset-password")
                .addSubFlow("the app", "CONDITIONAL", ResetRealm.FLOW)
                .addStep("conditional-user-configured", "REQUIRED", "the app")
                .addStep("auth-otp-form", "REQUIRED", "the app")
                .addStep("reset-password", "REQUIRED", ResetRealm.FLOW);
        LoginClient client = reset.arrive(user.email());
        Page page = client.code(mail.awaitMail(user.email()).code());
        assertThat(page.has("input[name=otp]")).as(page.text()).isTrue();
        assertThat(ResetRealm.isPasswordPage(client.submit(Map.of("otp", Person.appCode()))))
                .isTrue();
        assertThat(ResetRealm.setPassword(client).isLoggedIn()).isTrue();
        TestUser without = realm.newUser();
        LoginClient other = reset.arrive(without.email());
        assertThat(ResetRealm.isPasswordPage(
                        other.code(mail.awaitMail(without.email()).code())))
                .isTrue();
    }

    /** Keycloak does not look whether a login ends after its page that asks for consent. */
    @Test
    void isNotMadeByConsentEither() {
        consenting = reset.newClientWithConsent(CLIENT);
        LoginClient client = realm.newClient(CLIENT);
        reset.lead(client, Map.of());
        ResetRealm.name(client, user.email());
        client.code(mail.awaitMail(user.email()).code());
        Page end = ResetRealm.setPassword(client);
        if (end.has("[name=accept]")) {
            end = client.submit(Map.of("accept", "Yes"));
        }
        assertThat(end.isLoggedIn()).isFalse();
        assertThat(end.text()).contains("Your account has been updated");
        assertThat(realm.sessions(user)).isEmpty();
    }

    /** Nor is what an application asks for beside the login, such as another app. */
    @Test
    void isNoWayToAnotherApp() {
        LoginClient client = realm.newClient();
        reset.lead(client, Map.of("kc_action", "CONFIGURE_TOTP"));
        ResetRealm.name(client, user.email());
        client.code(mail.awaitMail(user.email()).code());
        Page page = client.page();
        for (int i = 0; i < 2 && !page.text().contains("Your account has been updated"); i++) {
            assertThat(page.has("[name=totp]")).as(page.text()).isFalse();
            page = ResetRealm.isPasswordPage(page) ? ResetRealm.setPassword(client) : page;
        }
        assertThat(page.text()).contains("Your account has been updated");
    }
}
