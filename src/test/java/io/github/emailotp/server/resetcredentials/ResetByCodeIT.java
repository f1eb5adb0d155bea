package io.github.emailotp.server.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.server.named.ResetRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has forgotten the password, and gets a new one by a code. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A reset by code")
class ResetByCodeIT {

    private static final String TOLD = "What was set up for the account before is removed";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final ResetRealm reset;
    private TestUser alice;

    ResetByCodeIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.reset = new ResetRealm(realm);
    }

    @BeforeEach
    void open() {
        reset.open();
        alice = realm.newUser();
    }

    @AfterEach
    void close() {
        reset.close();
    }

    /** The password opens the login then, and the second factor is asked for as ever. */
    @Test
    void setsANewPasswordInTheTabInWhichItWasAskedFor() {
        LoginClient client = realm.newClient();
        assertThat(ResetRealm.isNamePage(reset.lead(client, Map.of()))).isTrue();
        Page page = ResetRealm.name(client, " " + alice.email() + " ");
        assertThat(page.isCodePage()).as(page.text()).isTrue();
        assertThat(page.text()).contains("It works in this tab only", alice.email());
        ReceivedMail received = mail.awaitMail(alice.email());
        assertThat(received.subject()).contains("is your code to set a new password");
        assertThat(received.text()).contains("Your code to set a new password", "sets a new password for your account");
        assertThat(received.text()).doesNotContain(TOLD, "login code");
        assertThat(ResetRealm.isPasswordPage(client.code(received.code()))).isTrue();
        Page end = ResetRealm.setPassword(client);
        assertThat(end.text()).contains("Your account has been updated");
        assertThat(end.has("a[href^='" + realm.appUrl() + "']")).as(end.text()).isTrue();
        assertThat(realm.sessions(alice)).isEmpty();
        TestUser renewed = new TestUser(alice.id(), alice.username(), alice.email(), ResetRealm.NEW_PASSWORD);
        LoginClient login = realm.newClient();
        login.openLogin();
        assertThat(login.password(renewed).isCodePage()).as("the second factor").isTrue();
        assertThat(login.code(mail.awaitMail(alice.email(), 2).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mails()).hasSize(2);
    }

    @Test
    void isToldByEvents() {
        LoginClient client = reset.arrive(alice.email());
        String code = mail.awaitMail(alice.email()).code();
        client.code(WrongCode.insteadOf(code));
        client.code(code);
        server.awaitEmptyOutbox();
        assertThat(realm.events(alice))
                .extracting(event ->
                        event.path("type").asText() + " " + event.path("error").asText())
                .containsExactlyInAnyOrder(
                        "SEND_RESET_PASSWORD ", "RESET_PASSWORD_ERROR invalid_user_credentials", "RESET_PASSWORD ");
        String nobody = ResetRealm.nobodys(alice);
        reset.arrive(nobody);
        assertThat(reset.awaitErrors("RESET_PASSWORD_ERROR", nobody)).containsExactly("user_not_found");
    }

    @Test
    void takesNoNameThatIsNoAddress() {
        LoginClient client = realm.newClient();
        reset.lead(client, Map.of());
        for (String name : new String[] {"", " ", alice.username(), "a@b@c"}) {
            Page page = ResetRealm.name(client, name);
            assertThat(ResetRealm.isNamePage(page)).as(name).isTrue();
            assertThat(page.error()).contains("Invalid email");
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void takesUserNamesWhereTheyAreSet() {
        reset.configure(Map.of("userNames", "true"));
        LoginClient client = reset.arrive(alice.username());
        assertThat(ResetRealm.isPasswordPage(
                        client.code(mail.awaitMail(alice.email()).code())))
                .isTrue();
    }

    /** What was typed on the page before is in the field, and nothing is mailed by that. */
    @Test
    void beginsWithTheNameThatWasTypedBefore() {
        LoginClient client = realm.newClient();
        client.openLogin();
        client.submit(Map.of("username", alice.username(), "password", "forgotten"));
        Page page = ResetRealm.forget(client);
        assertThat(page.document().select("input[name=username]").attr("value")).isEqualTo(alice.username());
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    /** A new login that an application demands of somebody who is logged in. */
    @Test
    void asksWhoIsLoggedInForTheNameAndTheCode() {
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(alice);
        client.code(mail.awaitMail(alice.email()).code());
        assertThat(client.isLoggedIn()).isTrue();
        client.openLogin(Map.of("prompt", "login"));
        Page page = ResetRealm.forget(client);
        assertThat(ResetRealm.isNamePage(page)).as(page.text()).isTrue();
        ResetRealm.name(client, alice.email());
        assertThat(client.page().isCodePage()).isTrue();
        client.code(mail.awaitMail(alice.email(), 2).code());
        assertThat(ResetRealm.isPasswordPage(client.page())).isTrue();
    }

    @Test
    void mailsOnceHoweverOftenThePageIsReloaded() {
        LoginClient client = reset.arrive(alice.email());
        for (int i = 0; i < 5; i++) {
            assertThat(client.reload().isCodePage()).isTrue();
            assertThat(client.submit(Map.of("look", "true")).isCodePage()).isTrue();
        }
        assertThat(ResetRealm.isPasswordPage(
                        client.code(mail.awaitMail(alice.email()).code())))
                .isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** By a link that an application has, without a login. */
    @Test
    void beginsWithoutALogin() {
        LoginClient client = realm.newClient();
        client.get(URI.create(realm.url() + "/login-actions/reset-credentials"));
        ResetRealm.name(client, alice.email());
        assertThat(client.reload().isCodePage())
                .as(client.page().url() + client.page().text())
                .isTrue();
        client.code(mail.awaitMail(alice.email()).code());
        assertThat(ResetRealm.setPassword(client).text()).contains("Your account has been updated");
        assertThat(realm.sessions(alice)).isEmpty();
    }

    /** Somebody else's wrong passwords have locked it; nothing but time opens the login. */
    @Test
    void isOpenToWhoIsLocked() {
        reset.lock(alice);
        LoginClient client = reset.arrive(alice.email());
        client.code(mail.awaitMail(alice.email()).code());
        assertThat(ResetRealm.setPassword(client).text()).contains("Your account has been updated");
    }

    @Test
    void isClosedToTheDisabled() {
        reset.update(alice, account -> account.put("enabled", false));
        assertThat(reset.arrive(alice.email()).page().isCodePage()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void verifiesTheAddressAndClearsWhatOthersHaveSetUpBefore() {
        reset.update(alice, account -> account.put("emailVerified", false));
        LoginClient thief = realm.newClient();
        thief.openLogin();
        thief.password(alice);
        thief.code(mail.awaitMail(alice.email()).code());
        assertThat(thief.isLoggedIn()).isTrue();
        LoginClient owner = reset.arrive(alice.email());
        ReceivedMail received = mail.awaitMail(alice.email(), 2);
        assertThat(received.text()).contains(TOLD);
        owner.code(received.code());
        assertThat(realm.admin().get(realm.name() + "/users/" + alice.id() + "/credentials"))
                .isEmpty();
        ResetRealm.setPassword(owner);
        assertThat(realm.sessions(alice)).isEmpty();
        assertThat(thief.openLogin().isPasswordPage()).isTrue();
        assertThat(thief.password(alice).isCodePage())
                .as("the password of before")
                .isFalse();
        assertThat(reset.account(alice).path("emailVerified").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "en, works in this tab only, to set a new password",
        "de, gilt nur in diesem Tab, für ein neues Passwort",
        "fr, valable que dans cet onglet, pour un nouveau mot de passe",
        "es, sirve en esta pestaña, para una contraseña nueva"
    })
    void speaks(String language, String onThePage, String inTheSubject) {
        reset.set(settings -> settings.put("internationalizationEnabled", true)
                .put("defaultLocale", language)
                .putPOJO("supportedLocales", List.of("en", "de", "fr", "es")));
        LoginClient client = realm.newClient();
        reset.lead(client, Map.of("ui_locales", language));
        assertThat(ResetRealm.name(client, alice.email()).text()).contains(onThePage);
        assertThat(mail.awaitMail(alice.email()).subject()).contains(inTheSubject);
    }
}
