package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A login of which nothing can be known: whatever is asked of its user fails. What a server does: {@code EarlierLoginIT}, {@code EarlierLinkIT}. */
@DisplayName("A login that cannot be told from an earlier one")
class EarlierLoginListenerTest {

    private final List<String> undone = new ArrayList<>();
    private final AuthenticationSessionModel login = Fake.answering(
            AuthenticationSessionModel.class,
            Map.of(
                    "getAction", none -> "AUTHENTICATE",
                    "getRealm", none -> Fake.answering(RealmModel.class, Map.of()),
                    "getAuthenticatedUser",
                            none -> {
                                throw new IllegalStateException("The database is away");
                            },
                    "addRequiredAction", given -> undone.add(((RequiredAction) given.get(0)).name())));
    private final KeycloakSession session = Fake.answering(
            KeycloakSession.class,
            Map.of(
                    "getContext",
                    none -> Fake.answering(KeycloakContext.class, Map.of("getAuthenticationSession", nothing -> login)),
                    "getTransactionManager",
                    none -> Fake.answering(
                            KeycloakTransactionManager.class,
                            Map.of(
                                    "getRollbackOnly",
                                    nothing -> undone.contains("rollback"),
                                    "setRollbackOnly",
                                    nothing -> undone.add("rollback")))));
    private final EarlierLoginListener listener = new EarlierLoginListener(session);

    /** Keycloak would go on, whatever a listener throws; and there is an answer that may hold tokens. */
    @ParameterizedTest
    @EnumSource(names = {"LOGIN", "UPDATE_CREDENTIAL", "GRANT_CONSENT"})
    void doesNotGoOn(EventType type) {
        Event event = new Event();
        event.setType(type);
        event.setUserId("alice");
        listener.onEvent(event);
        assertThat(undone).containsExactly("rollback", "UPDATE_PASSWORD");
        listener.onEvent(event);
        assertThat(undone).as("once").hasSize(2);
    }

    @Test
    void linksNothing() {
        listener.onLink("alice", "elsewhere");
        assertThat(undone).containsExactly("rollback", "UPDATE_PASSWORD");
        listener.onLink("alice", "elsewhere");
        assertThat(undone).as("once").hasSize(2);
    }
}
