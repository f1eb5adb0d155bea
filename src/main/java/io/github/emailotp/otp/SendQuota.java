package io.github.emailotp.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Port: how many mails may be sent. A permit is claimed atomically across the cluster, so that parallel requests share it.
 *
 * <p>All methods throw {@link ClaimsUnavailableException} if the claims cannot be reached.
 */
public interface SendQuota {

    /**
     * Claims the right to mail one code now.
     *
     * @param cooldown how long the next claim for the same person, purpose and session is refused, if this one is granted
     */
    Permit claim(Binding binding, Duration cooldown, MailLimits limits);

    /** Gives a granted claim back, as far as it is still held: its mail was not sent. */
    void giveBack(Allowed permit);

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
     * @param claims names what was claimed, to give it back, and until when it is held
     */
    record Allowed(Map<String, Instant> claims) implements Permit {

        public Allowed {
            claims = Map.copyOf(claims);
        }
    }

    /**
     * No code may be mailed now.
     *
     * @param limit the limit that is reached
     * @param retryAfter how long to wait at most
     */
    record Denied(Limit limit, Duration retryAfter) implements Permit {}
}
