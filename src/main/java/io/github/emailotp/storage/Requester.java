package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import java.util.Objects;

/**
 * Who asks for a code.
 *
 * @param acquaintance what is known of them
 * @param network the client's network, as {@link io.github.emailotp.otp.ClientNetwork} names it
 */
public record Requester(Acquaintance acquaintance, String network) {

    public Requester {
        Objects.requireNonNull(acquaintance, "acquaintance");
        Objects.requireNonNull(network, "network");
    }
}
