package io.github.emailotp.delivery;

import java.time.Duration;

/**
 * The size of an outbox.
 *
 * @param capacity how many mails it holds at most, those being sent and those waiting for another attempt included, from 1
 * @param threads how many mails are sent at the same time, from 1
 * @param waiters how many answers wait for their mails at the same time, from 0: each holds a thread of the server
 * @param drain how long it goes on sending when the server is stopped
 * @param report how long the stop then waits at most until it is told what was not sent
 */
public record OutboxLimits(int capacity, int threads, int waiters, Duration drain, Duration report) {

    public OutboxLimits {
        if (capacity < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "capacity and threads must be at least 1, were " + capacity + " and " + threads);
        }
        if (waiters < 0) {
            throw new IllegalArgumentException("waiters must not be negative, were " + waiters);
        }
        if (drain.isNegative() || report.isNegative()) {
            throw new IllegalArgumentException(
                    "drain and report must not be negative, were " + drain + " and " + report);
        }
    }

    /** How many mails of one realm it holds: who cannot send must leave room to others. */
    int capacityPerRealm() {
        return Math.max(1, capacity / 2);
    }

    /** How many mails it holds of realms that are slow, and of those that use a server of which nothing is known. */
    int capacityOfSlow() {
        return Math.max(1, capacity / 2);
    }

    /** How many mails it holds of realms that are not known to be well. */
    int capacityOfUnknown() {
        return capacity - capacity / 4;
    }

    /** How many mails of realms of which nothing is known are sent at the same time, until it is known that they are slow. */
    int threadsOfUnknown() {
        return threads - threads / 4;
    }

    /** How many mails are sent at the same time to a server of which nothing is known, of all realms that use it. */
    int threadsOfUnknownServer() {
        return Math.max(1, threads / 4);
    }

    /** How many mails of one realm are sent at the same time: a mail server that hangs must leave threads to others. */
    int threadsPerRealm() {
        return Math.max(1, threads / 2);
    }
}
