package io.github.emailotp.flow.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.AccountGone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What "Condition - user configured" sees of the step. */
@DisplayName("The step is set up")
class EmailOtpAuthenticatorTest {

    private final Map<Object, Object> notes = new HashMap<>();

    @Test
    void forEveryUser() {
        assertThat(isSetUpFor(Fake.answering(UserModel.class, Map.of()))).isTrue();
    }

    /** A conditional flow above the one that identifies people is skipped, and looked at once more below. */
    @Test
    void forNobodyBeforeSomebodyIsIdentified() {
        assertThat(isSetUpFor(null)).isFalse();
    }

    /** Or the conditional flow would be skipped. */
    @Test
    void forWhoIsDeletedMeanwhile() {
        AccountGone.note(login());
        assertThat(isSetUpFor(null)).isTrue();
    }

    private boolean isSetUpFor(UserModel user) {
        KeycloakContext context =
                Fake.answering(KeycloakContext.class, Map.of("getAuthenticationSession", given -> login()));
        KeycloakSession session = Fake.answering(KeycloakSession.class, Map.of("getContext", given -> context));
        Authenticator step = new EmailOtpAuthenticatorFactory().create(session);
        return step.configuredFor(session, null, user);
    }

    private AuthenticationSessionModel login() {
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getAuthNote", given -> notes.get(given.get(0)));
        methods.put("setAuthNote", given -> notes.put(given.get(0), given.get(1)));
        methods.put("getAuthenticatedUser", given -> null);
        return Fake.answering(AuthenticationSessionModel.class, methods);
    }
}
