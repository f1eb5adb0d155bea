package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What is learnt of a mail server")
class AllowanceTest {

    private final MovableClock clock = new MovableClock();
    private final Allowance allowance = new Allowance(10, clock::nanoTime, () -> 1.0);

    private boolean mayOpenAfter(Duration time, int open) {
        clock.advance(time);
        return allowance.take(open);
    }

    @Nested
    @DisplayName("by a refusal while connections are open")
    class Limit {

        @Test
        void isThatItTakesThoseAndNoMore() {
            assertThat(allowance.take(9)).isTrue();
            allowance.refused(2);
            assertThat(allowance.take(2)).isFalse();
            assertThat(allowance.take(1)).isTrue();
        }

        @Test
        void isTriedOneByOneAfterAWhile() {
            allowance.refused(2);
            assertThat(mayOpenAfter(Duration.ofSeconds(29), 2)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 2)).isTrue();
            assertThat(allowance.take(3)).isFalse();
        }

        @Test
        void isTriedLaterAfterEachTrialThatCameTooEarly() {
            allowance.refused(2);
            assertThat(mayOpenAfter(Duration.ofSeconds(30), 2)).isTrue();
            allowance.refused(2);
            assertThat(mayOpenAfter(Duration.ofSeconds(59), 2)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 2)).isTrue();
            for (int i = 0; i < 10; i++) {
                allowance.refused(2);
            }
            assertThat(mayOpenAfter(Duration.ofSeconds(599), 2)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 2)).isTrue();
        }

        @Test
        void isForgottenOnceTheServerTakesAllAgain() {
            allowance.refused(8);
            assertThat(allowance.isAsNew()).isFalse();
            clock.advance(Duration.ofSeconds(30));
            assertThat(allowance.isAsNew()).isFalse();
            clock.advance(Duration.ofSeconds(30));
            assertThat(allowance.isAsNew()).isTrue();
        }
    }

    @Nested
    @DisplayName("by a refusal while none is open")
    class Pause {

        @Test
        void isThatNobodyNeedAskForAMoment() {
            allowance.refused(0);
            assertThat(allowance.take(0)).isFalse();
            assertThat(mayOpenAfter(Duration.ofMillis(499), 0)).isFalse();
            assertThat(mayOpenAfter(Duration.ofMillis(1), 0)).isTrue();
        }

        @Test
        void isFoundOutByOneForAll() {
            allowance.refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
            assertThat(allowance.take(1)).isFalse();
            allowance.opened();
            assertThat(allowance.take(1)).isTrue();
            assertThat(allowance.take(2)).isTrue();
        }

        @Test
        void isAskedAfterLongerPausesButNeverLongerThanFourSeconds() {
            for (int millis : new int[] {500, 1_000, 2_000, 4_000, 4_000, 4_000}) {
                allowance.refused(0);
                assertThat(mayOpenAfter(Duration.ofMillis(millis - 1), 0)).isFalse();
                assertThat(mayOpenAfter(Duration.ofMillis(1), 0)).isTrue();
            }
        }

        /** It may take connections, and refuse them later. */
        @Test
        void isAskedAfterLongerPausesUntilItHasTakenAMail() {
            for (int millis : new int[] {500, 1_000, 2_000}) {
                allowance.refused(0);
                assertThat(mayOpenAfter(Duration.ofMillis(millis - 1), 0)).isFalse();
                assertThat(mayOpenAfter(Duration.ofMillis(1), 0)).isTrue();
                allowance.opened();
            }
            allowance.served();
            allowance.refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
        }

        @Test
        void isAskedAgainIfTheOneThatAskedCameToNothing() {
            allowance.refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
            allowance.failed();
            assertThat(allowance.take(0)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 0)).isTrue();
        }

        /** Else what was learnt of logins that were changed would stay for ever. */
        @Test
        void isForgottenIfNobodyAsksAnyMore() {
            allowance.refused(0);
            clock.advance(Duration.ofMinutes(10));
            assertThat(allowance.isAsNew()).isFalse();
            clock.advance(Duration.ofSeconds(1));
            assertThat(allowance.isAsNew()).isTrue();
        }

        @Test
        void differsFromNodeToNode() {
            Allowance other = new Allowance(10, clock::nanoTime, () -> 0.0);
            other.refused(0);
            clock.advance(Duration.ofMillis(375));
            assertThat(other.take(0)).isTrue();
        }
    }

    @Test
    void isHowManyMailsGoOverOneConnection() {
        assertThat(allowance.lastsFor(1_000)).isTrue();
        allowance.wornOut(5);
        assertThat(allowance.lastsFor(5)).isTrue();
        allowance.wornOut(5);
        assertThat(allowance.lastsFor(4)).isTrue();
        assertThat(allowance.lastsFor(5)).isFalse();
        clock.advance(Duration.ofMinutes(10));
        assertThat(allowance.lastsFor(5)).isTrue();
    }
}
