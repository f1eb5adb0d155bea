package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** In a flow {@code browser} that holds a sub-flow {@code forms}, and that one {@code code}. */
@DisplayName("More than a login is asked for")
class AskedForMoreTest {

    private String path = "authenticate";
    private boolean reauthenticates;
    private boolean hasProtocol = true;
    private final Map<String, String> clientNotes = new HashMap<>();
    private final Map<String, String> authNotes = new HashMap<>();

    /** By the sub-flow that a condition on levels stands in. */
    private final Map<String, String> levels = new HashMap<>();

    private Requirement ofForms = Requirement.CONDITIONAL;
    private Requirement ofTheLevel = Requirement.REQUIRED;

    private static AuthenticationExecutionModel subFlow(String id, String in, Requirement requirement) {
        var part = new AuthenticationExecutionModel();
        part.setId("of " + id);
        part.setFlowId(id);
        part.setParentFlow(in);
        part.setAuthenticatorFlow(true);
        part.setRequirement(requirement);
        return part;
    }

    private Stream<AuthenticationExecutionModel> conditions(String subFlow) {
        return Stream.ofNullable(levels.get(subFlow)).map(level -> {
            var condition = new AuthenticationExecutionModel();
            condition.setAuthenticator("conditional-level-of-authentication");
            condition.setAuthenticatorConfig(level);
            condition.setParentFlow(subFlow);
            condition.setRequirement(ofTheLevel);
            return condition;
        });
    }

    private static AuthenticatorConfigModel config(String level) {
        var config = new AuthenticatorConfigModel();
        config.setConfig(Map.of("loa-condition-level", level));
        return config;
    }

    private AuthenticationFlowContext context() {
        Map<String, AuthenticationExecutionModel> subFlows = Map.of(
                "forms", subFlow("forms", "browser", ofForms),
                "code", subFlow("code", "forms", Requirement.CONDITIONAL));
        RealmModel realm = Fake.answering(
                RealmModel.class,
                Map.of(
                        "getAuthenticationExecutionByFlowId", given -> subFlows.get((String) given.get(0)),
                        "getAuthenticatorConfigById", given -> config((String) given.get(0)),
                        "getAuthenticationExecutionsStream",
                                given -> Stream.concat(
                                        conditions((String) given.get(0)),
                                        subFlows.values().stream()
                                                .filter(part ->
                                                        part.getParentFlow().equals(given.get(0))))));
        AuthenticationSessionModel login = Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getClientNote", given -> clientNotes.get((String) given.get(0)),
                        "getAuthNote", given -> authNotes.get((String) given.get(0)),
                        "getProtocol", none -> "openid-connect",
                        "getRealm", none -> realm,
                        "getAuthenticatedUser", none -> null));
        LoginProtocol protocol =
                Fake.answering(LoginProtocol.class, Map.of("requireReauthentication", given -> reauthenticates));
        KeycloakSession session =
                Fake.answering(KeycloakSession.class, Map.of("getProvider", given -> hasProtocol ? protocol : null));
        var condition = new AuthenticationExecutionModel();
        condition.setParentFlow("code");
        var browser = new AuthenticationFlowModel();
        browser.setId("browser");
        return Fake.answering(
                AuthenticationFlowContext.class,
                Map.of(
                        "getAuthenticationSession", none -> login,
                        "getFlowPath", none -> path,
                        "getSession", none -> session,
                        "getRealm", none -> realm,
                        "getTopLevelFlow", none -> browser,
                        "getExecution", none -> condition));
    }

    private boolean isMore() {
        return AskedForMore.in(context());
    }

    @ParameterizedTest
    @CsvSource({
        "authenticate, false",
        "post-broker-login, false",
        "first-broker-login, true",
        "reset-credentials, true",
        "registration, true",
        "required-action, true"
    })
    void whereItIsNoLogin(String flowPath, boolean isMore) {
        path = flowPath;
        assertThat(isMore()).isEqualTo(isMore);
    }

    @Test
    void byAnActionAMaximumAgeOrAnotherPrompt() {
        for (String note : List.of("kc_action", "max_age")) {
            clientNotes.put(note, "x");
            assertThat(isMore()).as(note).isTrue();
            clientNotes.clear();
        }
        reauthenticates = true;
        assertThat(isMore()).isTrue();
    }

    @Test
    void whereKeycloakAsksAnew() {
        authNotes.put("FORCED_REAUTHENTICATION", "true");
        assertThat(isMore()).isTrue();
    }

    @Test
    void inDoubt() {
        hasProtocol = false;
        assertThat(isMore()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, , false", "2, , true", "1, 1, false", "1, 0, true", "0, 0, false", "2, 3, true", "-1, 1, false"})
    void byALevelAboveTheUsualOne(String asked, String lowest, boolean isMore) {
        ofForms = Requirement.REQUIRED;
        clientNotes.put("requested-level-of-authentication", asked);
        if (lowest != null) {
            levels.put("forms", lowest);
        }
        assertThat(isMore()).isEqualTo(isMore);
    }

    /** Whether anybody asks for it or not. */
    @ParameterizedTest
    @CsvSource({"code, 2, true", "forms, 2, true", "forms, 1, false", "code, 1, false", "elsewhere, 2, false"})
    void byALevelThatStandsAround(String subFlow, String level, boolean isMore) {
        levels.put(subFlow, level);
        assertThat(isMore()).isEqualTo(isMore);
        assertThat(AskedForMore.isOfAHigherLevel(context())).isEqualTo(isMore);
    }

    @Test
    void byNoLevelThatIsNotGoneBy() {
        levels.put("forms", "2");
        ofTheLevel = Requirement.DISABLED;
        assertThat(isMore()).as("Disabled").isFalse();
        ofTheLevel = Requirement.REQUIRED;
        ofForms = Requirement.REQUIRED;
        assertThat(isMore()).as("of a sub-flow that everybody goes through").isFalse();
    }
}
