package io.github.emailotp.flow;

import io.github.emailotp.storage.HashedName;
import java.util.Objects;

/**
 * An account at an identity provider, with which somebody has come whom this realm does not know yet.
 *
 * @param alias the provider's
 * @param provider the provider's name, as people know it
 * @param id the account's, at the provider
 * @param name the user name there; empty if it has none
 * @param address the address that it came with; empty if there is none
 */
public record Upstream(String alias, String provider, String id, String name, String address) {

    public Upstream {
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }

    /** The same for the same account at the same provider, and for no other. */
    String mark() {
        return HashedName.of("upstream", alias, id);
    }
}
