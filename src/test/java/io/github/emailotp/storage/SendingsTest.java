package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How far a mail has got")
class SendingsTest {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final MovableClock clock = new MovableClock();
    private final SharedSendings sendings = new SharedSendings(new RecordedCells(clock), clock);

    @Test
    void isToldAsItWasRememberedLast() {
        Sending refused = new Sending(Stage.REFUSED, clock.instant(), "no_mailbox_550");
        sendings.remember("id", new Sending(Stage.WAITING, clock.instant(), ""), LIFETIME);
        sendings.remember("id", refused, LIFETIME);
        assertThat(sendings.find("id")).contains(refused);
        assertThat(sendings.find("another")).isEmpty();
    }

    /** A pretended mail: it looks as one does that waits, and then is handed over. */
    @Test
    void isWaitingUntilItsTimeHasCome() {
        Instant begun = clock.instant();
        Sending handedOver = new Sending(Stage.HANDED_OVER, begun.plusSeconds(1), "");
        sendings.remember("id", handedOver, LIFETIME);
        for (int i = 0; i < 3; i++) {
            assertThat(sendings.find("id")).contains(new Sending(Stage.WAITING, begun, ""));
            clock.advance(Duration.ofMillis(300));
        }
        clock.advance(Duration.ofMillis(300));
        assertThat(sendings.find("id")).contains(handedOver);
    }
}
