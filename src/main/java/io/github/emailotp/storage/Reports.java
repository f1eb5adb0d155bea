package io.github.emailotp.storage;

import io.github.emailotp.storage.Claims.Step;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Reports that the owners of accounts can make, for one day each. Whoever knows a report's id, 128 random bits, can make it, once; stored is
 * only a hash of that and of the realm.
 *
 * <p>All methods throw {@link io.github.emailotp.otp.ClaimsUnavailableException} if the cells cannot be reached.
 */
public final class Reports {

    /** How long a report can be made. */
    static final Duration OPEN = Duration.ofDays(1);

    private static final String KIND = "report";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;

    private final Claims claims;
    private final String realmId;

    /** The reports of a realm. */
    public Reports(Claims claims, String realmId) {
        this.claims = claims;
        this.realmId = realmId;
    }

    /**
     * Opens one.
     *
     * @param userId whose account it is about
     * @param address where the mail goes
     * @param login the root authentication session
     * @param network whence the mail was asked for
     * @param passwordPassed whether the right password was typed
     * @return its id: hexadecimal digits, in which no filter finds anything
     */
    public String open(String userId, String address, String login, String network, boolean passwordPassed) {
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        open(id, new Report(userId, Report.hash(id, address), login, network, passwordPassed));
        return id;
    }

    /** Opens one again that was made in vain. */
    public void open(String id, Report report) {
        String text = ReportText.format(report);
        claims.change(name(id), there -> new Step.Write<>(null, text, OPEN));
    }

    /** One that can be made; empty if it was made, has ended, is another realm's, or was never opened. */
    public Optional<Report> find(String id) {
        return claims.read(name(id)).flatMap(ReportText::parse);
    }

    /** Makes one: of all callers, one gets it. */
    public Optional<Report> make(String id) {
        return claims.change(name(id), there -> {
            Optional<Report> open = there.flatMap(ReportText::parse);
            return open.isPresent() ? new Step.Write<>(open, ReportText.MADE, OPEN) : new Step.Keep<>(open);
        });
    }

    /** Whether the mail with it went to this address. */
    public static boolean isFor(String address, String id, Report report) {
        return report.address().equals(Report.hash(id, address));
    }

    private String name(String id) {
        return HashedName.of(KIND, realmId, id);
    }
}
