package io.github.emailotp.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An outcome with what the page needs to show it.
 *
 * @param outcome what happened
 * @param shown what the page says happened: the same, but for {@link Outcome#BARRED}, which must not show, and for the
 *     wrong answer that disables the step
 * @param newest the newest code that was mailed
 * @param good the newest code that can still be right: it has not expired, and its mail has not certainly failed
 * @param typed the code that was recognised in the answer, if it was an old one
 * @param triesLeft how many more answers will be compared; 0 means that the challenge is over
 * @param resendIn how long until a new code may be asked for; zero if it may now
 * @param answersIn how long until the next answer is looked at; zero if it is now
 * @param sending how far the newest mail has got, where that is not known at once
 * @param setback why the mail that was asked for last was not sent; empty if it was
 * @param failure why the mail could not be sent, in one word
 */
public record Reply(
        Outcome outcome,
        Outcome shown,
        Optional<SentCode> newest,
        Optional<SentCode> good,
        Optional<SentCode> typed,
        int triesLeft,
        Duration resendIn,
        Duration answersIn,
        Optional<Sending> sending,
        Optional<Setback> setback,
        Optional<String> failure) {

    public Reply {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(shown, "shown");
    }

    static Reply of(Outcome outcome) {
        return new Reply(
                outcome,
                outcome,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Reply of(Outcome outcome, Challenge challenge, Duration resendIn) {
        return new Reply(
                outcome,
                outcome,
                challenge.newest(),
                Optional.empty(),
                Optional.empty(),
                triesLeft(challenge),
                resendIn,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What is paid for can still be had. */
    private static int triesLeft(Challenge challenge) {
        return challenge.isOver() ? 0 : Math.max(1, challenge.triesLeft());
    }

    Reply typed(SentCode code) {
        return new Reply(
                outcome,
                shown,
                newest,
                good,
                Optional.of(code),
                triesLeft,
                resendIn,
                answersIn,
                sending,
                setback,
                failure);
    }

    Reply failed(String reason) {
        return new Reply(
                outcome,
                shown,
                newest,
                good,
                typed,
                triesLeft,
                resendIn,
                answersIn,
                sending,
                setback,
                Optional.of(reason));
    }

    /** No answer is looked at before then, and so no mail is sent either. */
    Reply answersIn(Duration wait) {
        Duration mailsIn = wait.compareTo(resendIn) > 0 ? wait : resendIn;
        return new Reply(outcome, shown, newest, good, typed, triesLeft, mailsIn, wait, sending, setback, failure);
    }

    /** What is known of the mails. */
    Reply mails(Optional<Sending> newestMail, Optional<SentCode> goodCode, Optional<Setback> last) {
        return new Reply(
                outcome, shown, newest, goodCode, typed, triesLeft, resendIn, answersIn, newestMail, last, failure);
    }

    /** The same, but nothing is known of how far the newest mail has got. */
    public Reply withoutItsMail() {
        return mails(Optional.empty(), good, setback);
    }

    /** The same outcome, but the page says another. */
    public Reply shownAs(Outcome other) {
        return new Reply(
                outcome, other, newest, good, typed, triesLeft, resendIn, answersIn, sending, setback, failure);
    }

    /** The same page, but barred is what happened. */
    Reply barred() {
        return new Reply(
                Outcome.BARRED, shown, newest, good, typed, triesLeft, resendIn, answersIn, sending, setback, failure);
    }

    /** Whether the challenge is over, so that only a new login or another way helps. */
    public boolean isOver() {
        return triesLeft == 0;
    }

    /** How long a code can still be right; zero if none can. */
    public Duration remaining(Instant now) {
        return good.map(code -> Duration.between(now, code.expiresAt()))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }
}
