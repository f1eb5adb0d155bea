package io.github.emailotp.storage;

import io.github.emailotp.otp.Purpose;
import java.util.Objects;
import java.util.Optional;

/**
 * A login that a code was mailed for.
 *
 * @param id the root authentication session's, which is that of the sessions that the login becomes
 * @param network whence the mail was asked for, as {@link io.github.emailotp.otp.ClientNetwork} names it
 * @param purpose what the code does
 * @param password whether the account's was shown
 * @param link the account that the code would link; empty if none
 */
public record ReportedLogin(String id, String network, Purpose purpose, Password password, Optional<Link> link) {

    public ReportedLogin {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(link, "link");
    }

    /** Whether whoever has asked for the code has shown the password. */
    public enum Password {
        NOT_SHOWN,
        /** In this login, and the code is what stands behind it. */
        SHOWN,
        /** In a login before, or where no code stands behind it. */
        SHOWN_EARLIER
    }

    /**
     * An account at an identity provider.
     *
     * @param provider the provider's alias
     * @param id the account's there
     */
    public record Link(String provider, String id) {

        public Link {
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(id, "id");
        }
    }
}
