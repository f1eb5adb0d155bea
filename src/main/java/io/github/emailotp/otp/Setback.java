package io.github.emailotp.otp;

import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Why the mail that was asked for last was not sent, or why there is none to ask for, so that a page that is loaded again says so, too.
 *
 * @param limit the limit that is reached; empty if the mail could not be sent
 * @param reason in one word, as events have it
 * @param ordinal the number of the mail that could not be sent; 0 if none was begun
 * @param at when it was asked for
 * @param retryAt when a mail may be asked for again
 */
public record Setback(Optional<Limit> limit, String reason, int ordinal, Instant at, Instant retryAt) {

    private static final String USED = "already_used";

    public Setback {
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(retryAt, "retryAt");
    }

    static Setback of(Denied denied, Instant now) {
        return new Setback(Optional.of(denied.limit()), denied.limit().word(), 0, now, now.plus(denied.retryAfter()));
    }

    static Setback ofFailure(String reason, int ordinal, Instant now, Instant retryAt) {
        return new Setback(Optional.empty(), reason, ordinal, now, retryAt);
    }

    /** A code was right, but somebody had used it before. */
    static Setback ofUse(Instant now) {
        return ofFailure(USED, 0, now, now);
    }

    /** Whether a code was used before. */
    public boolean isOfUse() {
        return reason.equals(USED);
    }

    /** Whether no mail has been sent since. */
    boolean isNews(Challenge challenge) {
        return challenge.newest().filter(code -> !at.isAfter(code.sentAt())).isEmpty();
    }

    Duration retryIn(Instant now) {
        Duration wait = Duration.between(now, retryAt);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
