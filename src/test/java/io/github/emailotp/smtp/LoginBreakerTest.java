package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A login that was refused")
class LoginBreakerTest {

    private static final SmtpFailure REFUSED = SmtpFailure.of(Kind.AUTHENTICATION);

    private final MovableClock clock = new MovableClock();
    private final LoginBreaker breaker = new LoginBreaker(clock::nanoTime);

    @Test
    void isNotTriedWithTheNextMail() {
        assertThat(breaker.refusal()).isEmpty();
        breaker.refused(REFUSED);
        assertThat(breaker.refusal()).contains(REFUSED);
        clock.advance(Duration.ofMillis(9_999));
        assertThat(breaker.refusal()).contains(REFUSED);
    }

    @Test
    void isTriedByOneMailAfterAPause() {
        breaker.refused(REFUSED);
        clock.advance(Duration.ofSeconds(10));
        assertThat(breaker.refusal()).isEmpty();
        breaker.tried();
        assertThat(breaker.refusal()).contains(REFUSED);
    }

    @Test
    void isTriedAfterLongerPausesButNeverLongerThanFiveMinutes() {
        breaker.refused(REFUSED);
        for (int seconds : new int[] {20, 40, 80, 160, 300, 300}) {
            breaker.refused(REFUSED);
            clock.advance(Duration.ofSeconds(seconds - 1));
            assertThat(breaker.refusal()).isPresent();
            clock.advance(Duration.ofSeconds(1));
            assertThat(breaker.refusal()).isEmpty();
        }
    }

    @Test
    void isForgottenOnceItIsTaken() {
        breaker.refused(REFUSED);
        breaker.taken();
        assertThat(breaker.refusal()).isEmpty();
        assertThat(breaker.isAsNew()).isTrue();
    }
}
