package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import io.github.emailotp.server.named.ResetRealm;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody has made an account with somebody else's address, and waits on a page of Keycloak's, logged in but for that page, until its owner has
 * proven the address.
 */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login that has begun before the first proof")
class EarlierLoginIT {

    private static final String ASKS_FOR_CONSENT = "asks-for-consent";
    private static final String IMPLICIT = "implicit";
    private static final String OF_THE_THIEF = "a password of the thief";
    private static final Map<String, String> NEW_PASSWORD =
            Map.of("password-new", OF_THE_THIEF, "password-confirm", OF_THE_THIEF);
    private static final int POSTS = 20;
    private static final int THIEVES = 6;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private TestUser account;

    EarlierLoginIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        passwordless.hearOfEarlierLogins(server);
        account = passwordless.newUnprovenUser();
    }

    @AfterEach
    void close() {
        passwordless.close();
    }

    @Test
    void setsNoPasswordAfterIt() {
        LoginClient thief = waitsOnThePageOf(realm.newClient(), Map.of("kc_action", "UPDATE_PASSWORD"));
        assertThat(thief.page().has("input[name=password-new]"))
                .as(thief.page().text())
                .isTrue();
        LoginClient owner = prove(Map.of());
        thief.postInParallel(POSTS, NEW_PASSWORD);
        thief.submit(NEW_PASSWORD);
        isOut(thief, owner);
        assertThat(passwordless.credentials(account)).isEmpty();
        assertThat(realm.events(account))
                .extracting(event -> event.path("type").asText()
                        + event.path("details").path("reason").asText())
                .contains("LOGIN_ERRORearlier_login")
                .doesNotContain("UPDATE_PASSWORD", "UPDATE_CREDENTIAL");
    }

    /** Then Keycloak puts a logout in the place of the login that asks. */
    @Test
    void setsNoPasswordAfterItByEndingOtherSessionsToo() {
        LoginClient thief = waitsOnThePageOf(realm.newClient(), Map.of("kc_action", "UPDATE_PASSWORD"));
        LoginClient owner = prove(Map.of());
        Map<String, String> post = new HashMap<>(NEW_PASSWORD);
        post.put("logout-sessions", "on");
        thief.submit(post);
        isOut(thief, owner);
        assertThat(passwordless.credentials(account)).isEmpty();
    }

    /** What is committed in the same moment goes, too. */
    @RepeatedTest(3)
    void losesARaceWithIt() {
        List<LoginClient> thieves = Stream.generate(
                        () -> waitsOnThePageOf(realm.newClient(), Map.of("kc_action", "UPDATE_PASSWORD")))
                .limit(THIEVES)
                .toList();
        LoginClient owner = passwordless.arrive(account.email());
        String code = mail.awaitMail(account.email()).code();
        List<Callable<Page>> posts = thieves.stream()
                .<Callable<Page>>map(thief -> () -> thief.submit(NEW_PASSWORD))
                .collect(Collectors.toList());
        posts.add(THIEVES / 2, () -> owner.code(code));
        AtOnce.call(posts);
        Patience.until(
                "the last that the requests under way have left is gone",
                () -> passwordless.credentials(account).isEmpty()
                        && realm.sessions(account).size() == 1);
        thieves.forEach(thief -> isOut(thief, owner));
    }

    /** With the password that has been set just now, they log in at once. */
    @Test
    void isNotThatOfAnOwnerWhoHasResetThePassword() {
        passwordless.close();
        ResetRealm reset = new ResetRealm(realm);
        reset.open();
        try {
            LoginClient owner = reset.arrive(account.email());
            owner.code(mail.awaitMail(account.email()).code());
            ResetRealm.setPassword(owner);
            reset.set(settings -> settings.put("browserFlow", "browser"));
            owner.openLogin(Map.of("kc_action", "UPDATE_PROFILE"));
            owner.submit(Map.of("username", account.username(), "password", ResetRealm.NEW_PASSWORD));
            assertThat(owner.submit(Map.of("firstName", "Owner")).isLoggedIn())
                    .as(owner.page().text())
                    .isTrue();
        } finally {
            reset.close();
            passwordless.open();
        }
    }

    /** Nor does it undo the proof itself, where Keycloak puts the logout of a session in the place of the login. */
    @Test
    void isNotThatOfAnOwnerWhoHasAnotherTabOpenAndASessionElsewhere() {
        passwordless.byPassword(account);
        LoginClient owner = waitsOnThePageOf(realm.newClient(), Map.of("kc_action", "UPDATE_PROFILE"));
        LoginClient tab = owner.newTab();
        int mails = mail.mailsTo(account.email()).size();
        passwordless.lead(tab, Map.of("kc_action", "UPDATE_PROFILE"));
        PasswordlessRealm.name(tab, account.email());
        tab.code(mail.awaitMail(account.email(), mails + 1).code());
        assertThat(tab.page().has("input[name=firstName]"))
                .as(tab.page().text())
                .isTrue();
        assertThat(tab.submit(Map.of("firstName", "Owner")).isLoggedIn())
                .as(tab.page().text())
                .isTrue();
        assertThat(realm.sessions(account)).hasSize(1);
        assertThat(passwordless.account(account).path("emailVerified").asBoolean())
                .isTrue();
    }

    /** In these, tokens are in the answer itself. */
    @Test
    void getsNoTokensAfterIt() {
        String client = realm.admin()
                .create(
                        realm.name() + "/clients",
                        Map.of(
                                "clientId",
                                IMPLICIT,
                                "publicClient",
                                true,
                                "implicitFlowEnabled",
                                true,
                                "redirectUris",
                                List.of(realm.appUrl())));
        try {
            passwordless.set(settings -> settings.put("browserFlow", "browser"));
            LoginClient thief = realm.newClient(IMPLICIT);
            thief.get(URI.create(realm.loginUrl()
                            .replace("client_id=test-app", "client_id=" + IMPLICIT)
                            .replace("response_type=code", "response_type=id_token%20token")
                    + "&nonce=nonce&kc_action=UPDATE_PROFILE"));
            thief.password(account);
            passwordless.set(settings -> settings.put("browserFlow", PasswordlessRealm.FLOW));
            assertThat(thief.page().has("input[name=firstName]"))
                    .as(thief.page().text())
                    .isTrue();
            LoginClient owner = prove(Map.of());
            thief.submit(Map.of("firstName", "Thief"));
            assertThat(thief.page().url().toString()).doesNotContain("token");
            isOut(thief, owner);
        } finally {
            realm.admin().delete(realm.name() + "/clients/" + client);
        }
    }

    @Test
    void changesNothingOfTheAccountAfterIt() {
        LoginClient thief = waitsOnThePageOf(realm.newClient(), Map.of("kc_action", "UPDATE_PROFILE"));
        assertThat(thief.page().has("input[name=firstName]"))
                .as(thief.page().text())
                .isTrue();
        LoginClient owner = prove(Map.of());
        thief.submit(Map.of("firstName", "Thief", "email", "thief@example.test"));
        isOut(thief, owner);
        assertThat(passwordless.account(account).path("email").asText()).isEqualTo(account.email());
        assertThat(passwordless.account(account).path("firstName").asText()).isNotEqualTo("Thief");
    }

    @Test
    void endsInNoSessionByAConsentAfterIt() {
        String client = passwordless.newClientWithConsent(ASKS_FOR_CONSENT);
        try {
            LoginClient thief = waitsOnThePageOf(realm.newClient(ASKS_FOR_CONSENT), Map.of());
            assertThat(thief.page().has("[name=accept]"))
                    .as(thief.page().text())
                    .isTrue();
            LoginClient owner = prove(Map.of());
            thief.submit(Map.of("accept", "Yes"));
            isOut(thief, owner);
        } finally {
            realm.admin().delete(realm.name() + "/clients/" + client);
        }
    }

    /** Keycloak notes no step of it. */
    @Test
    void ofARegistrationEndsInNoSessionAfterIt() {
        passwordless.set(settings -> settings.put("registrationAllowed", true));
        String address = account.username() + "-registered@example.test";
        LoginClient thief = realm.newClient();
        thief.get(URI.create(realm.loginUrl().replace("/auth?", "/registrations?") + "&kc_action=UPDATE_PROFILE"));
        thief.submit(Map.of(
                "username", address,
                "email", address,
                "firstName", "T",
                "lastName", "T",
                "password", OF_THE_THIEF,
                "password-confirm", OF_THE_THIEF));
        ObjectNode made = (ObjectNode)
                realm.admin().get(realm.name() + "/users?email=" + address).path(0);
        account = new TestUser(made.required("id").asText(), address, address, OF_THE_THIEF);
        assertThat(thief.page().url().getPath()).as(thief.page().text()).endsWith("/required-action");
        LoginClient owner = prove(Map.of());
        thief.submit(Map.of("firstName", "Thief"));
        isOut(thief, owner);
    }

    /** The owner's own, which has made the proof, goes on with whatever Keycloak asks for, and so do those of later. */
    @Test
    void isAllThatIsRefused() {
        LoginClient owner = prove(Map.of("kc_action", "UPDATE_PASSWORD"));
        assertThat(owner.submit(Map.of("password-new", account.password(), "password-confirm", account.password()))
                        .isLoggedIn())
                .as(owner.page().text())
                .isTrue();
        assertThat(owner.openLogin(Map.of("kc_action", "UPDATE_PROFILE")).has("input[name=firstName]"))
                .isTrue();
        assertThat(owner.submit(Map.of("firstName", "Owner")).isLoggedIn()).isTrue();
        assertThat(passwordless.account(account).path("firstName").asText()).isEqualTo("Owner");
        assertThat(realm.sessions(account)).hasSize(1);
        realm.admin().post(realm.name() + "/users/" + account.id() + "/logout", Map.of());
        assertThat(realm.sessions(account)).isEmpty();
    }

    private LoginClient waitsOnThePageOf(LoginClient client, Map<String, String> parameters) {
        passwordless.set(settings -> settings.put("browserFlow", "browser"));
        client.openLogin(parameters);
        client.password(account);
        passwordless.set(settings -> settings.put("browserFlow", PasswordlessRealm.FLOW));
        return client;
    }

    private LoginClient prove(Map<String, String> parameters) {
        int mails = mail.mailsTo(account.email()).size();
        LoginClient owner = realm.newClient();
        passwordless.lead(owner, parameters);
        PasswordlessRealm.name(owner, account.email());
        owner.code(mail.awaitMail(account.email(), mails + 1).code());
        return owner;
    }

    private void isOut(LoginClient thief, LoginClient owner) {
        assertThat(realm.sessions(account)).as("the owner's").hasSize(1);
        assertThat(PasswordlessRealm.isNamePage(thief.openLogin()))
                .as(thief.page().text())
                .isTrue();
        assertThat(owner.openLogin().isLoggedIn()).isTrue();
    }
}
