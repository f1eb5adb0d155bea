package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A login")
class LoginBreakerTest {

    private static final SmtpFailure REFUSED = SmtpFailure.of(Kind.AUTHENTICATION);

    private final MovableClock clock = new MovableClock();
    private final LoginBreaker breaker = new LoginBreaker(clock::nanoTime);
    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private SmtpConnection first;
    private SmtpConnection second;

    @BeforeEach
    void makeConnections() throws PooledEmailException {
        Properties properties = new Properties();
        properties.putAll(Map.of("mail.smtp.host", "localhost", "mail.smtp.port", "25"));
        first = sender.connection(ConnectionKey.of(properties, "login"));
        second = sender.connection(ConnectionKey.of(properties, "login"));
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    @Nested
    @DisplayName("of which nothing is known")
    class Unproven {

        @Test
        void isSaidByOneAtATimeUntilItIsTaken() {
            assertThat(breaker.allows(first)).isTrue();
            assertThat(breaker.allows(second)).isFalse();
            assertThat(breaker.allows(first)).as("with another token").isTrue();
            breaker.taken();
            assertThat(breaker.allows(second)).isTrue();
            assertThat(breaker.allows(first)).isTrue();
        }

        /** Each may count as a wrong password. */
        @Test
        void isSaidByOneMoreAfterLongerTurnsAsLongAsThereIsNoAnswer() throws PooledEmailException {
            breaker.allows(first);
            for (int seconds : new int[] {2, 4, 8, 8}) {
                SmtpConnection next = sender.connection(first.key());
                clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
                assertThat(breaker.allows(next)).isFalse();
                clock.advance(Duration.ofMillis(1));
                assertThat(breaker.allows(next)).isTrue();
            }
            breaker.taken();
            breaker.refused(first, REFUSED);
            assertThat(breaker.refusal()).contains(REFUSED);
        }

        /** They would wait at the server. */
        @Test
        void isWorthNoMoreConnectionsOnceTheAnswerIsLate() {
            breaker.allows(first);
            clock.advance(Duration.ofSeconds(2).minusMillis(1));
            assertThat(breaker.isWorthAConnection()).isTrue();
            clock.advance(Duration.ofMillis(1));
            assertThat(breaker.isWorthAConnection()).as("its turn has come").isTrue();
            breaker.allows(second);
            assertThat(breaker.isWorthAConnection()).isFalse();
            clock.advance(Duration.ofSeconds(4));
            assertThat(breaker.isWorthAConnection()).isTrue();
            breaker.allows(sender.connection(first.key()));
            assertThat(breaker.isWorthAConnection()).isFalse();
            breaker.taken();
            assertThat(breaker.isWorthAConnection()).isTrue();
        }

        /** A server may hang up where others say that a password is wrong, and a realm may not wait for what it says. */
        @Test
        void isSaidNoSoonerThoughThoseBeforeComeToNothing() throws PooledEmailException {
            breaker.allows(first);
            for (int seconds : new int[] {2, 4, 8, 8}) {
                breaker.closed(first, false);
                breaker.closed(second, false);
                assertThat(breaker.isAsNew()).isFalse();
                second = sender.connection(first.key());
                clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
                assertThat(breaker.allows(second)).isFalse();
                clock.advance(Duration.ofMillis(1));
                assertThat(breaker.allows(second)).isTrue();
            }
        }

        @Test
        void isSaidByTheNextAtOnceIfTheServerHasSaidSomethingElse() {
            breaker.allows(first);
            breaker.closed(first, true);
            breaker.begins(second);
            assertThat(breaker.allows(second)).isTrue();
        }

        @Test
        void isForgottenOnceAnotherTrialDoesNoHarm() {
            assertThat(breaker.isAsNew()).isTrue();
            breaker.allows(first);
            breaker.closed(first, false);
            clock.advance(Duration.ofSeconds(2 + 16).minusMillis(1));
            assertThat(breaker.isAsNew()).isFalse();
            clock.advance(Duration.ofMillis(1));
            assertThat(breaker.isAsNew()).isTrue();
        }
    }

    @Nested
    @DisplayName("that was refused")
    class Refused {

        @BeforeEach
        void isRefused() {
            assertThat(breaker.refusal()).isEmpty();
            breaker.refused(first, REFUSED);
            breaker.closed(first, false);
        }

        private void requirePause(int seconds) {
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(breaker.refusal()).contains(REFUSED);
            clock.advance(Duration.ofMillis(1));
            assertThat(breaker.refusal()).isEmpty();
        }

        @Test
        void isNotTriedWithTheNextMail() {
            requirePause(10);
        }

        @Test
        void isTriedByOneMailAfterAPause() {
            clock.advance(Duration.ofSeconds(10));
            breaker.begins(second);
            assertThat(breaker.allows(second)).isTrue();
            clock.advance(Duration.ofSeconds(20));
            assertThat(breaker.refusal()).as("not known").isEmpty();
            assertThat(breaker.isWorthAConnection()).isFalse();
            assertThat(breaker.allows(first)).isFalse();
        }

        @Test
        void isSaidByAllOnceTheOneThatTriesItIsTaken() {
            clock.advance(Duration.ofSeconds(10));
            breaker.begins(second);
            breaker.taken();
            assertThat(breaker.isWorthAConnection()).isTrue();
            assertThat(breaker.allows(first)).isTrue();
        }

        @Test
        void isTriedAfterAnotherPauseIfThatOneComesToNothing() {
            clock.advance(Duration.ofSeconds(10));
            breaker.begins(second);
            clock.advance(Duration.ofSeconds(10));
            breaker.closed(second, false);
            requirePause(10);
            breaker.begins(first);
            breaker.refused(first, REFUSED);
            requirePause(20);
        }

        @Test
        void isTriedAfterLongerPausesButNeverLongerThanFiveMinutes() {
            clock.advance(Duration.ofSeconds(10));
            for (int seconds : new int[] {20, 40, 80, 160, 300, 300}) {
                breaker.begins(second);
                breaker.refused(second, REFUSED);
                requirePause(seconds);
            }
        }

        /** They were on their way with the first. */
        @Test
        void isTriedAfterOnePauseThoughManyWereRefusedTogether() {
            clock.advance(Duration.ofSeconds(1));
            breaker.refused(second, REFUSED);
            breaker.refused(second, REFUSED);
            requirePause(9);
        }

        @Test
        void isForgottenOnceItIsTaken() {
            breaker.taken();
            assertThat(breaker.refusal()).isEmpty();
            assertThat(breaker.isAsNew()).isTrue();
        }

        @Test
        void isForgottenIfNobodyTriesItAnyMore() {
            clock.advance(Duration.ofSeconds(309));
            assertThat(breaker.isAsNew()).isFalse();
            clock.advance(Duration.ofSeconds(1));
            assertThat(breaker.isAsNew()).isTrue();
        }
    }
}
