package io.github.emailotp.flow;

import static io.github.emailotp.Fake.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.Aftermath;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import io.github.emailotp.storage.Cells;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.models.KeycloakSession;

@DisplayName("A mail whose login is over on another node")
class CacheAftermathTest {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Map<Object, Object> texts = new HashMap<>();

    private final Cells cells = answering(
            Cells.class,
            Map.of(
                    "read", given -> Optional.ofNullable(texts.get(given.get(0))),
                    "create", given -> Optional.ofNullable(texts.putIfAbsent(given.get(0), given.get(1))),
                    "replace", given -> texts.replace(given.get(0), given.get(1), given.get(2)),
                    "write", given -> texts.put(given.get(0), given.get(1))));

    private final KeycloakSession session = answering(KeycloakSession.class, Map.of("getProvider", given -> cells));

    static Stream<Aftermath> aftermaths() {
        Aftermath usual = new CacheAftermath(Clock.systemUTC());
        return Stream.of(usual, new EvenAftermath(usual));
    }

    /** Its code is dead, and would be mailed with the next attempt. */
    @ParameterizedTest
    @MethodSource("aftermaths")
    void staysSettledThoughAnAttemptFailsThatHadBegun(Aftermath aftermath) {
        Instant now = Instant.now().minusSeconds(1);
        Sending failed = new Sending(Stage.RETRYING, now, "timeout");
        assertThat(aftermath.rememberUnlessOver(session, "sending", failed, LIFETIME))
                .isTrue();
        assertThat(aftermath.isSettled(session, "sending")).isFalse();
        aftermath.remember(session, "sending", Sending.settled(now), LIFETIME);
        assertThat(aftermath.rememberUnlessOver(session, "sending", failed, LIFETIME))
                .isFalse();
        assertThat(aftermath.isSettled(session, "sending")).isTrue();
    }
}
