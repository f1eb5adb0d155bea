package io.github.emailotp.storage;

import java.util.Locale;
import java.util.Objects;

/**
 * What is remembered of a login that a code was mailed for, should the account's owner say that it was not theirs.
 *
 * @param userId the account's
 * @param address a hash of where the mail went; the report's id, which is not stored, is part of it
 * @param login the root authentication session
 * @param network whence the mail was asked for, as {@link io.github.emailotp.otp.ClientNetwork} names it
 * @param passwordPassed whether the right password had been typed
 */
public record Report(String userId, String address, String login, String network, boolean passwordPassed) {

    public Report {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(network, "network");
    }

    /** Of an address that the mail went to, for {@link #address}. */
    static String hash(String id, String address) {
        return HashedName.of("report-address", id, address.strip().toLowerCase(Locale.ROOT));
    }
}
