package io.github.emailotp.otp;

import java.time.Duration;
import java.util.Optional;

/** Port: how many mails may be sent. A permit is claimed atomically, so that parallel requests share it. */
public interface SendQuota {

    /**
     * Claims the right to mail one code now.
     *
     * @param cooldown how long the next claim for the same person, purpose and session is refused, if this one is granted
     */
    Permit claim(Binding binding, Duration cooldown);

    /** Gives a granted claim back: its mail was not sent. */
    void release(Binding binding);

    /**
     * The answer to a claim.
     *
     * @param retryAfter how long to wait at most; empty if the claim is granted
     */
    record Permit(Optional<Duration> retryAfter) {

        public static Permit granted() {
            return new Permit(Optional.empty());
        }

        public static Permit after(Duration wait) {
            return new Permit(Optional.of(wait));
        }

        public boolean isGranted() {
            return retryAfter.isEmpty();
        }
    }
}
