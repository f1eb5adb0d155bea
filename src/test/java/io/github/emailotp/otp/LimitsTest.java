package io.github.emailotp.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Limits")
class LimitsTest {

    @Nested
    @DisplayName("on guesses")
    class Guesses {

        @ParameterizedTest
        @CsvSource({
            "1, 0",
            "9, 0",
            "10, 30",
            "11, 60",
            "12, 120",
            "13, 240",
            "17, 3840",
            "18, 7200",
            "19, 7200",
            "99, 7200"
        })
        void doubleTheWaitUpToTwoHours(int failures, long seconds) {
            assertThat(TestLimits.GUESSES.waitAfter(failures)).isEqualTo(Duration.ofSeconds(seconds));
        }

        @ParameterizedTest
        @CsvSource({
            "0, 30, 7200, 100, 'free guesses must be 1 to 19, was 0'",
            "20, 30, 7200, 100, 'free guesses must be 1 to 19, was 20'",
            "10, 9, 7200, 100, 'first wait in seconds must be 10 to 3600, was 9'",
            "10, 3601, 7200, 100, 'first wait in seconds must be 10 to 3600, was 3601'",
            "10, 30, 29, 100, 'longest wait in seconds must be 30 to 86400, was 29'",
            "10, 30, 86401, 100, 'longest wait in seconds must be 30 to 86400, was 86401'",
            "10, 30, 7200, 19, 'guesses until disabled must be 20 to 1000, was 19'",
            "10, 30, 7200, 1001, 'guesses until disabled must be 20 to 1000, was 1001'"
        })
        void nameValueAndBounds(int free, long first, long longest, int disabled, String message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new GuessLimits(free, Duration.ofSeconds(first), Duration.ofSeconds(longest), disabled))
                    .withMessage(message);
        }

        @Test
        void canBeAtTheirBounds() {
            new GuessLimits(1, Duration.ofSeconds(10), Duration.ofSeconds(10), 20);
            new GuessLimits(19, Duration.ofHours(1), Duration.ofDays(1), 1000);
        }

        @Test
        void areForgottenAfterThirtyDays() {
            assertThat(TestLimits.GUESSES.memory()).isEqualTo(Duration.ofDays(30));
        }

        @ParameterizedTest
        @CsvSource({"30, 86400, 1000", "3600, 7200, 1000", "30, 7200, 100", "10, 3600, 20"})
        void areNeverForgottenBeforeWhoeverNeverRestsIsDisabled(long first, long longest, int disabled) {
            GuessLimits limits = new GuessLimits(10, Duration.ofSeconds(first), Duration.ofSeconds(longest), disabled);
            Duration all = Duration.ZERO;
            for (int failure = 1; failure < disabled; failure++) {
                all = all.plus(limits.waitAfter(failure));
            }
            Duration twice = all.multipliedBy(2);
            assertThat(limits.memory())
                    .isGreaterThan(all)
                    .isEqualTo(twice.compareTo(GuessLimits.LEAST_MEMORY) > 0 ? twice : GuessLimits.LEAST_MEMORY);
        }
    }

    @Nested
    @DisplayName("on mails")
    class Mails {

        @Test
        void mustHaveOneADay() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MailLimits(
                            List.of(new RateLimit(3, Duration.ofMinutes(5))), Optional.empty(), Optional.empty()))
                    .withMessageContaining("limit a day");
        }

        @Test
        void countCodesOfTheDayBeforeThatAreStillAlive() {
            assertThat(MailLimits.DAY).isEqualTo(Duration.ofHours(24).plus(OtpPolicy.MAX_LIFETIME));
        }

        @ParameterizedTest
        @CsvSource({"0, 60", "1, 0", "1, -1"})
        void allowSomethingInSomeTime(int count, long seconds) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RateLimit(count, Duration.ofSeconds(seconds)))
                    .withMessageContaining("limit");
        }
    }
}
