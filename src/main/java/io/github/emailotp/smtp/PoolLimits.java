package io.github.emailotp.smtp;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param maxConnections how many may be open at a time for one SMTP configuration
 * @param idle how long one is kept unused; SMTP servers close theirs after 5 min (RFC 5321 §4.5.3.2.7), many much earlier
 * @param age how long one is used at most
 * @param mails how many mails go through one
 * @param waitLimit how long a mail waits for one
 * @param conversation how long a mail is talked about at most
 */
record PoolLimits(
        int maxConnections, Duration idle, Duration age, int mails, Duration waitLimit, Duration conversation) {

    PoolLimits {
        requirePositive("maxConnections", maxConnections);
        requirePositive("idle", idle.toMillis());
        requirePositive("age", age.toMillis());
        requirePositive("mails", mails);
        requirePositive("waitLimit", waitLimit.toMillis());
        requirePositive("conversation", conversation.toMillis());
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
