package io.github.emailotp.otp;

import java.util.Optional;

/** Port: the realm's secret keys. A dump of the caches without them cannot be searched for the codes. */
public interface SealingKeys {

    /** The key that new codes are sealed with. */
    SealingKey active();

    /**
     * The key that an earlier code was sealed with.
     *
     * @return empty if the realm no longer has it: the codes sealed with it are then worthless
     */
    Optional<SealingKey> find(String keyId);

    /** One secret key. */
    interface SealingKey {

        /** The key's id within its realm. */
        String id();

        /** An HMAC (RFC 2104) of at least 256 bits over the input. */
        byte[] mac(byte[] input);
    }
}
