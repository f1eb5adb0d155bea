package io.github.emailotp.storage;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * What is remembered of a code's mail, should the account's owner say that the login was not theirs.
 *
 * @param userId the account's
 * @param address a hash of where the mail went; the report's id, which is not stored, is part of it
 * @param login what the mail was for
 * @param mailedAt when it was written, in milliseconds
 */
public record Report(String userId, String address, ReportedLogin login, Instant mailedAt) {

    public Report {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(mailedAt, "mailedAt");
    }

    /** Of an address that the mail went to, for {@link #address}. */
    static String hash(String id, String address) {
        return HashedName.of("report-address", id, address.strip().toLowerCase(Locale.ROOT));
    }
}
