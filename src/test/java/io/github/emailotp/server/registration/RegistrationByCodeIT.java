package io.github.emailotp.server.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever registers proves the address first. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A registration by code")
class RegistrationByCodeIT {

    private static final int RELOADS = 5;
    private static final String NO_BREAK = "\u00a0";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final RegisteringRealm registering;
    private String address;

    RegistrationByCodeIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.registering = new RegisteringRealm(realm);
    }

    @BeforeEach
    void open() {
        registering.open();
        address = registering.newAddress();
    }

    @AfterEach
    void close() {
        registering.close();
    }

    @Test
    void endsLoggedInWithAVerifiedAddress() {
        LoginClient client = realm.newClient();
        assertThat(RegisteringRealm.isAddressPage(RegisteringRealm.begin(client)))
                .as(client.page().text())
                .isTrue();
        Page page = RegisteringRealm.address(client, " " + address.toUpperCase(Locale.ROOT) + " ");
        assertThat(page.isCodePage()).as(page.text()).isTrue();
        assertThat(page.text()).contains(address);
        String code = mail.awaitMail(address).code();
        assertThat(registering.accounts(address)).isEmpty();
        Page form = client.code(code);
        assertThat(RegisteringRealm.isForm(form)).as(form.text()).isTrue();
        assertThat(form.document().select("input[name=email]").attr("value")).isEqualTo(address);
        assertThat(registering.accounts(address)).isEmpty();
        RegisteringRealm.fillIn(client, address);
        assertThat(client.isLoggedIn()).as(client.page().text()).isTrue();
        assertThat(registering.accounts(address)).singleElement().satisfies(account -> {
            assertThat(account.path("emailVerified").asBoolean()).isTrue();
            assertThat(account.path("requiredActions")).isEmpty();
        });
        assertThat(mail.mails()).hasSize(1);
    }

    @Test
    void ofAnAddressThatHasAnAccountTellsItWithTheRightCodeOnly() {
        TestUser owner = realm.newUser();
        LoginClient client = registering.arrive(owner.email());
        assertThat(client.page().isCodePage()).isTrue();
        Page page = client.code(mail.awaitMail(owner.email()).code());
        assertThat(RegisteringRealm.isAccountPage(page)).as(page.text()).isTrue();
        assertThat(realm.sessions(owner)).isEmpty();
    }

    /** Keycloak asks for the password after the form then, from 26.7 on, and for no other proof. */
    @Test
    void endsLoggedInAlsoWhereTheRealmVerifiesAddresses() {
        registering.set(settings -> settings.put("verifyEmail", true));
        LoginClient client = registering.arrive(address);
        client.code(mail.awaitMail(address).code());
        RegisteringRealm.fillIn(client, address);
        if (client.page().has("[name=password-new]")) {
            client.submit(
                    Map.of("password-new", RegisteringRealm.PASSWORD, "password-confirm", RegisteringRealm.PASSWORD));
        }
        assertThat(client.isLoggedIn()).as(client.page().text()).isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** By "Back to Login" and the link that is there. What was proven before is not any more. */
    @Test
    void takesAnotherAddressAfterThatOfAMistake() {
        LoginClient client = registering.arrive(address);
        client.code(mail.awaitMail(address).code());
        URI form = client.page().action(Set.of("email"));
        String other = registering.newAddress();
        assertThat(RegisteringRealm.fillIn(client, other).error()).contains("begin again");
        client.follow("a[href*=login-actions/authenticate]");
        Page page = client.follow("a[href*=registration]");
        assertThat(RegisteringRealm.isAddressPage(page)).as(page.text()).isTrue();
        assertThat(page.document().select("input[name=email]").attr("value")).isEqualTo(address);
        RegisteringRealm.address(client, other);
        String code = mail.awaitMail(other).code();
        Page codePage = client.page();
        client.post(
                form,
                "application/x-www-form-urlencoded",
                "username=back&firstName=B&lastName=B&password=password1&password-confirm=password1&email=" + address);
        assertThat(registering.accounts(address)).isEmpty();
        client.get(codePage.reloadAddress());
        client.code(code);
        assertThat(client.page().document().select("input[name=email]").attr("value"))
                .isEqualTo(other);
        assertThat(RegisteringRealm.fillIn(client, other).isLoggedIn())
                .as(client.page().text())
                .isTrue();
        assertThat(registering.accounts(other)).hasSize(1);
        assertThat(registering.accounts(address)).isEmpty();
    }

    /** What the form refuses costs nothing but another look at it. */
    @Test
    void goesOnAfterAMistakeInTheForm() {
        TestUser other = realm.newUser();
        LoginClient client = registering.arrive(address);
        client.code(mail.awaitMail(address).code());
        assertThat(client.reload().document().select("input[name=email]").attr("value"))
                .isEqualTo(address);
        Page page = RegisteringRealm.fillIn(client, other.username(), address);
        assertThat(page.error()).contains("Username already exists");
        assertThat(page.document().select("input[name=email]").attr("value")).isEqualTo(address);
        assertThat(RegisteringRealm.fillIn(client, address).isLoggedIn()).isTrue();
    }

    @Test
    void takesNoAddressThatIsNone() {
        LoginClient client = realm.newClient();
        RegisteringRealm.begin(client);
        for (String typed : List.of("", " ", "newcomer", "a@b@c", "x".repeat(250) + "@a.test", "<b>@example.test")) {
            Page page = RegisteringRealm.address(client, typed);
            assertThat(RegisteringRealm.isAddressPage(page)).as(typed).isTrue();
            assertThat(page.error()).contains("Invalid email");
            assertThat(page.document().select("input[name=email]").attr("value"))
                    .isEqualTo(typed);
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void mailsNothingToAnAddressThatOnlyTheApplicationKnows() {
        LoginClient client = realm.newClient();
        Page page = client.openLogin(Map.of("login_hint", address, "prompt", "create"));
        if (!RegisteringRealm.isAddressPage(page)) {
            client.openLogin(Map.of("login_hint", address));
            page = client.follow("a[href*=registration]");
        }
        assertThat(page.document().select("input[name=email]").attr("value")).isEqualTo(address);
        client.reload();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void mailsOnceHoweverOftenThePageIsReloaded() {
        LoginClient client = registering.arrive(address);
        for (int i = 0; i < RELOADS; i++) {
            assertThat(client.reload().isCodePage()).isTrue();
            assertThat(client.submit(Map.of("look", "true")).isCodePage()).isTrue();
        }
        assertThat(RegisteringRealm.isForm(client.code(mail.awaitMail(address).code())))
                .isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** An address that was mistyped. */
    @Test
    void takesAnotherAddressFromThePageOfTheCode() {
        String mistyped = registering.newAddress();
        LoginClient client = registering.arrive(mistyped);
        Page page = client.follow("#email-otp-other-name");
        assertThat(RegisteringRealm.isAddressPage(page)).isTrue();
        assertThat(page.document().select("input[name=email]").attr("value")).isEqualTo(mistyped);
        assertThat(RegisteringRealm.address(client, address).isCodePage()).isTrue();
        client.code(mail.awaitMail(address).code());
        assertThat(RegisteringRealm.fillIn(client, address).isLoggedIn()).isTrue();
    }

    /** Keycloak's own beginning is that of a login. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beginsAnewWhereThereWereTooManyWrongCodes(boolean withTheSameAddress) {
        registering.configure(Map.of("codeAttempts", "1"));
        LoginClient client = registering.arrive(address);
        String code = mail.awaitMail(address).code();
        assertThat(client.code(WrongCode.insteadOf(code)).has("#oneTimeCode")).isFalse();
        assertThat(RegisteringRealm.isAddressPage(client.follow("#email-otp-restart")))
                .as(client.page().text())
                .isTrue();
        assertThat(client.page().document().select("input[name=email]").attr("value"))
                .isEqualTo(address);
        if (withTheSameAddress) {
            assertThat(RegisteringRealm.address(client, address).text()).contains("You started again");
            assertThat(client.page().has("#email-otp-resend")).isTrue();
        } else {
            String other = registering.newAddress();
            assertThat(RegisteringRealm.address(client, other).isCodePage()).isTrue();
            client.code(mail.awaitMail(other).code());
            assertThat(RegisteringRealm.fillIn(client, other).isLoggedIn()).isTrue();
        }
    }

    /** The page of the account stays until another address is typed, which a reload does not. */
    @Test
    void ofAnAddressThatHasAnAccountLeadsOn() {
        TestUser owner = realm.newUser();
        registering.set(settings -> settings.put("resetPasswordAllowed", true));
        LoginClient client = registering.arrive(owner.email());
        client.code(mail.awaitMail(owner.email()).code());
        assertThat(RegisteringRealm.isAccountPage(client.reload())).isTrue();
        assertThat(realm.events(owner)).anySatisfy(event -> {
            assertThat(event.path("type").asText()).isEqualTo("REGISTER_ERROR");
            assertThat(event.path("error").asText()).isEqualTo("email_in_use");
        });
        Page accountPage = client.page();
        assertThat(client.follow("#email-otp-reset").has("#kc-reset-password-form"))
                .isTrue();
        client.get(accountPage.url());
        client.openLogin();
        client.follow("a[href*=registration]");
        RegisteringRealm.address(client, owner.email());
        client.code(mail.awaitMail(owner.email(), 2).code());
        assertThat(client.follow("#email-otp-login").isPasswordPage()).isTrue();
        client.password(owner);
        assertThat(client.code(mail.awaitMail(owner.email(), 3).code()).isLoggedIn())
                .isTrue();
    }

    /** Keycloak counts them as one account's, and would say so behind the step. */
    @Test
    void ofAnAddressThatIsAUserNameTellsOfTheAccount() {
        String id = realm.admin().createUser(realm.name(), address, "", "password of somebody");
        try {
            LoginClient client = registering.arrive(address);
            client.code(mail.awaitMail(address).code());
            assertThat(RegisteringRealm.isAccountPage(client.page())).isTrue();
        } finally {
            realm.admin().deleteUser(realm.name(), id);
        }
    }

    @Test
    void letsNobodyRegisterWithoutTheStep() {
        registering.close();
        registering.openWithoutTheStep();
        LoginClient client = realm.newClient();
        assertThat(RegisteringRealm.isForm(RegisteringRealm.begin(client))).isTrue();
        Page page = RegisteringRealm.fillIn(client, address);
        assertThat(RegisteringRealm.isForm(page)).as(page.text()).isTrue();
        assertThat(page.error()).contains("This address is not proven");
        assertThat(registering.accounts(address)).isEmpty();
    }

    /** Nor is there an account whose address nobody has looked at. */
    @Test
    void letsNobodyRegisterWhereTheActionStandsAboveTheOneThatMakesTheAccount() {
        registering.close();
        registering.openWithTheActionOnTop();
        LoginClient client = registering.arrive(address);
        client.code(mail.awaitMail(address).code());
        RegisteringRealm.fillIn(client, address);
        assertThat(client.isLoggedIn()).isFalse();
        assertThat(registering.accounts(address)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#SAMPLE")
    void mailsWhatItsCodeDoes(String language) {
        registering.set(settings -> settings.put("internationalizationEnabled", true)
                .put("defaultLocale", "en")
                .putPOJO("supportedLocales", Bundle.SAMPLE));
        Bundle texts = Bundle.in(language);
        LoginClient client = realm.newClient();
        client.openLogin();
        client.switchLanguage(language);
        client.follow("a[href*=registration]");
        assertThat(client.page().text()).contains(texts.text("emailOtpAddressInstruction"));
        RegisteringRealm.address(client, address);
        ReceivedMail received = mail.awaitMail(address);
        assertThat(received.subject())
                .isEqualTo(texts.text("emailOtpSubjectWithCodeRegister", received.code(), "Test Realm", 1));
        assertThat(received.parts())
                .allSatisfy(part -> assertThat(part.replace(NO_BREAK, " "))
                        .contains(
                                texts.text("emailOtpMailCodeRegister"),
                                texts.text("emailOtpMailNotYouHelpVerify").replace(NO_BREAK, " ")));
    }
}
