package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What is learnt of a mail server")
class AllowanceTest {

    private static final SmtpFailure REFUSAL = new SmtpFailure(SmtpFailure.Kind.NOT_NOW, OptionalInt.of(421));

    private final MovableClock clock = new MovableClock();
    private final Allowance allowance = new Allowance(10, clock::nanoTime, () -> 1.0);

    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private SmtpConnection last = connection();

    @AfterEach
    void stop() {
        sender.close();
    }

    private SmtpConnection connection() {
        return sender.connection(new ConnectionKey(new ServerName("localhost", 25), Map.of(), "login"));
    }

    /** The one that was opened last is. */
    private void refused(int others) {
        allowance.refused(last, others, REFUSAL);
    }

    /** Opens one if it may. */
    private boolean mayOpen(int open) {
        boolean may = allowance.allows(open);
        if (may) {
            last = connection();
            allowance.begins(last);
        }
        return may;
    }

    private boolean mayOpenAfter(Duration time, int open) {
        clock.advance(time);
        return mayOpen(open);
    }

    @Nested
    @DisplayName("by a refusal while connections are open")
    class Limit {

        @Test
        void isThatItTakesThoseAndNoMore() {
            assertThat(mayOpen(9)).isTrue();
            refused(2);
            assertThat(mayOpen(2)).isFalse();
            assertThat(mayOpen(1)).isTrue();
        }

        @Test
        void isTriedOneByOneAfterAWhile() {
            refused(2);
            assertThat(mayOpenAfter(Duration.ofSeconds(29), 2)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 2)).isTrue();
            assertThat(mayOpen(3)).isFalse();
        }

        @Test
        void isTriedLaterAfterEachTrialThatCameTooEarly() {
            refused(2);
            assertThat(mayOpenAfter(Duration.ofSeconds(30), 2)).isTrue();
            refused(2);
            assertThat(mayOpenAfter(Duration.ofSeconds(59), 2)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 2)).isTrue();
            for (int i = 0; i < 10; i++) {
                refused(2);
                assertThat(mayOpenAfter(Duration.ofMinutes(10), 2)).isTrue();
            }
            refused(2);
            assertThat(mayOpenAfter(Duration.ofSeconds(599), 2)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 2)).isTrue();
        }

        /** All but the first were on their way when it was refused. */
        @Test
        void isTriedAfterAsLongThoughManyWereRefusedTogether() {
            for (int open = 9; open >= 2; open--) {
                refused(open);
            }
            assertThat(mayOpenAfter(Duration.ofSeconds(29), 2)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 2)).isTrue();
        }

        @Test
        void isForgottenOnceTheServerTakesAllAgain() {
            refused(8);
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
            refused(0);
            assertThat(mayOpen(0)).isFalse();
            assertThat(mayOpenAfter(Duration.ofMillis(499), 0)).isFalse();
            assertThat(mayOpenAfter(Duration.ofMillis(1), 0)).isTrue();
        }

        /** They were on their way together. */
        @Test
        void isAsShortThoughManyWereRefusedTogether() {
            for (int i = 0; i < 10; i++) {
                refused(0);
            }
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
        }

        @Test
        void isFoundOutByOneForAll() {
            refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
            assertThat(mayOpen(1)).isFalse();
            allowance.opened();
            assertThat(mayOpen(1)).isTrue();
            assertThat(mayOpen(2)).isTrue();
        }

        @Test
        void isAskedAfterLongerPausesButNeverLongerThanFourSeconds() {
            for (int millis : new int[] {500, 1_000, 2_000, 4_000, 4_000, 4_000}) {
                refused(0);
                assertThat(mayOpenAfter(Duration.ofMillis(millis - 1), 0)).isFalse();
                assertThat(mayOpenAfter(Duration.ofMillis(1), 0)).isTrue();
            }
        }

        /** It may take connections, and refuse them later. */
        @Test
        void isAskedAfterLongerPausesUntilItHasTakenAMail() {
            for (int millis : new int[] {500, 1_000, 2_000}) {
                refused(0);
                assertThat(mayOpenAfter(Duration.ofMillis(millis - 1), 0)).isFalse();
                assertThat(mayOpenAfter(Duration.ofMillis(1), 0)).isTrue();
                allowance.opened();
            }
            allowance.served();
            refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
        }

        @Test
        void isAskedAgainIfTheOneThatAskedCameToNothing() {
            refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
            allowance.failed(last);
            assertThat(mayOpen(0)).isFalse();
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 0)).isTrue();
        }

        /** It has only waited for its turn to log in. */
        @Test
        void isAskedAtOnceIfTheOneThatAskedCameToNoAnswer() {
            refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
            allowance.ends(connection());
            assertThat(mayOpen(0)).isFalse();
            allowance.ends(last);
            assertThat(mayOpen(0)).isTrue();
        }

        @Test
        void isFoundOutByThatOneThoughOthersComeToNothing() {
            SmtpConnection other = connection();
            refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 1)).isTrue();
            allowance.failed(other);
            allowance.refused(other, 0, REFUSAL);
            allowance.isFull(other, 9);
            assertThat(mayOpenAfter(Duration.ofMinutes(1), 1)).isFalse();
            assertThat(allowance.refusal(1, Duration.ZERO)).contains(REFUSAL);
            assertThat(allowance.isAsNew()).isFalse();
            allowance.failed(last);
            assertThat(mayOpenAfter(Duration.ofSeconds(1), 0)).isTrue();
        }

        /** Else what was learnt of logins that were changed would stay for ever. */
        @Test
        void isForgottenIfNobodyAsksAnyMore() {
            refused(0);
            clock.advance(Duration.ofMinutes(10));
            assertThat(allowance.isAsNew()).isFalse();
            clock.advance(Duration.ofSeconds(1));
            assertThat(allowance.isAsNew()).isTrue();
        }

        @Test
        void isKnownToThoseWhoDoNotWaitAsLong() {
            assertThat(allowance.refusal(0, Duration.ZERO)).isEmpty();
            refused(0);
            assertThat(allowance.refusal(0, Duration.ofMillis(499))).contains(REFUSAL);
            assertThat(allowance.refusal(0, Duration.ofMillis(500))).isEmpty();
            clock.advance(Duration.ofMillis(500));
            assertThat(allowance.refusal(0, Duration.ZERO)).as("may ask").isEmpty();
        }

        @Test
        void isKnownBesideTheOneThatAsks() {
            refused(0);
            assertThat(mayOpenAfter(Duration.ofMillis(500), 0)).isTrue();
            assertThat(allowance.refusal(1, Duration.ZERO)).contains(REFUSAL);
            assertThat(allowance.refusal(1, Duration.ofMillis(1)))
                    .as("may be served")
                    .isEmpty();
            allowance.opened();
            assertThat(allowance.refusal(1, Duration.ZERO)).isEmpty();
        }

        /** Those that were asked for at the same time are not refused yet. */
        @Test
        void isNotKnownWhileAnotherIsBeingOpened() {
            refused(0);
            assertThat(allowance.refusal(1, Duration.ZERO)).isEmpty();
        }

        @Test
        void differsFromNodeToNode() {
            Allowance other = new Allowance(10, clock::nanoTime, () -> 0.0);
            other.refused(connection(), 0, REFUSAL);
            clock.advance(Duration.ofMillis(375));
            assertThat(other.allows(0)).isTrue();
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
