package io.github.emailotp.delivery;

import io.github.emailotp.smtp.SmtpFailure;
import java.time.Duration;

/**
 * How a job that is not done is gone on with.
 *
 * @param pause how long it waits first
 * @param cause why it is not done
 */
record Retry(Duration pause, Cause cause) {

    /** Why a job is not done: what it tells of others of the same owner. */
    enum Cause {
        FAILED,
        /** The mail server did not answer in time. */
        TIMED_OUT,
        /** What else it needs did not answer in time, such as who gives the token for its login. */
        TIMED_OUT_ELSEWHERE,
        /** It did not come to the mail server, or to another one: it tells nothing of that. */
        ELSEWHERE,
        /** It broke off without an answer, or its code died before: a time-out if that took long, else it tells nothing. */
        BROKEN_OFF,
        /** What it needs is all in use: it has not been tried. */
        NO_CONNECTION,
        /** The server takes nothing for a while, which another may have been told: it has not been tried. */
        PAUSED,
        /** It was refused for a limit of the server, such as on mails in a time, which may be none of the next one's: it has lost nothing. */
        TOO_FAST;

        /** The cause that this failure is. */
        static Cause of(SmtpFailure failure) {
            if (failure.met() == SmtpFailure.Met.A_LIMIT) {
                return TOO_FAST;
            }
            if (failure.isUntried()) {
                return failure.kind() == SmtpFailure.Kind.BUSY ? NO_CONNECTION : PAUSED;
            }
            if (failure.mayHaveBeenAccepted()) {
                return BROKEN_OFF;
            }
            if (failure.isOfSilence()) {
                return failure.kind() == SmtpFailure.Kind.TIMEOUT ? TIMED_OUT : TIMED_OUT_ELSEWHERE;
            }
            return switch (failure.origin()) {
                case THE_SERVER -> FAILED;
                case THE_DEADLINE -> BROKEN_OFF;
                case ELSEWHERE -> ELSEWHERE;
            };
        }

        /** What it is where the mail server was another one, or none. */
        Cause elsewhere() {
            return switch (this) {
                case FAILED, BROKEN_OFF, ELSEWHERE -> ELSEWHERE;
                case TIMED_OUT, TIMED_OUT_ELSEWHERE -> TIMED_OUT_ELSEWHERE;
                case NO_CONNECTION, PAUSED, TOO_FAST -> this;
            };
        }

        /** Whether it tells anything of the mail server, after so many nanoseconds. */
        boolean isOfTheServer(long taken) {
            return this == FAILED || this == TIMED_OUT || (this == BROKEN_OFF && isLate(taken));
        }

        /** Whether it tells anything of the owner's next job, after so many nanoseconds. */
        boolean isOfTheOwner(long taken) {
            return switch (this) {
                case FAILED, TIMED_OUT, TIMED_OUT_ELSEWHERE -> true;
                case BROKEN_OFF -> isLate(taken);
                // What came soon to an end does not tell that the mail server is well.
                case ELSEWHERE -> taken >= Pace.LONG.toNanos();
                case NO_CONNECTION, PAUSED, TOO_FAST -> false;
            };
        }

        /** Whether something gave no answer, or one that was of no more use, after so many nanoseconds. */
        boolean isTimeOut(long taken) {
            return this == TIMED_OUT || this == TIMED_OUT_ELSEWHERE || (!isUntried() && isLate(taken));
        }

        /** Whether it costs no attempt. */
        boolean isUntried() {
            return this == NO_CONNECTION || this == PAUSED || this == TOO_FAST;
        }

        private static boolean isLate(long taken) {
            return taken >= Pace.LATE.toNanos();
        }
    }
}
