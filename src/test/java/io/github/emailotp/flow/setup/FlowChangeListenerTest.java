package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

@DisplayName("The listener for changed flows")
class FlowChangeListenerTest {

    private final List<KeycloakTransaction> afterCommit = new ArrayList<>();

    /** A session in which nothing else may be asked for. */
    private final KeycloakSession session = Fake.answering(
            KeycloakSession.class,
            Map.of(
                    "getTransactionManager",
                    none -> Fake.answering(
                            KeycloakTransactionManager.class, Map.of("enlistAfterCompletion", this::enlist)),
                    "getKeycloakSessionFactory",
                    none -> Fake.answering(KeycloakSessionFactory.class, Map.of())));

    private final FlowChangeListener listener = new FlowChangeListener(session, new SetUpWarnings());

    @Test
    void doesNothingAtALogin() {
        var nothing = Fake.answering(KeycloakSession.class, Map.of());
        assertThatCode(() -> new FlowChangeListener(nothing, new SetUpWarnings()).onEvent(new Event()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            value = ResourceType.class,
            names = {
                "AUTHENTICATOR_CONFIG",
                "AUTH_FLOW",
                "AUTH_EXECUTION_FLOW",
                "AUTH_EXECUTION",
                "REALM",
                "CLIENT",
                "IDENTITY_PROVIDER"
            })
    void looksAfterTheChangeIsKept(ResourceType changed) {
        listener.onEvent(event(changed, OperationType.UPDATE), false);
        assertThat(afterCommit).hasSize(1);
    }

    @Test
    void doesNotLookAtAnythingElse() {
        listener.onEvent(event(ResourceType.USER, OperationType.UPDATE), false);
        listener.onEvent(event(ResourceType.REALM, OperationType.ACTION), false);
        assertThat(afterCommit).isEmpty();
    }

    @Test
    void doesNotBreakTheRequestWhenItFails() {
        listener.onEvent(event(ResourceType.AUTH_EXECUTION, OperationType.UPDATE), false);
        KeycloakTransaction look = afterCommit.get(0);
        look.begin();
        assertThatCode(look::commit).doesNotThrowAnyException();
    }

    private Object enlist(List<Object> given) {
        return afterCommit.add((KeycloakTransaction) given.get(0));
    }

    private static AdminEvent event(ResourceType changed, OperationType operation) {
        AdminEvent event = new AdminEvent();
        event.setRealmName("shop");
        event.setResourceType(changed);
        event.setOperationType(operation);
        return event;
    }
}
