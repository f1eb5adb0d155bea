package io.github.emailotp.flow.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.settings.FirstStepSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("A name that is typed")
class TypedNameTest {

    private static final FirstStepSettings ADDRESSES = new FirstStepSettings(false, false);
    private static final FirstStepSettings USER_NAMES = new FirstStepSettings(true, false);

    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class, Map.of("getAuthNote", this::note, "getClientNote", this::note));

    private Object note(List<Object> given) {
        return notes.get(given.get(0));
    }

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

    @Test
    void isNotAskedForTwice() {
        notes.put("ATTEMPTED_USERNAME", "alice@example.test");
        assertThat(before()).isEmpty();
        notes.put("USERNAME_HIDDEN", "true");
        assertThat(before()).contains(new TypedName("alice@example.test"));
    }

    /** The step of the organizations takes it without a question. */
    @Test
    void isAskedForIfOnlyTheApplicationHasSaidIt() {
        notes.put("ATTEMPTED_USERNAME", "alice@example.test");
        notes.put("USERNAME_HIDDEN", "true");
        notes.put("login_hint", "alice@example.test");
        assertThat(before()).isEmpty();
    }

    private Optional<TypedName> before() {
        return TypedName.askedForBefore(login, ADDRESSES);
    }
}
