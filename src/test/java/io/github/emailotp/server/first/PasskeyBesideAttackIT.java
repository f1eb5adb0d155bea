package io.github.emailotp.server.first;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.Passkeys;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import io.github.emailotp.server.setup.Person;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The set-up <i>A passkey, or a code and no password</i>: who has neither, and looks for a third way. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An account with a passkey, or a code")
class PasskeyBesideAttackIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    /** One in a billion, and as long as a code. */
    private static final String GUESS = "123456789";

    private static final String CODE = "auth-email-otp-first";
    private static final String PASSKEY = "webauthn-authenticator-passwordless";
    private static final String COOKIE = "auth-cookie";

    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private final Passkeys onThePageOfTheName;
    private TestUser owner;

    PasskeyBesideAttackIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
        this.onThePageOfTheName = new Passkeys(realm.admin(), realm.name());
    }

    @BeforeEach
    void open() {
        passwordless.open();
        FlowEditor flow = passwordless.flow();
        flow.require(CODE, "ALTERNATIVE").addStep(PASSKEY, "ALTERNATIVE", flow.flowOf(CODE));
        passwordless.set(settings -> settings.put("webAuthnPolicyPasswordlessUserVerificationRequirement", "required")
                .put("webAuthnPolicyPasswordlessRequireResidentKey", "Yes"));
        onThePageOfTheName.enable(true);
        owner = Person.WITH_PASSKEY.in(realm);
    }

    @AfterEach
    void close() {
        onThePageOfTheName.enable(false);
        passwordless.close();
    }

    /** At the page of the name, that of the code, and that of the passkey, before a name and after it. */
    private Stream<LoginClient> everywhere() {
        LoginClient atTheName = realm.newClient();
        atTheName.openLogin();
        assertThat(atTheName.page().has("#webauth")).isEqualTo(onThePageOfTheName.canBeEnabled());
        LoginClient atThePasskey = realm.newClient();
        atThePasskey.openLogin();
        choose(atThePasskey, PASSKEY);
        LoginClient atThePasskeyWithAName = passwordless.arrive(owner.email());
        choose(atThePasskeyWithAName, PASSKEY);
        assertThat(Stream.of(atThePasskey, atThePasskeyWithAName))
                .allSatisfy(client -> assertThat(
                                client.page().has("#webauth") && !PasswordlessRealm.isNamePage(client.page()))
                        .as(client.page().text())
                        .isTrue());
        return Stream.of(atTheName, passwordless.arrive(owner.email()), atThePasskey, atThePasskeyWithAName);
    }

    private void choose(LoginClient client, String provider) {
        client.post(action(client), FORM, "tryAnotherWay=on");
        client.post(
                action(client),
                FORM,
                "authenticationExecution=" + passwordless.flow().id(provider));
    }

    private static URI action(LoginClient client) {
        return client.page()
                .action(Set.of(
                        "username", "oneTimeCode", "authenticatorData", "authenticationExecution", "tryAnotherWay"));
    }

    private static URI at(URI action, String path, String execution) {
        return URI.create(action.toString()
                .replace("/login-actions/authenticate", "/login-actions/" + path)
                .replaceAll("execution=[^&]*", "execution=" + execution));
    }

    private static URI withoutACode(URI action) {
        return URI.create(action.toString().replaceAll("session_code=[^&]*&?", ""));
    }

    /** Where the flow goes on by itself, with whatever has succeeded. */
    private static URI withoutAStep(URI action) {
        return URI.create(action.toString().replaceAll("(session_code|execution)=[^&]*&?", ""));
    }

    private void isOut(LoginClient client) {
        Page page = client.page();
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.status()).as(page.text()).isLessThan(500);
    }

    private void isOutAfterAll() {
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(realm.events(owner))
                .extracting(event -> event.path("type").asText())
                .doesNotContain("LOGIN");
    }

    /** The passkey is the owner's, as far as it can be known, and signed by nobody. */
    private String anotherPasskey() {
        String said = "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\""
                + realm.url().replaceAll("/realms.*", "") + "\"}";
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "clientDataJSON=" + base64.encodeToString(said.getBytes(UTF_8))
                + "&authenticatorData=" + base64.encodeToString(new byte[37])
                + "&signature=AAAA&credentialId=AQIDBAUGBwgJCgsMDQ4PEA&userHandle="
                + base64.encodeToString(owner.id().getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oneTimeCode=" + GUESS,
                "resend=true",
                "look=true",
                "login=true",
                "error=NotAllowedError",
                "passkey"
            })
    void isNotOpenedByAPostToAStepBeforeItsPage(String fields) {
        String body = fields.equals("passkey") ? anotherPasskey() : fields;
        for (String provider : List.of(CODE, PASSKEY, COOKIE)) {
            everywhere().forEach(client -> {
                URI action = action(client);
                client.post(at(action, "authenticate", passwordless.flow().id(provider)), FORM, body);
                isOut(client);
                client.get(withoutACode(
                        at(action, "authenticate", passwordless.flow().id(provider))));
                isOut(client);
            });
        }
        isOutAfterAll();
    }

    @Test
    void isNotOpenedByAnotherWay() {
        FlowEditor keycloaks = FlowEditor.of(realm, "browser");
        for (String execution : List.of(
                passwordless.flow().id(CODE),
                passwordless.flow().id(PASSKEY),
                passwordless.flow().id(COOKIE),
                keycloaks.id("auth-username-password-form"),
                keycloaks.id("identity-provider-redirector"))) {
            String chosen = "authenticationExecution=" + execution;
            for (String body : List.of(chosen, "tryAnotherWay=on&" + chosen, chosen + '&' + anotherPasskey())) {
                everywhere().forEach(client -> {
                    URI action = action(client);
                    client.post(action, FORM, body);
                    isOut(client);
                    client.post(withoutACode(action), FORM, anotherPasskey());
                    isOut(client);
                    client.get(withoutACode(action));
                    isOut(client);
                });
            }
        }
        isOutAfterAll();
    }

    /** Where the realm has the other flow, our step looks at the code there, which is wrong there, too. */
    @ParameterizedTest
    @CsvSource({
        "registration, true",
        "reset-credentials, true",
        "first-broker-login, false",
        "post-broker-login, false",
        "required-action, false",
        "action-token, false"
    })
    void isNotOpenedByALoginThatIsMovedToAnotherFlow(String path, boolean leadsToOurStep) {
        passwordless.set(settings -> settings.put("registrationAllowed", true).put("resetPasswordAllowed", true));
        for (String execution :
                List.of(passwordless.flow().id(CODE), passwordless.flow().id(PASSKEY), "UPDATE_PASSWORD")) {
            for (String body : List.of("oneTimeCode=" + GUESS, anotherPasskey())) {
                everywhere().forEach(client -> {
                    URI action = action(client);
                    client.post(at(action, path, execution), FORM, body);
                    isOut(client);
                    client.get(withoutAStep(action));
                    isOut(client);
                    client.get(withoutACode(at(action, path, execution)));
                    isOut(client);
                    client.get(withoutACode(action));
                    isOut(client);
                });
            }
        }
        isOutAfterAll();
        assertThat(realm.wrongCodes(owner) > 0).as("is looked at").isEqualTo(leadsToOurStep);
    }

    /** And the right code, in its own tab, is one login: neither the page before nor that of the passkey makes another of it. */
    @Test
    void isOpenedByItsCodeOnceAndInItsTab() {
        LoginClient client = passwordless.arrive(owner.email());
        URI action = action(client);
        URI page = client.page().reloadAddress();
        String code = mail.awaitMail(owner.email()).code();
        LoginClient tab = client.newTab();
        tab.openLogin();
        choose(tab, PASSKEY);
        URI passkeyPage = action(tab);
        tab.post(passkeyPage, FORM, "oneTimeCode=" + code);
        isOut(tab);
        tab.post(at(passkeyPage, "authenticate", passwordless.flow().id(CODE)), FORM, "oneTimeCode=" + code);
        isOut(tab);
        LoginClient thief = realm.newClient();
        thief.post(action, FORM, "oneTimeCode=" + code);
        isOut(thief);
        isOutAfterAll();
        choose(client, PASSKEY);
        choose(client, CODE);
        assertThat(client.code(code).isLoggedIn()).as(client.page().text()).isTrue();
        realm.endSessions(owner);
        for (URI back : List.of(page, action)) {
            client.get(back);
            isOut(client);
        }
        client.post(action, FORM, "oneTimeCode=" + code);
        isOut(client);
        assertThat(realm.sessions(owner)).isEmpty();
    }

    /** Of the mailbox's owner, the page of the passkey shows nothing. */
    @Test
    void isNobodysOnThePageOfThePasskey() {
        LoginClient known = passwordless.arrive(owner.email());
        LoginClient unknown = passwordless.arrive(PasswordlessRealm.nobodys(owner));
        for (LoginClient client : List.of(known, unknown)) {
            choose(client, PASSKEY);
            assertThat(client.page().has("#kc-attempted-username")).isFalse();
            assertThat(client.page().text()).doesNotContain(owner.username());
        }
        assertThat(known.page().text()).isEqualTo(unknown.page().text());
    }

    /** Nor does one that fails, which is a failure of nobody: what is typed before shows nothing. */
    @Test
    void isNeitherToldNorChargedByAPasskeyThatFailsAfterAName() {
        List<String> names = List.of(owner.email(), PasswordlessRealm.nobodys(owner), passwordless.twins());
        List<String> pages = names.stream()
                .map(name -> {
                    LoginClient client = passwordless.arrive(name);
                    choose(client, PASSKEY);
                    client.post(action(client), FORM, "error=NotAllowedError&userHandle=");
                    return client.page().status() + " " + client.page().text().replace(name, "NAME");
                })
                .toList();
        assertThat(pages).allSatisfy(page -> assertThat(page).isEqualTo(pages.get(0)));
        assertThat(pages.get(0)).startsWith("200");
        assertThat(passwordless.failures(owner)).containsExactly(0, 0);
    }
}
