package io.github.emailotp.otp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many codes are mailed, whoever asks.
 *
 * @param perAddress to one mailbox; all of them hold at the same time. At least one is over {@link #DAY}
 * @param perClient for one client network, to whatever mailboxes; empty for no limit
 * @param perRealm for a whole realm; empty for no limit
 */
public record MailLimits(List<RateLimit> perAddress, Optional<RateLimit> perClient, Optional<RateLimit> perRealm) {

    /**
     * The window of a limit a day. It is longer than a day by the longest lifetime of a code, so that the codes which can
     * be guessed in any 24 hours, those mailed just before included, are no more than the limit.
     */
    public static final Duration DAY = Duration.ofDays(1).plus(OtpPolicy.MAX_LIFETIME);

    /** A limit over a longer window is one a day. */
    public static final Duration HOUR = Duration.ofHours(1);

    public MailLimits {
        perAddress = List.copyOf(perAddress);
        if (perAddress.stream().noneMatch(limit -> limit.window().equals(DAY))) {
            throw new IllegalArgumentException("the mails to one address must have a limit a day");
        }
    }

    /** The limits on one mailbox: mails in 5 minutes, in 15 minutes, in an hour and in a day. */
    public static List<RateLimit> perAddress(int in5Minutes, int in15Minutes, int inAnHour, int inADay) {
        return List.of(
                new RateLimit(in5Minutes, Duration.ofMinutes(5)),
                new RateLimit(in15Minutes, Duration.ofMinutes(15)),
                new RateLimit(inAnHour, HOUR),
                new RateLimit(inADay, DAY));
    }

    /** How many codes can be guessed at in any 24 hours. */
    int codesADay() {
        return perAddress.stream()
                .filter(limit -> limit.window().equals(DAY))
                .mapToInt(RateLimit::count)
                .min()
                .orElseThrow();
    }
}
