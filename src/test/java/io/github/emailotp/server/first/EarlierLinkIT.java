package io.github.emailotp.server.first;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emailotp.server.OtherRealm;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody has made an account with somebody else's address, and is on the way to link an account of theirs at an identity provider with it until
 * its owner has proven the address: it would be theirs for good.
 */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A link that has begun before the first proof")
class EarlierLinkIT {

    private static final String BY_PASSWORD = "linking by password";
    private static final String PROVIDER = "other";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private FlowEditor linking;
    private OtherRealm provider;
    private TestUser account;
    private TestUser upstream;

    EarlierLinkIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        passwordless.hearOfEarlierLogins(server);
        linking = FlowEditor.create(realm, BY_PASSWORD)
                .addStep("idp-create-user-if-unique", "ALTERNATIVE", BY_PASSWORD)
                .addSubFlow("existing account", "ALTERNATIVE", BY_PASSWORD)
                .addStep("idp-username-password-form", "REQUIRED", "existing account");
        provider = OtherRealm.connect(server, realm, Map.of("firstBrokerLoginFlowAlias", BY_PASSWORD), Map.of());
        account = passwordless.newUnprovenUser();
        upstream = provider.newPerson("upstream-of-" + account.username(), account.email());
    }

    @AfterEach
    void close() {
        provider.close();
        linking.delete();
        passwordless.close();
    }

    /** The flow is over, and its answer is held back. */
    @Test
    void isNotMadeByAFirstLoginWhoseFlowIsOver() {
        LoginClient thief = provider.logIn(upstream);
        thief.stopAt(URI.create(realm.url()).getPath() + "/broker/after-first-broker-login");
        thief.submit(Map.of("password", account.password()));
        thief.stopAt("");
        assertThat(thief.page().url().getPath()).as(thief.page().text()).endsWith("/after-first-broker-login");
        LoginClient owner = prove();
        thief.get(thief.page().url());
        isOut(thief, owner);
    }

    /** It has come by a link of before, which the proof has removed, and asks to link the same account at the provider. */
    @Test
    void isNotMadeByALoginThatHasComeByIt() {
        assumeThat(hasTheAction()).isTrue();
        provider.link(account, upstream);
        LoginClient thief = realm.newClient();
        provider.logIn(thief, upstream, Map.of("kc_action", "idp_link:" + PROVIDER));
        assertThat(thief.page().url().getPath()).as(thief.page().text()).endsWith("/required-action");
        LoginClient owner = prove();
        thief.submit(Map.of());
        isOut(thief, owner);
    }

    /** Keycloak notes nothing of such a login, and stores the link though the session that has begun it is gone. */
    @Test
    void isNotMadeWhereASessionHasBegunIt() throws GeneralSecurityException {
        LoginClient thief = passwordless.byPassword(account);
        beginBySession(thief);
        assertThat(thief.page().isPasswordPage()).as(thief.page().text()).isTrue();
        LoginClient owner = prove();
        thief.password(upstream);
        isOut(thief, owner);
    }

    /** Theirs are made, in a session of later, too. */
    @Test
    void isNotThatOfTheOwner() throws GeneralSecurityException {
        LoginClient owner = prove();
        if (hasTheAction()) {
            owner.openLogin(Map.of("kc_action", "idp_link:" + PROVIDER));
            owner.submit(Map.of());
        } else {
            realm.endSessions(account);
            int mails = mail.mailsTo(account.email()).size();
            owner = passwordless.arrive(account.email());
            owner.code(mail.awaitMail(account.email(), mails + 1).code());
            beginBySession(owner);
        }
        owner.password(upstream);
        assertThat(provider.linked(account)).as(owner.page().text()).containsExactly(upstream.id());
        assertThat(provider.logIn(upstream).isLoggedIn()).isTrue();
    }

    /** As applications did before there was the action. */
    private void beginBySession(LoginClient client) throws GeneralSecurityException {
        String session = client.page().url().getQuery().replaceAll(".*session_state=([^&]*).*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(("nonce" + session + "test-app" + PROVIDER).getBytes(UTF_8));
        client.get(URI.create("%s/broker/%s/link?client_id=test-app&redirect_uri=%s&nonce=nonce&hash=%s"
                .formatted(
                        realm.url(),
                        PROVIDER,
                        realm.appUrl(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(hash))));
    }

    private boolean hasTheAction() {
        return realm.admin()
                .get(realm.name() + "/authentication/required-actions")
                .findValuesAsText("alias")
                .contains("idp_link");
    }

    private LoginClient prove() {
        int mails = mail.mailsTo(account.email()).size();
        LoginClient owner = passwordless.arrive(account.email());
        assertThat(owner.code(mail.awaitMail(account.email(), mails + 1).code()).isLoggedIn())
                .as(owner.page().text())
                .isTrue();
        return owner;
    }

    private void isOut(LoginClient thief, LoginClient owner) {
        assertThat(provider.linked(account)).as(thief.page().text()).isEmpty();
        assertThat(realm.sessions(account)).as("the owner's").hasSize(1);
        assertThat(PasswordlessRealm.isNamePage(thief.openLogin()))
                .as(thief.page().text())
                .isTrue();
        assertThat(owner.openLogin().isLoggedIn()).isTrue();
    }
}
