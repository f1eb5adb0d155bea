package io.github.emailotp.flow;

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

@DisplayName("An account of a login")
class AccountGoneTest {

    private final Map<Object, Object> notes = new HashMap<>();
    private UserModel user = Fake.answering(UserModel.class, Map.of());

    @Test
    void isGoneIfItWasThere() {
        AccountGone.note(login());
        assertThat(AccountGone.is(login())).isFalse();
        user = null;
        assertThat(AccountGone.is(login())).isTrue();
    }

    /** The step stands before the one that identifies people. */
    @Test
    void thatWasNeverThereIsNotGoneAndEndsAsKeycloakEndsIt() {
        user = null;
        assertThat(AccountGone.is(login())).isFalse();
        AuthenticationFlowContext context =
                Fake.answering(AuthenticationFlowContext.class, Map.of("getAuthenticationSession", given -> login()));
        assertThatThrownBy(() -> AccountGone.end(context))
                .isInstanceOfSatisfying(
                        AuthenticationFlowException.class,
                        error -> assertThat(error.getError()).isEqualTo(AuthenticationFlowError.UNKNOWN_USER));
    }

    @Test
    void isNotGoneWhereThereIsNoLogin() {
        assertThat(AccountGone.is(null)).isFalse();
    }

    private AuthenticationSessionModel login() {
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getAuthNote", given -> notes.get(given.get(0)));
        methods.put("setAuthNote", given -> notes.put(given.get(0), given.get(1)));
        methods.put("getAuthenticatedUser", given -> user);
        return Fake.answering(AuthenticationSessionModel.class, methods);
    }
}
