package io.github.emailotp.otp;

import java.time.Duration;
import java.util.Optional;

/** The limits that the settings have by default. */
public final class TestLimits {

    public static final GuessLimits GUESSES =
            new GuessLimits(10, Duration.ofSeconds(30), Duration.ofHours(2), GuessLimits.MOST_IN_A_ROW);

    public static final MailLimits MAILS =
            new MailLimits(MailLimits.perAddress(3, 5, 10, 10), Optional.empty(), Optional.empty());

    private TestLimits() {}
}
