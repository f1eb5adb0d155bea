package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.OtherRealm;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.RealmKeys;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.NamedRealm;
import io.github.emailotp.server.named.ResetRealm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of {@code docs/setup/realms}, by the admin API, each as a realm that is made, deleted and made again: what {@link SetUpsIT}
 * shows of set-ups made by hand holds of them. {@link ImportIT} imports one into a realm that is there.
 */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A realm from a file")
class RealmFilesIT {

    /** An unknown one that is on would end every login of an older version. */
    private static final List<String> LATER =
            List.of("UPDATE_EMAIL false", "idp_link true", "CONFIGURE_RECOVERY_AUTHN_CODES true");

    @TempDir
    private static Path folder;

    private final TestRealm realm;
    private final KeycloakServer server;
    private final MailServer mail;
    private final EmptyRealm shop;

    RealmFilesIT(TestRealm realm, KeycloakServer server, MailServer mail) {
        this.realm = realm;
        this.server = server;
        this.mail = mail;
        this.shop = new EmptyRealm(realm, server, folder);
    }

    @AfterEach
    void delete() {
        shop.delete();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            everybody                    | a code for everybody
            app-or-code                  | the app, or a code
            key-app-or-code              | a security key, the app, or a code
            outside-networks             | only outside of trusted networks
            trusted-browser              | not in a trusted browser
            passkey-or-password-and-code | a passkey, or password and code
            """)
    void asksEverybodyAsTheTextSays(String file, String setUp) {
        new Visitors(makeTwice(file)).areAskedAsTheTextSays(SetUp.right(setUp));
    }

    @ParameterizedTest
    @CsvSource({
        "trusted-browser, auth-email-otp-form, trustedBrowserDays, 30",
        "outside-networks, conditional-email-otp-network, networks, 192.0.2.0/24##2001:db8::/48",
        "app-or-code-set-up, auth-email-otp-form, enrolment, true"
    })
    void hasTheSettingsThatTheTextNames(String file, String step, String setting, String value) {
        TestRealm imported = makeTwice(file);
        String flow = shop.get("").required("browserFlow").asText();
        assertThat(FlowEditor.of(imported, flow).settings(step)).isEqualTo(Map.of(setting, value));
    }

    @Test
    void verifiesAnAddressByACode() {
        TestRealm imported = makeTwice("verified-address");
        TestUser user = imported.newUser();
        imported.admin().updateUser(imported.name(), user.id(), account -> account.put("emailVerified", false));
        LoginClient client = imported.newClient();
        client.openLogin();
        assertThat(client.password(user).isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mails()).as("and no link").hasSize(1);
    }

    /** Keycloak takes those of the file in the place of its own. */
    @ParameterizedTest
    @CsvSource({"verified-address, email-otp-verify-email", "app-or-code-set-up, email-otp-enrol"})
    void hasAllRequiredActionsThatEveryVersionHas(String file, String ourOwn) {
        makeTwice(file);
        List<String> ours = actions();
        shop.delete();
        shop.make();
        List<String> missing = actions();
        missing.removeAll(ours);
        assertThat(LATER).containsAll(missing);
        assertThat(ours).contains(ourOwn + " true");
    }

    @Test
    void verifiesAnAddressBeforeANewPasswordIsAskedFor() {
        makeTwice("verified-address");
        List<String> ours = actions();
        assertThat(ours.indexOf("email-otp-verify-email true"))
                .isNotNegative()
                .isLessThan(ours.indexOf("UPDATE_PASSWORD true"));
    }

    @Test
    void asksForACodeWhoeverHasSetOneUp() {
        TestRealm imported = makeTwice("app-or-code-set-up");
        TestUser user = imported.newUser();
        LoginClient client = imported.newClient();
        client.openLogin();
        assertThat(client.password(user).isLoggedIn()).isTrue();
        client.openLogin(Map.of("kc_action", "email-otp-enrol"));
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        LoginClient next = imported.newClient();
        next.openLogin();
        assertThat(next.password(user).isCodePage()).isTrue();
        assertThat(next.code(mail.awaitMail(user.email(), 2).code()).isLoggedIn())
                .isTrue();
        LoginClient other = imported.newClient();
        other.openLogin();
        assertThat(other.password(imported.newUser()).isLoggedIn()).isTrue();
        assertThat(mail.mails()).hasSize(2);
    }

    /** In their order; the one that verifies by a link is off on purpose. */
    private List<String> actions() {
        List<String> actions = new ArrayList<>();
        shop.get("/authentication/required-actions").forEach(action -> {
            String alias = action.required("alias").asText();
            if (!alias.equals("VERIFY_EMAIL")) {
                actions.add(alias + " " + action.required("enabled").asBoolean());
            }
        });
        return actions;
    }

    @ParameterizedTest
    @ValueSource(strings = {"passwordless", "passwordless-or-passkey"})
    void letsInByACodeAlone(String file) {
        TestRealm imported = makeTwice(file);
        TestUser user = imported.newUser();
        LoginClient client = imported.newClient();
        client.openLogin();
        NamedRealm.name(client, user.email());
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void resetsAPasswordByACode() {
        TestRealm imported = makeTwice("reset");
        TestUser user = imported.newUser();
        LoginClient client = imported.newClient();
        client.openLogin();
        ResetRealm.forget(client);
        NamedRealm.name(client, user.email());
        client.code(mail.awaitMail(user.email()).code());
        ResetRealm.setPassword(client);
        client.openLogin();
        assertThat(client.password(new TestUser(user.id(), user.username(), user.email(), ResetRealm.NEW_PASSWORD))
                        .isLoggedIn())
                .isTrue();
    }

    @Test
    void registersByACode() {
        LoginClient client = makeTwice("registration").newClient();
        String address = "newcomer@shop.test";
        client.openLogin();
        client.follow("a[href*=registration]");
        client.submit(Map.of("email", address));
        client.code(mail.awaitMail(address).code());
        Map<String, String> form = Map.of("username", "newcomer", "firstName", "New", "lastName", "Comer");
        assertThat(client.submit(with(form, "password", "password-confirm")).isLoggedIn())
                .as(client.page().text())
                .isTrue();
        assertThat(shop.get("/users?email=" + address)
                        .path(0)
                        .path("emailVerified")
                        .asBoolean())
                .isTrue();
    }

    private static Map<String, String> with(Map<String, String> form, String... passwordFields) {
        Map<String, String> all = new HashMap<>(form);
        Stream.of(passwordFields).forEach(field -> all.put(field, "a newcomer's password"));
        return all;
    }

    @Test
    void linksAnAccountByACode() {
        TestRealm imported = makeTwice("linked-account");
        TestUser owner = imported.newUser();
        try (OtherRealm provider = OtherRealm.connect(server, imported, Map.of(), Map.of())) {
            LoginClient client = provider.logIn(provider.newPerson("upstream", owner.email()));
            assertThat(client.submit(Map.of("submitAction", "linkAccount")).isCodePage())
                    .isTrue();
            assertThat(client.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                    .isTrue();
        }
    }

    /** The realm is deleted in between; the second one has the same flows as the first. */
    private TestRealm makeTwice(String file) {
        JsonNode content = RealmKeys.in((ObjectNode) RealmFile.of(file).content());
        List<List<String>> made = IntStream.range(0, 2)
                .mapToObj(time -> {
                    realm.admin().importRealm(content);
                    return flows();
                })
                .toList();
        assertThat(made.get(1)).isEqualTo(made.get(0)).hasSizeGreaterThan(5);
        return shop.forLogins();
    }

    private List<String> flows() {
        List<String> flows = new ArrayList<>();
        shop.get("/authentication/flows")
                .forEach(flow -> flows.add(flow.required("alias").asText()));
        return flows.stream().sorted().toList();
    }
}
