package io.github.emailotp.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A policy")
class OtpPolicyTest {

    private static final CodeFormat FORMAT = new CodeFormat(Alphabet.DIGITS, 8);

    @ParameterizedTest
    @CsvSource({"60, 1, 10", "600, 10, 600"})
    void takesTheBounds(int lifetime, int tries, int cooldown) {
        assertThatCode(() -> policy(lifetime, tries, cooldown)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "59, 5, 30, 'lifetime must be 60 s to 600 s, was 59 s'",
        "601, 5, 30, 'lifetime must be 60 s to 600 s, was 601 s'",
        "300, 0, 30, 'tries must be 1 to 10, was 0'",
        "300, 11, 30, 'tries must be 1 to 10, was 11'",
        "300, 5, 9, 'cooldown must be 10 s to 600 s, was 9 s'",
        "300, 5, 601, 'cooldown must be 10 s to 600 s, was 601 s'"
    })
    void cannotBeBuiltUnsafe(int lifetime, int tries, int cooldown, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy(lifetime, tries, cooldown))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "2, 60", "3, 120", "4, 240", "5, 480", "6, 600", "60, 600", "2147483647, 600"})
    void doublesTheCooldownUpToTenMinutes(int ordinal, int seconds) {
        assertThat(policy(300, 5, 30).cooldownAfter(ordinal)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void makesAChallengeOfEightDigitsAsGoodAsUnguessable() {
        assertThat(policy(300, 5, 30).oddsOfGuessingOneChallenge()).isLessThanOrEqualTo(1.5e-7);
    }

    @ParameterizedTest
    @CsvSource({"6, 5e-5", "7, 5e-6", "8, 5e-7", "9, 5e-8", "10, 5e-9"})
    void boundsTheOddsOfGuessingAnAccountInADay(int digits, double odds) {
        OtpPolicy policy = new OtpPolicy(
                new CodeFormat(Alphabet.DIGITS, digits),
                Duration.ofMinutes(5),
                5,
                Duration.ofSeconds(30),
                TestLimits.GUESSES,
                TestLimits.MAILS);
        assertThat(policy.oddsOfGuessingAnAccountInADay()).isLessThanOrEqualTo(odds);
    }

    private static OtpPolicy policy(int lifetime, int tries, int cooldown) {
        return new OtpPolicy(
                FORMAT,
                Duration.ofSeconds(lifetime),
                tries,
                Duration.ofSeconds(cooldown),
                TestLimits.GUESSES,
                TestLimits.MAILS);
    }
}
