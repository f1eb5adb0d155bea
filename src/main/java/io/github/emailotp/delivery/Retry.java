package io.github.emailotp.delivery;

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
        /** What it needs is all in use: it has not been tried. */
        NO_CONNECTION
    }
}
