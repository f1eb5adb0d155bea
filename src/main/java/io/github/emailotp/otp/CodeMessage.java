package io.github.emailotp.otp;

import java.time.Duration;
import java.time.Instant;

/**
 * A code on its way to a person.
 *
 * @param binding whom it is for and the address it goes to
 * @param code the code
 * @param ordinal its number within the challenge, from 1
 * @param sentAt when it is sent
 * @param lifetime how long it will be accepted
 * @param permit what was claimed for it, to be given back if it certainly does not arrive
 */
public record CodeMessage(
        Binding binding, OneTimeCode code, int ordinal, Instant sentAt, Duration lifetime, SendQuota.Allowed permit) {

    /** From then on the code is dead, and its mail would only confuse. */
    public Instant expiresAt() {
        return sentAt.plus(lifetime);
    }
}
