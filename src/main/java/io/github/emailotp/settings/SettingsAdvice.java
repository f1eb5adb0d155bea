package io.github.emailotp.settings;

import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.OtpPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is allowed, each value for itself, but unwise together. */
final class SettingsAdvice {

    /** The chance to guess an account within a day that the defaults keep to. */
    static final double TOLERABLE_ODDS = 5e-7;

    private SettingsAdvice() {}

    /** A sentence for each thing that an administrator should know; none for the defaults. */
    static List<String> on(OtpPolicy policy) {
        List<String> advice = new ArrayList<>();
        if (policy.oddsOfGuessingAnAccountInADay() > TOLERABLE_ODDS) {
            advice.add(String.format(
                    Locale.ROOT,
                    "codeLength, codeAlphabet, codeAttempts and mailsPerDay together let an account be guessed within"
                            + " a day with odds of 1 in %,d; 1 in 2,000,000 is advised",
                    Math.round(1 / policy.oddsOfGuessingAnAccountInADay())));
        }
        if (policy.guesses().untilDisabled() > GuessLimits.MOST_IN_A_ROW) {
            advice.add("guessesUntilDisabled is above " + GuessLimits.MOST_IN_A_ROW
                    + ", the most that NIST SP 800-63B-4 allows in a row");
        }
        if (policy.cooldown().compareTo(policy.lifetime()) > 0) {
            advice.add("resendCooldown is longer than codeLifetime: people wait without a valid code");
        }
        return advice;
    }
}
