package io.github.emailotp.flow.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationSelectionOption;
import org.keycloak.authentication.Authenticator;
import org.keycloak.common.Profile;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

/** Of somebody who has not set up the code. */
@DisplayName("A step for those who have set it up")
class EnrolmentRuleTest {

    private static final String OWN = "own";
    private static final String APP = "app";

    /** Which Keycloak's classes look at. */
    @BeforeAll
    static void knowTheFeatures() {
        Profile.defaults();
    }

    /** A Required one is one of several ways, too, where it stands first in an Alternative sub-flow: Keycloak lists the app beside it. */
    @ParameterizedTest
    @EnumSource(names = {"ALTERNATIVE", "REQUIRED"})
    void leavesToAnAppThatIsSetUp(Requirement requirement) {
        assertThat(rule(requirement, OWN, APP).leavesToOtherWays()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"ALTERNATIVE", "REQUIRED"})
    void asksWhereItIsTheOnlyWay(Requirement requirement) {
        assertThat(rule(requirement, OWN).leavesToOtherWays()).isFalse();
        assertThat(rule(requirement, OWN, "not set up").leavesToOtherWays()).isFalse();
        assertThat(rule(requirement, OWN).enrols()).isTrue();
    }

    @Test
    void asksEverybodyWhereItIsNotToldSo() {
        var off = new EnrolmentRule(rule(Requirement.ALTERNATIVE, OWN, APP).context(), false);
        assertThat(off.leavesToOtherWays()).isFalse();
        assertThat(off.enrols()).isFalse();
    }

    @Test
    void saysThatTheCodeSetsItUpWhereItDoes() {
        EnrolmentRule on = rule(Requirement.REQUIRED, OWN);
        assertThat(on.instruction()).contains("emailOtpInstructionEnrol");
        assertThat(new EnrolmentRule(on.context(), false).instruction()).isEmpty();
    }

    private static EnrolmentRule rule(Requirement requirement, String... ways) {
        KeycloakSession session = Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "getProvider",
                        given -> Fake.answering(
                                Authenticator.class,
                                Map.of("configuredFor", any -> given.get(1).equals(APP)))));
        List<AuthenticationSelectionOption> selections = Stream.of(ways)
                .map(way -> new AuthenticationSelectionOption(session, execution(requirement, way)))
                .toList();
        SubjectCredentialManager credentials = Fake.answering(
                SubjectCredentialManager.class, Map.of("getStoredCredentialsByTypeStream", given -> Stream.empty()));
        UserModel user = Fake.answering(
                UserModel.class,
                Map.of("credentialManager", given -> credentials, "getEmail", given -> "alice@example.test"));
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getExecution", given -> execution(requirement, OWN));
        methods.put("getAuthenticationSelections", given -> selections);
        methods.put("getSession", given -> session);
        methods.put("getRealm", given -> Fake.answering(RealmModel.class, Map.of()));
        methods.put("getUser", given -> user);
        return new EnrolmentRule(Fake.answering(AuthenticationFlowContext.class, methods), true);
    }

    private static AuthenticationExecutionModel execution(Requirement requirement, String id) {
        var execution = new AuthenticationExecutionModel();
        execution.setId(id);
        execution.setAuthenticator(id);
        execution.setRequirement(requirement);
        return execution;
    }
}
