package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.settings.NameSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("A name that is typed")
class TypedNameTest {

    private static final NameSettings ADDRESSES = new NameSettings(false);
    private static final NameSettings USER_NAMES = new NameSettings(true);

    @Test
    void isAnAddressWithoutTheBlanksAroundIt() {
        assertThat(TypedName.read("\u2003Alice@example.test\n", ADDRESSES))
                .contains(new TypedName("Alice@example.test"));
        assertThat(TypedName.read("alice@localhost", ADDRESSES)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "alice", "@example.test", "alice@", "a@b@example.test", "alice smith@example.test"})
    void isNoneIfItCanBeNoAddress(String typed) {
        assertThat(TypedName.read(typed, ADDRESSES)).isEmpty();
    }

    @Test
    void isNoneIfThereIsNoneOrItRunsOn() {
        assertThat(TypedName.read(null, USER_NAMES)).isEmpty();
        assertThat(TypedName.read("x".repeat(255), USER_NAMES)).isEmpty();
        assertThat(TypedName.read(" ", USER_NAMES)).isEmpty();
    }

    @Test
    void isAUserNameWhereThoseAreTaken() {
        assertThat(TypedName.read("alice smith", USER_NAMES)).contains(new TypedName("alice smith"));
    }

    /** It would find whoever is meant by it, for whatever fails beside the step. */
    @Test
    void isNotToldKeycloakBeforeItsOwnerIsTheUser() {
        Map<Object, Object> notes = new HashMap<>(Map.of("ATTEMPTED_USERNAME", "another name"));
        AuthenticationFlowContext context = contextWith(notes);
        new TypedName("alice@example.test").keep(context);
        assertThat(notes).doesNotContainKey("ATTEMPTED_USERNAME");
        assertThat(TypedName.of(context)).contains(new TypedName("alice@example.test"));
        TypedName.tell(context);
        assertThat(notes).containsEntry("ATTEMPTED_USERNAME", "alice@example.test");
    }

    private static AuthenticationFlowContext contextWith(Map<Object, Object> notes) {
        AuthenticationSessionModel login = Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getAuthNote", given -> notes.get(given.get(0)),
                        "setAuthNote", given -> notes.put(given.get(0), given.get(1)),
                        "removeAuthNote", given -> notes.remove(given.get(0))));
        return Fake.answering(
                AuthenticationFlowContext.class,
                Map.of(
                        "getAuthenticationSession", given -> login,
                        "getExecution", given -> new AuthenticationExecutionModel()));
    }
}
