package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

@DisplayName("An error that is told after its request")
class LateErrorsTest {

    private final RecordedEvents events = new RecordedEvents();

    private EventBuilder request() {
        return events.builder()
                .event(EventType.RESET_PASSWORD)
                .client("app")
                .user("alice")
                .session("session")
                .ipAddress("192.0.2.1")
                .detail("username", "alice@example.test")
                .detail("code_id", "login");
    }

    /** The request's goes on, and may become another. */
    @Test
    void saysWhatTheRequestKnewWhenItWasRaised() {
        EventBuilder request = request();
        events.late().raise(request, "user_not_found");
        request.event(EventType.LOGIN).user("bob").detail("username", "bob");
        assertThat(request.getEvent().getError()).isNull();
        events.endRequest();
        assertThat(events.events()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(EventType.RESET_PASSWORD_ERROR);
            assertThat(event.getError()).isEqualTo("user_not_found");
            assertThat(event.getRealmId()).isEqualTo("realm");
            assertThat(event.getClientId()).isEqualTo("app");
            assertThat(event.getUserId()).isEqualTo("alice");
            assertThat(event.getSessionId()).isEqualTo("session");
            assertThat(event.getIpAddress()).isEqualTo("192.0.2.1");
            assertThat(event.getDetails()).isEqualTo(Map.of("username", "alice@example.test", "code_id", "login"));
        });
    }

    /** As Keycloak tells errors at once, whatever becomes of the request. */
    @Test
    void isToldOfARequestThatHasComeToNothing() {
        events.late().raise(request(), "user_not_found");
        assertThat(events.all()).isEmpty();
        events.undoRequest();
        assertThat(events.all()).containsExactly("RESET_PASSWORD_ERROR alice user_not_found");
    }

    @Test
    void isOneThatHasNoDetails() {
        events.late().raise(events.builder().event(EventType.LOGIN), "user_disabled");
        events.endRequest();
        assertThat(events.all()).containsExactly("LOGIN_ERROR null user_disabled");
    }
}
