package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationSelectionOption;
import org.keycloak.authentication.Authenticator;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

@DisplayName("A step that cannot serve an account")
class OtherWaysTest {

    private static final String OWN = "own";
    private static final String SET_UP = "set-up";
    private static final String NOT_SET_UP = "not-set-up";

    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    private Requirement requirement = Requirement.ALTERNATIVE;

    @Test
    void leadsOnToAWayThatIsSetUp() {
        assertThat(OtherWays.leadOn(contextWith(OWN, NOT_SET_UP, SET_UP))).isTrue();
    }

    /** Keycloak would end the login on a page for errors. */
    @Test
    void staysWhereNoOtherWayIsSetUp() {
        assertThat(OtherWays.leadOn(contextWith(OWN, NOT_SET_UP))).isFalse();
        assertThat(OtherWays.leadOn(contextWith(OWN))).isFalse();
    }

    @Test
    void staysIfItWasChosenByHand() {
        form.putSingle("authenticationExecution", OWN);
        assertThat(OtherWays.leadOn(contextWith(OWN, SET_UP))).isFalse();
    }

    @Test
    void leadsOnIfAnotherWasChosenByHand() {
        form.putSingle("authenticationExecution", SET_UP);
        assertThat(OtherWays.leadOn(contextWith(OWN, SET_UP))).isTrue();
    }

    @Test
    void staysIfItIsRequired() {
        requirement = Requirement.REQUIRED;
        assertThat(OtherWays.leadOn(contextWith(OWN, SET_UP))).isFalse();
    }

    private AuthenticationFlowContext contextWith(String... ways) {
        KeycloakSession session = Fake.answering(
                KeycloakSession.class, Map.of("getProvider", given -> authenticator((String) given.get(1))));
        List<AuthenticationSelectionOption> selections = Stream.of(ways)
                .map(way -> new AuthenticationSelectionOption(session, execution(way)))
                .toList();
        HttpRequest request = Fake.answering(HttpRequest.class, Map.of("getDecodedFormParameters", given -> form));
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getExecution", given -> execution(OWN));
        methods.put("getAuthenticationSelections", given -> selections);
        methods.put("getHttpRequest", given -> request);
        methods.put("getSession", given -> session);
        methods.put("getRealm", given -> Fake.answering(RealmModel.class, Map.of()));
        methods.put("getUser", given -> Fake.answering(UserModel.class, Map.of()));
        return Fake.answering(AuthenticationFlowContext.class, methods);
    }

    private AuthenticationExecutionModel execution(String id) {
        var execution = new AuthenticationExecutionModel();
        execution.setId(id);
        execution.setAuthenticator(id);
        execution.setRequirement(requirement);
        return execution;
    }

    private static Authenticator authenticator(String id) {
        return Fake.answering(Authenticator.class, Map.of("configuredFor", given -> !id.equals(NOT_SET_UP)));
    }
}
