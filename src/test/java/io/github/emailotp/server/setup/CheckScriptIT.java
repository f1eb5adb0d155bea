package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.CheckScript;
import io.github.emailotp.CheckScript.Report;
import io.github.emailotp.server.harness.AdminCommandLine;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/setup/check.sh} on a real server, by its own {@code kcadm.sh}: it says of every set-up of the documentation what
 * {@link SetUpsIT} shows to be true.
 */
@Tag("every-version")
@Tag("long")
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(KeycloakExtension.class)
@DisplayName("The script that checks a realm")
class CheckScriptIT {

    private static final Map<Person, String> PEOPLE = Map.of(
            Person.WITH_APP, "with an app",
            Person.WITH_APP_WITHOUT_ADDRESS, "with an app, no address",
            Person.WITHOUT_APP, "without an app",
            Person.WITHOUT_ADDRESS, "without app and address",
            Person.WITH_SECURITY_KEY, "with a security key, no app");

    /** How its answer begins. */
    private static final Map<Asked, String> ASKED = Map.of(
            Asked.NOTHING, "NOTHING",
            Asked.CODE, "a mailed code",
            Asked.APP, "the app",
            Asked.KEY, "the security key",
            Asked.ADDRESS, "no way in: the page says that there is no address");

    @TempDir
    private static Path folder;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final AdminCommandLine kcadm;
    private Optional<BoundFlow> bound = Optional.empty();

    CheckScriptIT(TestRealm realm, KeycloakServer server) {
        this.server = server;
        this.realm = realm;
        this.kcadm = new AdminCommandLine(server, folder);
    }

    @BeforeEach
    void logInAndShutTheDirectGrants() {
        directGrants(false);
        kcadm.logIn();
    }

    @AfterEach
    void openThemAgain() {
        bound.ifPresent(BoundFlow::close);
        directGrants(true);
    }

    /** To the script the age makes one difference: in an old realm there is no condition whose settings it has to read. */
    static Stream<Arguments> setUps() {
        return Stream.concat(
                SetUp.all().stream().map(setUp -> Arguments.of(setUp, RealmAge.MADE_NOW)),
                Stream.of(Arguments.of(SetUp.right("the app, or a code"), RealmAge.MADE_ON_26_0)));
    }

    @Test
    void saysTheTruthOfATrustedBrowser() {
        saysTheTruthOf(SetUp.right("not in a trusted browser"), RealmAge.MADE_NOW);
    }

    /** Keycloak's own script starts a Java machine for each question. */
    @Tag("seldom")
    @ParameterizedTest(name = "{0} in a realm {1}")
    @MethodSource("setUps")
    void saysTheTruthOf(SetUp setUp, RealmAge age) {
        bound = Optional.of(BoundFlow.of(realm, setUp, age));
        Report report = check();
        PEOPLE.forEach((person, words) -> assertThat(report.asked(words))
                .as("%s in %s", person, report.text())
                .startsWith(ASKED.get(setUp.asked().get(person))));
        if (setUp.name().contains("passkey")) {
            assertThat(report.asked("with a passkey")).as(report.text()).startsWith("the passkey alone");
        }
        boolean right = SetUp.RIGHT.contains(setUp);
        assertThat(report.exitCode()).as(report.text()).isEqualTo(right ? 0 : 1);
        assertThat(report.letIn().isEmpty())
                .as(report.text())
                .isEqualTo(!setUp.asked().containsValue(Asked.NOTHING));
        assertThat(report.advice().isEmpty()).as(report.text()).isEqualTo(right);
    }

    @Test
    void tellsWhichDoorsAreOpen() {
        directGrants(true);
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings -> settings.put("resetPasswordAllowed", true).put("registrationAllowed", true));
        realm.admin()
                .post(
                        realm.name() + "/identity-provider/instances",
                        Map.of("alias", "elsewhere", "providerId", "github", "enabled", true, "config", Map.of()));
        realm.admin()
                .post(
                        realm.name() + "/identity-provider/instances",
                        Map.of(
                                "alias", "guarded",
                                "providerId", "github",
                                "enabled", true,
                                "postBrokerLoginFlowAlias", "after the broker",
                                "config", Map.of()));
        bound = Optional.of(BoundFlow.of(realm, SetUp.right("a code for everybody")));
        bound.get().editor().require("auth-spnego", "ALTERNATIVE");
        ClientFlow override = ClientFlow.of(realm, "browser");
        try {
            Report report = check();
            assertThat(report.text())
                    .contains(
                            "THE PASSWORD ALONE LETS IN whoever has no app at the client test-app, by its own flow \"browser\"",
                            "THE PASSWORD ALONE GETS A TOKEN by a direct access grant at the client admin-cli",
                            "Forgot password:",
                            "Registration:",
                            "Kerberos",
                            "Identity provider elsewhere:")
                    .doesNotContain("Identity provider guarded");
            assertThat(report.exitCode()).isEqualTo(1);
        } finally {
            override.close();
            realm.admin().delete(realm.name() + "/identity-provider/instances/elsewhere");
            realm.admin().delete(realm.name() + "/identity-provider/instances/guarded");
            realm.admin()
                    .updateRealm(
                            realm.name(),
                            settings ->
                                    settings.put("resetPasswordAllowed", false).put("registrationAllowed", false));
        }
    }

    @Tag("seldom")
    @Test
    void tellsOfClientsThatTakeThePasswordThemselves() {
        FlowEditor ecp = FlowEditor.of(realm, "saml ecp").require("auth-email-otp-form", "DISABLED");
        List<String> clients = List.of(
                client("shut", "saml", Map.of("saml.allow.ecp.flow", "false")),
                client("open", "saml", Map.of("saml.allow.ecp.flow", "true")),
                client("images", "docker-v2", Map.of()));
        try {
            Report report = check();
            assertThat(report.text())
                    .contains(
                            "THE PASSWORD ALONE LETS IN everybody by ECP at the client open.",
                            "THE PASSWORD ALONE LETS IN everybody by Docker at the client images.");
            assertThat(report.exitCode()).isEqualTo(1);
            ecp.require("auth-email-otp-form", "REQUIRED");
            assertThat(check().text()).doesNotContain("ECP");
        } finally {
            clients.forEach(id -> realm.admin().delete(realm.name() + "/clients/" + id));
            ecp.require("auth-email-otp-form", "REQUIRED");
        }
    }

    private String client(String name, String protocol, Map<String, String> attributes) {
        return realm.admin()
                .create(
                        realm.name() + "/clients",
                        Map.of("clientId", name, "protocol", protocol, "attributes", attributes));
    }

    @Tag("seldom")
    @Test
    void knowsTheStepsThatAreNoSecondFactor() {
        JsonNode before = realm.admin().get(realm.name());
        List<FlowEditor> flows = List.of(
                FlowEditor.create(realm, "no password").addStep("auth-email-otp-first", "REQUIRED", "no password"),
                FlowEditor.create(realm, "resets 100%")
                        .addStep("reset-password", "REQUIRED", "resets 100%")
                        .addStep("reset-credentials-email-otp", "REQUIRED", "resets 100%"),
                FlowEditor.duplicate(realm, "registration", "registrations")
                        .addStep("registration-email-otp", "REQUIRED", "registrations"));
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings -> settings.put("browserFlow", "no password")
                                .put("resetCredentialsFlow", "resets 100%")
                                .put("resetPasswordAllowed", true)
                                .put("registrationFlow", "registrations")
                                .put("registrationAllowed", true));
        try {
            Report report = check();
            assertThat(report.text())
                    .contains(
                            "A RESET BY CODE DOES NOT WORK in the reset credentials flow \"resets 100%\". Reset Password stands",
                            "IS NOT WHAT IT IS FOR, in the registration flow \"registrations\". Email code before",
                            "\nPeople are asked for\n");
            assertThat(report.asked("with an app")).as(report.text()).isEqualTo("a mailed code");
            assertThat(report.text().contains("add email-otp-earlier-logins"))
                    .as(report.text())
                    .isEqualTo(server.version().startsWith("26.0."));
            assertThat(report.exitCode()).isEqualTo(1);
        } finally {
            realm.admin().updateRealm(realm.name(), settings -> settings.setAll((ObjectNode) before));
            flows.forEach(FlowEditor::delete);
        }
    }

    @Tag("seldom")
    @Test
    void takesTheDirectGrantsForShutWhereTheyAreDenied() {
        directGrants(true);
        FlowEditor denying = FlowEditor.duplicate(realm, "direct grant", "no grant 100%")
                .addStep("deny-access-authenticator", "REQUIRED", "no grant 100%");
        bindDirectGrant("no grant 100%");
        try {
            assertThat(check().text()).doesNotContain("direct access grant");
        } finally {
            bindDirectGrant("direct grant");
            denying.delete();
        }
    }

    @Test
    void saysThatThereIsNoSuchRealm() {
        Report report = run("no such, realm", "--config", kcadm.config().toString());
        assertThat(report.text()).isEqualTo("check.sh: There is no realm \"no such, realm\".\n");
        assertThat(report.exitCode()).isEqualTo(2);
    }

    @Test
    void saysThatNobodyIsLoggedIn() {
        Report report = run(realm.name(), "--config", folder.resolve("none").toString());
        assertThat(report.text()).startsWith("check.sh: Not logged in (").contains("Log in first: ");
        assertThat(report.exitCode()).isEqualTo(2);
    }

    @Tag("seldom")
    @Test
    void saysThatTheStepIsNotInTheFlow() {
        Report report = run("master", "--config", kcadm.config().toString());
        assertThat(report.text())
                .startsWith("check.sh: The browser flow \"browser\" of the realm \"master\" does not hold the step");
        assertThat(report.exitCode()).isEqualTo(2);
    }

    private Report check() {
        return run(realm.name(), "--config", kcadm.config().toString());
    }

    private Report run(String... arguments) {
        return CheckScript.run(kcadm.environment(), List.of(arguments));
    }

    private void directGrants(boolean allowed) {
        ObjectNode client = (ObjectNode)
                realm.admin().get(realm.name() + "/clients?clientId=admin-cli").get(0);
        client.put("directAccessGrantsEnabled", allowed);
        realm.admin().put(realm.name() + "/clients/" + client.required("id").asText(), client);
    }

    private void bindDirectGrant(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("directGrantFlow", flow));
    }
}
