package io.github.emailotp.storage;

import io.github.emailotp.storage.Claims.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Networks from which an account was asked for by somebody else, as its owner has reported: no code is mailed for them for a while.
 *
 * <p>All methods throw {@link io.github.emailotp.otp.ClaimsUnavailableException} if the cells cannot be reached.
 */
public final class ReportedNetworks {

    /** After a report. */
    static final Duration FIRST = Duration.ofMinutes(15);

    /** After another one within this time, and for as long. */
    static final Duration AGAIN = Duration.ofDays(1);

    private static final String KIND = "reported";
    private static final String VERSION = "n1";

    private final Claims claims;
    private final String realmId;
    private final Clock clock;

    /** Those of a realm. */
    public ReportedNetworks(Claims claims, String realmId, Clock clock) {
        this.claims = claims;
        this.realmId = realmId;
        this.clock = clock;
    }

    /**
     * Somebody else has asked for this account from there.
     *
     * @return how long no code is mailed for them
     */
    public Duration report(String userId, String network) {
        Instant now = clock.instant();
        return claims.change(name(userId, network), there -> {
            Duration silence = there.isPresent() ? AGAIN : FIRST;
            return new Step.Write<>(silence, VERSION + " " + now.plus(silence).toEpochMilli(), AGAIN);
        });
    }

    /** How much longer no code is mailed for whoever asks for this account from there; zero if one is. */
    public Duration silence(String userId, String network) {
        Optional<Instant> end =
                claims.read(name(userId, network)).map(text -> RecordText.read(text, ReportedNetworks::end));
        return end.map(until -> Duration.between(clock.instant(), until))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }

    private static Instant end(String text) {
        String[] fields = text.split(" ", -1);
        if (!fields[0].equals(VERSION)) {
            throw new IllegalArgumentException("another version");
        }
        return Instant.ofEpochMilli(Long.parseLong(fields[1]));
    }

    private String name(String userId, String network) {
        return claims.name(KIND, realmId, userId, network);
    }
}
