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
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("The beginning of a reset")
class NewBeginningTest {

    private static final String TYPED = "ATTEMPTED_USERNAME";
    private static final String PATH = "current.flow.path";
    private static final String HERE = "reset-credentials";

    private final Map<Object, Object> notes = new HashMap<>();
    private final Map<Object, Object> clientNotes = new HashMap<>();
    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "getAuthNote", given -> notes.get(given.get(0)),
                    "setAuthNote", put(notes),
                    "getClientNote", given -> clientNotes.get(given.get(0)),
                    "setClientNote", put(clientNotes),
                    "removeClientNote", given -> clientNotes.remove(given.get(0))));
    private UserModel user;
    private int resets;

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
        return Fake.answering(UserModel.class, Map.of("getUsername", given -> name));
    }
}
