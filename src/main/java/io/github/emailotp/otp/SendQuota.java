package io.github.emailotp.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Port: how many mails may be sent. A permit is claimed atomically across the cluster, so that parallel requests share it.
 *
 * <p>All methods but {@link #redeemed} throw {@link ClaimsUnavailableException} if the claims cannot be reached.
 */
public interface SendQuota {

    /**
     * Claims the right to mail one code now.
     *
     * @param numbered the highest number that a mail of the challenge has had, 0 before the first: this one's is higher, though it may go
     *     to another mailbox
     * @param owed claims that were perhaps made, and led to no mail: one of them is taken in place of a new one
     * @throws ClaimsUnavailableException which names this claim, if it is not known whether it was made
     */
    Permit claim(Binding binding, int numbered, Collection<String> owed, OtpPolicy policy);

    /** Claims it for a new challenge, to which nothing is owed. */
    default Permit claim(Binding binding, OtpPolicy policy) {
        return claim(binding, 0, List.of(), policy);
    }

    /**
     * Which of these claims, that were perhaps made, certainly were not. Where nothing at all is known of the mailbox, none is: that may be the
     * cache's fault.
     */
    Collection<String> unmade(Binding binding, Collection<String> owed);

    /**
     * What forbids a mail for the longest time now, as a claim would; empty if nothing does. Claims nothing. Mails that were {@link #refused} or
     * {@link #unsent} since the last claim have made the wait shorter than that one said.
     */
    Optional<Denied> refusal(Binding binding, OtpPolicy policy);

    /**
     * A mail certainly does not arrive. It is not charged to the day and the realm; the wait and the short limits stay, so that
     * an address which refuses mails cannot be hammered. From then on its code must be worth nothing.
     *
     * @param claims as {@link Allowed} names them
     */
    void refused(String claims);

    /**
     * A mail was never given to anybody who could deliver it. Only the wait stays. From then on its code must be worth nothing.
     *
     * @param claims as {@link Allowed} names them
     */
    void unsent(String claims);

    /** Whether a mail with these claims was told to be {@link #refused} or {@link #unsent}. */
    boolean isRefused(String claims);

    /**
     * The code of one of these mails was typed: its reader wanted them all, and none of their codes can be guessed at any more. They
     * count for the realm only. A problem with the claims is not the person's: it is logged.
     */
    void redeemed(Collection<String> claims);

    /** What a claim is refused for. */
    enum Limit {
        /** The mail before it in the same session is too fresh. */
        COOLDOWN,
        /** The mailbox has got enough. */
        ADDRESS,
        /** The client's network has asked for enough. */
        CLIENT,
        /** The realm has sent enough. */
        REALM;

        /** As events have it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The answer to a claim. */
    sealed interface Permit {}

    /**
     * One code may be mailed.
     *
     * @param claims names what was claimed; short, and without anybody's name or address
     * @param ordinal the number of the mail, from 1: higher than any that its mailbox has got lately, or its challenge has had
     * @param nextAt when the next claim for the same person, purpose and session can be granted
     * @param nextAtIfRefused when that is if the mail does not arrive
     */
    record Allowed(String claims, int ordinal, Instant nextAt, Instant nextAtIfRefused) implements Permit {

        public Allowed {
            Objects.requireNonNull(claims, "claims");
            Objects.requireNonNull(nextAt, "nextAt");
            Objects.requireNonNull(nextAtIfRefused, "nextAtIfRefused");
        }

        /** With other claims. */
        public Allowed claimed(String names) {
            return new Allowed(names, ordinal, nextAt, nextAtIfRefused);
        }
    }

    /**
     * No code may be mailed now.
     *
     * @param limit the limit that is reached
     * @param retryAfter how long to wait
     */
    record Denied(Limit limit, Duration retryAfter) implements Permit {}
}
