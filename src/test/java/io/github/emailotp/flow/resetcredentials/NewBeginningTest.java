package io.github.emailotp.flow.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.Fake;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.sessions.RootAuthenticationSessionModel;

@DisplayName("The beginning of a reset")
class NewBeginningTest {

    private static final String TYPED = "ATTEMPTED_USERNAME";
    private static final String PATH = "current.flow.path";
    private static final String HERE = "reset-credentials";

    private final Map<Object, Object> notes = new HashMap<>();
    private final Map<Object, Object> clientNotes = new HashMap<>();
    private final RootAuthenticationSessionModel browser =
            Fake.answering(RootAuthenticationSessionModel.class, Map.of("getId", given -> "browser"));
    private final UserSessionProvider sessions =
            Fake.answering(UserSessionProvider.class, Map.of("getUserSession", given -> null));
    private final Map<String, ExecutionStatus> steps = new HashMap<>();
    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "getAuthNote", given -> notes.get(given.get(0)),
                    "setAuthNote", put(notes),
                    "getClientNote", given -> clientNotes.get(given.get(0)),
                    "setClientNote", put(clientNotes),
                    "removeClientNote", given -> clientNotes.remove(given.get(0)),
                    "getExecutionStatus", given -> steps,
                    "getParentSession", given -> browser,
                    "getRealm", given -> null));
    private final RealmModel realm =
            Fake.answering(RealmModel.class, Map.of("getAuthenticationExecutionById", given -> execution(given)));
    private UserModel user;
    private int resets;

    private static AuthenticationExecutionModel execution(List<Object> given) {
        var execution = new AuthenticationExecutionModel();
        execution.setAuthenticator((String) given.get(0));
        return execution;
    }

    private static Function<List<Object>, Object> put(Map<Object, Object> notes) {
        return given -> notes.put(given.get(0), given.get(1));
    }

    /** As Keycloak resets a flow, the notes go, but for those of the client. */
    private AuthenticationFlowContext context() {
        return Fake.answering(
                AuthenticationFlowContext.class,
                Map.of(
                        "getUser", given -> user,
                        "getAuthenticationSession", given -> login,
                        "getFlowPath", given -> HERE,
                        "getRealm", given -> realm,
                        "getSession",
                                given -> Fake.answering(KeycloakSession.class, Map.of("sessions", none -> sessions)),
                        "resetFlow",
                                given -> {
                                    notes.clear();
                                    notes.put(PATH, HERE);
                                    user = null;
                                    return resets++;
                                }));
    }

    @Test
    void isMadeAnewIfTheLoginIsSomebodysOrComesFromAProvider() {
        assertThat(NewBeginning.isDue(context())).isFalse();
        user = named("alice");
        assertThat(NewBeginning.isDue(context())).isTrue();
        user = null;
        notes.put("BROKERED_CONTEXT", "{}");
        assertThat(NewBeginning.isDue(context())).isTrue();
    }

    @Test
    void keepsTheNameThatWasTyped() {
        user = named("alice");
        notes.put(TYPED, "Alice@example.test");
        NewBeginning.make(context());
        assertThat(resets).isEqualTo(1);
        assertThat(notes).doesNotContainKey(TYPED);
        NewBeginning.end(context());
        assertThat(notes).containsEntry(TYPED, "Alice@example.test");
        assertThat(clientNotes).isEmpty();
    }

    /** As the step of the organizations sets a user by an address: Keycloak's page would show the user name. */
    @Test
    void tellsTheUserNameToNobodyWhoHasOnlyTypedAnAddress() {
        user = named("alice");
        NewBeginning.make(context());
        NewBeginning.end(context());
        assertThat(notes).doesNotContainKey(TYPED);
        user = named("alice");
        steps.put("auth-password-form", ExecutionStatus.SUCCESS);
        NewBeginning.make(context());
        NewBeginning.end(context());
        assertThat(notes).containsEntry(TYPED, "alice");
    }

    @Test
    void keepsNoneWhereNoneWasTyped() {
        notes.put("BROKERED_CONTEXT", "{}");
        NewBeginning.make(context());
        NewBeginning.end(context());
        assertThat(notes).doesNotContainKey(TYPED);
    }

    /** By a link to the reset itself. */
    @Test
    void notesWhereItIsIfKeycloakHasNot() {
        NewBeginning.end(context());
        assertThat(notes).containsExactly(Map.entry(PATH, HERE));
    }

    /** Or it would go on for ever. */
    @Test
    void isAnErrorWhereAStepOfTheFlowSaysWhoSomebodyIs() {
        user = named("alice");
        NewBeginning.make(context());
        user = named("alice");
        assertThatThrownBy(() -> NewBeginning.make(context()))
                .isInstanceOfSatisfying(
                        AuthenticationFlowException.class,
                        error -> assertThat(error.getError()).isEqualTo(AuthenticationFlowError.USER_CONFLICT));
        assertThat(resets).isEqualTo(1);
        assertThat(clientNotes).as("another try is another").isEmpty();
    }

    private static UserModel named(String name) {
        return Fake.answering(UserModel.class, Map.of("getUsername", given -> name, "getId", given -> name));
    }
}
