package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.OfflineAccess;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody has made an account with somebody else's address, and waits in it. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An account that somebody else has made")
class FirstProofIT {

    private static final String PROVIDER = "elsewhere";
    private static final String ASKS_FOR_CONSENT = "asks-for-consent";
    private static final String TOLD = "What was set up for the account before is removed";

    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private TestUser account;

    FirstProofIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        realm.admin()
                .post(
                        realm.name() + "/identity-provider/instances",
                        Map.of("alias", PROVIDER, "providerId", "oidc", "enabled", true, "config", Map.of()));
        account = passwordless.newUnprovenUser();
    }

    @AfterEach
    void close() {
        realm.admin().delete(realm.name() + "/identity-provider/instances/" + PROVIDER);
        passwordless.close();
    }

    @Test
    void isItsOwnersAloneAfterTheFirstProof() {
        LoginClient thief = passwordless.byPassword(account);
        passwordless.update(
                account,
                user -> user.putPOJO(
                        "credentials",
                        List.of(
                                Map.of(
                                        "type", "otp",
                                        "secretData", "{\"value\":\"secret of the thief\"}",
                                        "credentialData",
                                                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}"))));
        realm.admin()
                .post(
                        realm.name() + "/users/" + account.id() + "/federated-identity/" + PROVIDER,
                        Map.of("userId", "thief", "userName", "thief"));
        assertThat(passwordless.credentials(account)).containsExactlyInAnyOrder("password", "otp");
        passwordless
                .flow()
                .addSubFlow("app", "CONDITIONAL", "code only")
                .addStep("conditional-user-configured", "REQUIRED", "app")
                .addStep("auth-otp-form", "REQUIRED", "app");
        LoginClient owner = passwordless.arrive(account.email());
        ReceivedMail received = mail.awaitMail(account.email());
        assertThat(received.text()).contains(TOLD);
        assertThat(owner.code(received.code()).isLoggedIn())
                .as("nobody is asked for the thief's app: %s", owner.page().text())
                .isTrue();
        assertThat(passwordless.credentials(account)).isEmpty();
        assertThat(realm.admin().get(realm.name() + "/users/" + account.id() + "/federated-identity"))
                .isEmpty();
        assertThat(realm.sessions(account)).as("the owner's").hasSize(1);
        assertThat(PasswordlessRealm.isNamePage(thief.openLogin())).isTrue();
        assertThat(owner.openLogin().isLoggedIn()).isTrue();
        assertThat(passwordless.account(account).path("emailVerified").asBoolean())
                .isTrue();
        assertThat(types()).contains("VERIFY_EMAIL", "REMOVE_CREDENTIAL", "REMOVE_FEDERATED_IDENTITY", "LOGIN");
    }

    /** Or a link to an application of the thief's would give it tokens of the owner's, without a question. */
    @Test
    void hasConsentedToNothingAfterTheFirstProof() {
        String client = passwordless.newClientWithConsent(ASKS_FOR_CONSENT);
        try {
            passwordless.set(settings -> settings.put("browserFlow", "browser"));
            LoginClient thief = realm.newClient(ASKS_FOR_CONSENT);
            thief.openLogin();
            thief.password(account);
            thief.submit(Map.of("accept", "Yes"));
            passwordless.set(settings -> settings.put("browserFlow", PasswordlessRealm.FLOW));
            assertThat(consents()).hasSize(1);
            LoginClient owner = realm.newClient(ASKS_FOR_CONSENT);
            passwordless.lead(owner, Map.of());
            PasswordlessRealm.name(owner, account.email());
            owner.code(mail.awaitMail(account.email()).code());
            assertThat(owner.page().has("[name=accept]"))
                    .as(owner.page().text())
                    .isTrue();
            assertThat(consents()).isEmpty();
            assertThat(types()).contains("REVOKE_GRANT");
            assertThat(owner.submit(Map.of("accept", "Yes")).isLoggedIn()).isTrue();
            assertThat(consents()).as("the owner's").hasSize(1);
        } finally {
            realm.admin().delete(realm.name() + "/clients/" + client);
        }
    }

    /** With an offline one, an application of the thief's would go on for months. */
    @Test
    void hasNoOfflineSessionAfterTheFirstProof() {
        LoginClient thief = passwordless.byPassword(account, OfflineAccess.loginUrl(realm));
        OfflineAccess access = OfflineAccess.after(thief.page(), realm);
        assertThat(access.refreshed().has("access_token")).isTrue();
        assertThat(OfflineAccess.sessions(realm, account)).hasSize(1);
        LoginClient owner = passwordless.arrive(account.email());
        assertThat(owner.code(mail.awaitMail(account.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(OfflineAccess.sessions(realm, account)).isEmpty();
        assertThat(access.refreshed().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void keepsWhatIsSetUpOnceItsAddressIsVerified() {
        passwordless.update(account, user -> user.put("emailVerified", true));
        LoginClient elsewhere = passwordless.byPassword(account);
        LoginClient owner = passwordless.arrive(account.email());
        ReceivedMail received = mail.awaitMail(account.email());
        assertThat(received.text()).doesNotContain(TOLD);
        assertThat(owner.code(received.code()).isLoggedIn()).isTrue();
        assertThat(passwordless.credentials(account)).containsExactly("password");
        assertThat(elsewhere.openLogin().isLoggedIn()).isTrue();
        assertThat(types()).doesNotContain("VERIFY_EMAIL");
    }

    private JsonNode consents() {
        return realm.admin().get(realm.name() + "/users/" + account.id() + "/consents");
    }

    private List<String> types() {
        return realm.events(account).stream()
                .map(event -> event.path("type").asText())
                .toList();
    }
}
