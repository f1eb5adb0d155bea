package io.github.emailotp.otp;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a mail has got.
 *
 * @param stage how far
 * @param at since when
 * @param reason why it failed, in one word; empty if it has not
 */
public record Sending(Stage stage, Instant at, String reason) {

    /** How far a mail can get, as far as we see. */
    public enum Stage {
        /** It is in the outbox, or on its way to the mail server. */
        WAITING,
        /** It could not be handed over yet, and will be tried again while its code lives. */
        RETRYING,
        /** The mail server has taken it; that it arrives is not promised. */
        HANDED_OVER,
        /** The mail server has not confirmed that it has taken it: it may arrive all the same. */
        UNCONFIRMED,
        /** The mail server has refused it for good. */
        REFUSED,
        /** It could not be handed over while its code was alive. */
        GIVEN_UP
    }

    public Sending {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
    }

    /** Of a mail that nothing has been heard of. */
    static Sending begun(SentCode code) {
        return new Sending(Stage.WAITING, code.sentAt(), "");
    }

    /** Of a mail that needs not leave any more: its login is over. */
    public static Sending settled(Instant now) {
        return new Sending(Stage.GIVEN_UP, now, "settled");
    }

    /** Whether there may be more to come. */
    public boolean isOnItsWay() {
        return stage == Stage.WAITING || stage == Stage.RETRYING;
    }

    /** Whether the mail will certainly not arrive: its code is void. */
    public boolean isFailed() {
        return stage == Stage.REFUSED || stage == Stage.GIVEN_UP;
    }
}
