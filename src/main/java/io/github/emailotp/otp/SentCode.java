package io.github.emailotp.otp;

import java.time.Instant;
import java.util.Objects;

/**
 * A code that was mailed.
 *
 * @param ordinal its number among the mails that the mailbox has got lately, from 1; mail and page both show it
 * @param sealed the code, sealed
 * @param sentAt when it was handed to the channel
 * @param expiresAt the first instant at which it is refused
 * @param nextAt when the next may be asked for
 * @param nextAtIfRefused when that is if its mail does not arrive
 * @param permit what was claimed for its mail
 * @param sending the id under which {@link Sendings} tells how far its mail has got; empty if that was known at once
 */
public record SentCode(
        int ordinal,
        SealedCode sealed,
        Instant sentAt,
        Instant expiresAt,
        Instant nextAt,
        Instant nextAtIfRefused,
        String permit,
        String sending) {

    public SentCode {
        Objects.requireNonNull(sealed, "sealed");
        Objects.requireNonNull(nextAt, "nextAt");
        Objects.requireNonNull(nextAtIfRefused, "nextAtIfRefused");
        Objects.requireNonNull(permit, "permit");
        Objects.requireNonNull(sending, "sending");
        if (ordinal < 1) {
            throw new IllegalArgumentException("ordinal must be at least 1, was " + ordinal);
        }
        if (!expiresAt.isAfter(sentAt)) {
            throw new IllegalArgumentException("a code must expire after it was sent");
        }
    }

    /** What the code looks like. */
    public CodeFormat format() {
        return sealed.format();
    }

    SentCode sentAs(String id) {
        return new SentCode(ordinal, sealed, sentAt, expiresAt, nextAt, nextAtIfRefused, permit, id);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
