package io.github.emailotp.flow.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.TypedName;
import io.github.emailotp.settings.FirstStepSettings;
import io.github.emailotp.settings.NameSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("A name")
class NameFormTest {

    private static final FirstStepSettings ADDRESSES = new FirstStepSettings(new NameSettings(false), false);

    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class, Map.of("getAuthNote", this::note, "getClientNote", this::note));

    private Object note(List<Object> given) {
        return notes.get(given.get(0));
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
        return NameForm.askedForBefore(login, ADDRESSES);
    }
}
