package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.RealmKeys;
import io.github.emailotp.server.harness.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The line in the log for the administrator who saves a flow in which the step can be passed over. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The warning of a set-up")
class SetUpWarningIT {

    private static final String LISTENER = "email-otp-set-up";
    private static final String OTHER_LISTENER = "email-otp-earlier-logins";
    private static final String TRUST_LISTENER = "email-otp-trust";
    private static final String UPDATE_EMAIL = "UPDATE_EMAIL";
    private static final Duration LOGGED_WITHIN = Duration.ofSeconds(10);

    private final TestRealm realm;
    private final KeycloakServer server;
    private Optional<BoundFlow> bound = Optional.empty();
    private int linesBefore;

    SetUpWarningIT(TestRealm realm, KeycloakServer server) {
        this.realm = realm;
        this.server = server;
    }

    /** From 26.1 on it need not be chosen: there it is global. */
    @BeforeEach
    void chooseTheListenerWhereItIsNotGlobal() {
        if (!isGlobal()) {
            listeners("jboss-logging", LISTENER, OTHER_LISTENER, TRUST_LISTENER);
        }
        linesBefore = warnings().size();
    }

    @AfterEach
    void chooseTheDefaultAgain() {
        bound.ifPresent(BoundFlow::close);
        listeners("jboss-logging");
    }

    static Stream<SetUp> wrong() {
        return SetUp.WRONG.stream();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void comesOnceWhenTheFlowIsBound(SetUp setUp) {
        bound = Optional.of(BoundFlow.of(realm, setUp, RealmAge.MADE_NOW));
        String summary = setUp.asked().containsValue(Asked.NOTHING)
                ? "the password alone lets in "
                : "a step counts for nothing. ";
        assertThat(onlyWarning())
                .contains("WARN", "Realm test: flow \"browser copy\": " + summary, " In \"browser copy ");
        // What was said is not said again while it is still so.
        realm.admin().updateRealm(realm.name(), settings -> settings.put("displayName", "Test Realm"));
        assertThat(newWarnings()).hasSize(1);
    }

    static Stream<SetUp> right() {
        return SetUp.RIGHT.stream();
    }

    @ParameterizedTest
    @MethodSource("right")
    void doesNotComeForARightOne(SetUp setUp) {
        assumeThat(setUp.name().equals("not in a trusted browser") && !hasUpdateEmail())
                .isFalse();
        updateEmail(true);
        try {
            bound = Optional.of(BoundFlow.of(realm, setUp, RealmAge.MADE_NOW));
            assertThat(newWarnings()).isEmpty();
        } finally {
            bound.ifPresent(BoundFlow::close);
            bound = Optional.empty();
            updateEmail(false);
        }
    }

    /** The action is off as Keycloak comes, and not there before 26.4. */
    @Test
    void comesForATrustedBrowserWhereTheAddressIsChangedWithoutACode() {
        SetUp trusted = SetUp.right("not in a trusted browser");
        bound = Optional.of(BoundFlow.of(realm, trusted));
        assertThat(onlyWarning()).contains("changes the address of the account without a code. Switch on Update Email");
        updateEmail(true);
        try {
            updateEmail(false);
            assertThat(newWarnings()).as("nothing was wrong meanwhile").hasSize(hasUpdateEmail() ? 2 : 1);
        } finally {
            updateEmail(false);
        }
    }

    private boolean hasUpdateEmail() {
        for (JsonNode action : realm.admin().get(realm.name() + "/authentication/required-actions")) {
            if (action.path("alias").asText().equals(UPDATE_EMAIL)) {
                return true;
            }
        }
        return false;
    }

    private void updateEmail(boolean isEnabled) {
        if (hasUpdateEmail()) {
            String path = realm.name() + "/authentication/required-actions/" + UPDATE_EMAIL;
            ObjectNode action = (ObjectNode) realm.admin().get(path);
            realm.admin().put(path, action.put("enabled", isEnabled));
        }
    }

    @Test
    void comesWhenABoundFlowIsChanged() {
        var flow = BoundFlow.of(realm, SetUp.right("the app, or a code"));
        bound = Optional.of(flow);
        flow.editor().require("auth-otp-form", "REQUIRED");
        assertThat(onlyWarning()).contains("whoever has no app", "set OTP Form to Alternative");
        flow.editor().require("auth-otp-form", "ALTERNATIVE").deleteStep("auth-otp-form");
        assertThat(newWarnings()).as("nothing is wrong any more").hasSize(1);
        flow.editor().require("auth-email-otp-form", "DISABLED");
        assertThat(newWarnings()).as("something else is wrong").hasSize(2);
    }

    @Test
    void comesForAFlowOfWhichOnlyAClientMakesUse() {
        FlowEditor halfBuilt = FlowEditor.duplicate(realm, "browser", "half built");
        halfBuilt.addStep("auth-email-otp-form", "ALTERNATIVE", halfBuilt.flowOf("auth-username-password-form"));
        assertThat(newWarnings()).as("while nobody logs in through it").isEmpty();
        ClientFlow override = ClientFlow.of(realm, "half built");
        try {
            assertThat(onlyWarning()).contains("flow \"half built\": the password alone lets in whoever has no app");
        } finally {
            override.close();
            halfBuilt.delete();
        }
    }

    /** With one of the two that belong together; the rules are those of {@code RegistrationFaultsTest}. */
    @Test
    void comesForARegistrationWithoutItsAction() {
        FlowEditor flow = FlowEditor.duplicate(realm, "registration", "registration copy");
        flow.addStep("registration-email-otp", "REQUIRED", "registration copy");
        assertThat(newWarnings()).as("while nobody registers through it").isEmpty();
        realm.admin().updateRealm(realm.name(), settings -> settings.put("registrationFlow", "registration copy"));
        try {
            assertThat(onlyWarning())
                    .contains("flow \"registration copy\": Email code before the registration stands in it without");
            flow.addStep("registration-email-otp-address", "REQUIRED", "registration copy registration form");
            assertThat(newWarnings()).as("now the order").hasSize(2);
        } finally {
            realm.admin().updateRealm(realm.name(), settings -> settings.put("registrationFlow", "registration"));
            flow.delete();
        }
    }

    @Test
    void comesWhereNobodyCanSetUpTheCodeThatOnlyThoseAreAskedFor() {
        var flow = BoundFlow.of(realm, SetUp.right("the app, or a code"));
        bound = Optional.of(flow);
        flow.editor()
                .configure("auth-email-otp-form", Map.of("enrolment", "true"))
                .addStep(
                        "conditional-email-otp-enrolled",
                        "REQUIRED",
                        flow.editor().flowOf("auth-email-otp-form"));
        assertThat(onlyWarning()).contains("lets pass whoever has not set up the email code, and nobody can.");
        realm.admin()
                .post(
                        realm.name() + "/authentication/register-required-action",
                        Map.of("providerId", "email-otp-enrol", "name", "Set up Email Code"));
        realm.admin().delete(realm.name() + "/authentication/required-actions/email-otp-enrol");
        assertThat(newWarnings()).as("nothing was wrong meanwhile").hasSize(2);
    }

    @Test
    void comesForAResetThatHasKeycloaksStepsBesideTheCode() {
        FlowEditor copy = FlowEditor.duplicate(realm, "reset credentials", "reset copy")
                .addStep("reset-credentials-email-otp", "REQUIRED", "reset copy");
        realm.admin().updateRealm(realm.name(), settings -> settings.put("resetCredentialsFlow", "reset copy"));
        try {
            assertThat(onlyWarning())
                    .contains("flow \"reset copy\": a reset by email code does not work. Choose User says who")
                    .contains("Delete Send Reset Email.");
        } finally {
            realm.admin()
                    .updateRealm(realm.name(), settings -> settings.put("resetCredentialsFlow", "reset credentials"));
            copy.delete();
        }
    }

    /** The rules are those of {@code ListenerFaultsTest}. */
    @Test
    void comesWhereLoginsOfBeforeAFirstProofAreNotHeardOf() {
        FlowEditor copy = FlowEditor.create(realm, "reset by code")
                .addStep("reset-credentials-email-otp", "REQUIRED", "reset by code")
                .addStep("reset-password", "REQUIRED", "reset by code");
        realm.admin().updateRealm(realm.name(), settings -> settings.put("resetCredentialsFlow", "reset by code"));
        try {
            assertThat(newWarnings()).isEmpty();
            if (!isGlobal()) {
                listeners("jboss-logging", LISTENER);
                assertThat(onlyWarning()).contains("Add " + OTHER_LISTENER + " to Realm settings");
            }
        } finally {
            realm.admin()
                    .updateRealm(realm.name(), settings -> settings.put("resetCredentialsFlow", "reset credentials"));
            copy.delete();
        }
    }

    @Test
    void comesForARealmThatIsImported() {
        assumeThat(isGlobal()).isTrue();
        realm.admin().importRealm(importOf("imported"));
        try {
            assertThat(onlyWarning()).contains("Realm imported: flow \"direct\": ");
        } finally {
            realm.admin().delete("imported");
        }
    }

    private static ObjectNode importOf(String name) {
        ObjectNode imported = JsonNodeFactory.instance.objectNode();
        imported.put("realm", name).put("enabled", true).put("browserFlow", "direct");
        ObjectNode flow = imported.putArray("authenticationFlows").addObject();
        flow.put("alias", "direct").put("providerId", "basic-flow").put("topLevel", true);
        ArrayNode steps = flow.putArray("authenticationExecutions");
        steps.addObject()
                .put("authenticator", "auth-username-password-form")
                .put("requirement", "REQUIRED")
                .put("priority", 10);
        steps.addObject()
                .put("authenticator", "auth-email-otp-form")
                .put("requirement", "ALTERNATIVE")
                .put("priority", 20);
        return RealmKeys.in(imported);
    }

    private String onlyWarning() {
        long deadline = System.nanoTime() + LOGGED_WITHIN.toNanos();
        while (newWarnings().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(newWarnings()).hasSize(1);
        return newWarnings().get(0);
    }

    private List<String> newWarnings() {
        List<String> warnings = warnings();
        return warnings.subList(linesBefore, warnings.size());
    }

    private List<String> warnings() {
        try (Stream<String> lines = Files.lines(server.logFile())) {
            return lines.filter(line -> line.contains("emailotp.flow.setup.")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean isGlobal() {
        return !server.version().startsWith("26.0.");
    }

    private void listeners(String... ids) {
        realm.admin().updateRealm(realm.name(), settings -> {
            ArrayNode listeners = settings.putArray("eventsListeners");
            List.of(ids).forEach(listeners::add);
        });
    }
}
