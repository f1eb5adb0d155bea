package io.github.emailotp.otp;

import java.time.Duration;
import java.util.Objects;

/**
 * The rules for challenges. Every policy that can be built is safe.
 *
 * @param format the shape of the codes
 * @param lifetime how long a code is accepted, 60 s to 600 s: NIST SP 800-63B-4 §3.1.3.2 and OWASP ASVS 5.0 6.5.5 allow
 *     ten minutes at most
 * @param tries how many answers are compared in one challenge, 1 to 10; a new code does not renew them (NIST SP 800-63B-4
 *     §3.1.3.2)
 * @param cooldown the wait after the first mail before another may be asked for, 10 s to 600 s; it doubles with each
 *     mail of the challenge, up to {@link #MAX_COOLDOWN}
 * @param guesses how many wrong codes an account may get, over all of its challenges
 * @param mails how many codes are mailed, over all challenges
 */
public record OtpPolicy(
        CodeFormat format, Duration lifetime, int tries, Duration cooldown, GuessLimits guesses, MailLimits mails) {

    public static final Duration MIN_LIFETIME = Duration.ofSeconds(60);
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(10);
    public static final int MIN_TRIES = 1;
    public static final int MAX_TRIES = 10;
    public static final Duration MIN_COOLDOWN = Duration.ofSeconds(10);
    public static final Duration MAX_COOLDOWN = Duration.ofMinutes(10);

    /** Slow mail is common: codes mailed before the newest one stay good, up to this many in all. */
    public static final int MAX_LIVE_CODES = 3;

    public OtpPolicy {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(guesses, "guesses");
        Objects.requireNonNull(mails, "mails");
        requireWithin("lifetime", lifetime, MIN_LIFETIME, MAX_LIFETIME);
        requireWithin("cooldown", cooldown, MIN_COOLDOWN, MAX_COOLDOWN);
        if (tries < MIN_TRIES || tries > MAX_TRIES) {
            throw new IllegalArgumentException("tries must be " + MIN_TRIES + " to " + MAX_TRIES + ", was " + tries);
        }
    }

    /** The wait after the mail of this ordinal, from 1. */
    public Duration cooldownAfter(int ordinal) {
        return DoublingWait.after(cooldown, ordinal - 1, MAX_COOLDOWN);
    }

    /** The chance to guess right within one challenge, with as many live codes as there can be: at most 1. */
    public double oddsOfGuessingOneChallenge() {
        return Math.min(1.0, (double) tries * MAX_LIVE_CODES / format.combinations());
    }

    /**
     * The chance to guess one account within 24 hours, at most 1, for somebody who can begin as many logins as they like.
     * However many codes are live at the same time, and however often the owner's own logins reset the guess budget: a
     * code can be guessed at in its own challenge only, so each mailed code meets at most as many comparisons as a
     * challenge has tries, and the mails to one address have a limit a day. Not counted are codes whose mails never arrive, while the
     * owner cannot log in either, so that the guess budget holds; and the limits that a known browser, and who has shown nothing yet, have of their own.
     */
    public double oddsOfGuessingAnAccountInADay() {
        return Math.min(1.0, (double) tries * mails.codesADay() / format.combinations());
    }

    private static void requireWithin(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min.toSeconds() + " s to " + max.toSeconds()
                    + " s, was " + value.toSeconds() + " s");
        }
    }
}
