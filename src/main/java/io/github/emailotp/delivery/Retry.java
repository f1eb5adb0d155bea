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
        /** What it needs is all in use: it has not been tried. */
        NO_CONNECTION;

        /** The cause that this failure is. */
        static Cause of(SmtpFailure failure) {
            if (failure.isUntried()) {
                return NO_CONNECTION;
            }
            if (failure.isOfSilence()) {
                return failure.kind() == SmtpFailure.Kind.TIMEOUT ? TIMED_OUT : TIMED_OUT_ELSEWHERE;
            }
            return failure.origin() == SmtpFailure.Origin.THE_SERVER ? FAILED : ELSEWHERE;
        }

        /** What it is where the mail server was another one, or none. */
        Cause elsewhere() {
            return switch (this) {
                case FAILED, ELSEWHERE -> ELSEWHERE;
                case TIMED_OUT, TIMED_OUT_ELSEWHERE -> TIMED_OUT_ELSEWHERE;
                case NO_CONNECTION -> NO_CONNECTION;
            };
        }

        /** Whether it tells anything of the mail server. */
        boolean isOfTheServer() {
            return this == FAILED || this == TIMED_OUT;
        }
    }
}
