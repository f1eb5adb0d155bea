package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("How far a mail has got")
class SendingsTest {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final MovableClock clock = new MovableClock();
    private final RecordedCells cells = new RecordedCells(clock);
    private final SharedSendings sendings = new SharedSendings(cells, clock);
    private final Sending retrying = new Sending(Stage.RETRYING, clock.instant(), "timeout");
    private final Sending settled = Sending.settled(clock.instant());

    @Test
    void isToldAsItWasRememberedLast() {
        Sending refused = new Sending(Stage.REFUSED, clock.instant(), "no_mailbox_550");
        sendings.remember("id", new Sending(Stage.WAITING, clock.instant(), ""), LIFETIME);
        sendings.remember("id", refused, LIFETIME);
        assertThat(sendings.find("id")).contains(refused);
        assertThat(sendings.find("another")).isEmpty();
    }

    @Test
    void isToldOfAFailureThatIsNoEnd() {
        Sending again = new Sending(Stage.RETRYING, clock.instant(), "unreachable");
        assertThat(sendings.rememberUnlessOver("id", retrying, LIFETIME)).isTrue();
        assertThat(cells.operations()).isEqualTo(1);
        assertThat(sendings.rememberUnlessOver("id", again, LIFETIME)).isTrue();
        assertThat(sendings.find("id")).contains(again);
    }

    /** As another node tells it: the code of a mail that is tried again would be dead. */
    @ParameterizedTest
    @EnumSource(
            names = {"WAITING", "RETRYING"},
            mode = EnumSource.Mode.EXCLUDE)
    void staysAtItsEnd(Stage stage) {
        Sending end = new Sending(stage, clock.instant(), "");
        sendings.remember("id", end, LIFETIME);
        assertThat(sendings.rememberUnlessOver("id", retrying, LIFETIME)).isFalse();
        assertThat(sendings.find("id")).contains(end);
    }

    @Test
    void staysAtAnEndThatIsToldInTheSameMoment() {
        cells.beforeNextCreate(() -> sendings.remember("id", settled, LIFETIME));
        assertThat(sendings.rememberUnlessOver("id", retrying, LIFETIME)).isFalse();
        sendings.remember("other", retrying, LIFETIME);
        cells.beforeNextReplace(() -> sendings.remember("other", settled, LIFETIME));
        assertThat(sendings.rememberUnlessOver("other", new Sending(Stage.RETRYING, clock.instant(), ""), LIFETIME))
                .isFalse();
        assertThat(sendings.find("id")).contains(settled);
        assertThat(sendings.find("other")).contains(settled);
    }

    /** Clocks are never quite the same. */
    @Test
    void staysAtAnEndThatComesFromANodeWhoseClockIsAhead() {
        sendings.remember("id", Sending.settled(clock.instant().plusSeconds(2)), LIFETIME);
        assertThat(sendings.rememberUnlessOver("id", retrying, LIFETIME)).isFalse();
    }

    /** Infinispan does its work twice when nodes come and go. */
    @Test
    void isToldOfAFailureThoughTheChangeIsRepeated() {
        cells.breakDown(Fault.IS_REPEATED, 0, Integer.MAX_VALUE);
        assertThat(sendings.rememberUnlessOver("id", retrying, LIFETIME)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(sendings.rememberUnlessOver("id", retrying, LIFETIME)).isTrue();
        assertThat(sendings.find("id")).contains(retrying);
    }

    @Test
    void isNotKnownWhereNoChangeIsMade() {
        sendings.remember("id", new Sending(Stage.WAITING, clock.instant(), ""), LIFETIME);
        cells.breakDown(Fault.SAYS_NO, 0, Integer.MAX_VALUE);
        assertThatThrownBy(() -> sendings.rememberUnlessOver("id", retrying, LIFETIME))
                .isInstanceOf(RuntimeException.class);
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
