package io.github.emailotp.delivery;

import java.time.Duration;

/** How soon jobs come to their end, as far as is known. */
enum Pace {
    /** Nothing has come to its end lately, or nothing tells. */
    UNKNOWN,
    /** The last one came to its end soon, and none takes long. */
    PROMPT,
    /** Others must be kept from waiting for it. */
    SLOW;

    /** What takes longer is slow: others must not wait for it. */
    static final Duration LONG = Duration.ofSeconds(1);

    /** Mail servers take seconds for mails that they look into; what takes longer than this may as well hang. */
    static final Duration LATE = Duration.ofSeconds(10);

    /** So long after the last job, nothing is known any more. */
    static final Duration MEMORY = Duration.ofMinutes(10);
}
