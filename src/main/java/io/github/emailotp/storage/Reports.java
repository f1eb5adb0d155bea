package io.github.emailotp.storage;

import io.github.emailotp.storage.Claims.Step;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Reports that the owners of accounts can make, for one day from the mail. Whoever knows a report's id, 128 random bits, can make it, once;
 * stored is only a hash of that and of the realm.
 *
 * <p>A request that makes one has a minute to say that all is done. If it is never heard of, whatever has become of it, the report can be made
 * again: nothing of what follows does harm twice.
 *
 * <p>All methods throw {@link io.github.emailotp.otp.ClaimsUnavailableException} if the cells cannot be reached.
 */
public final class Reports {

    /** How long a report can be made. */
    static final Duration OPEN = Duration.ofDays(1);

    /** How long a request may take to make one. */
    static final Duration MAKING = Duration.ofMinutes(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final String KIND = "report";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;

    private final Claims claims;
    private final String realmId;
    private final Clock clock;

    /** The reports of a realm. */
    public Reports(Claims claims, String realmId, Clock clock) {
        this.claims = claims;
        this.realmId = realmId;
        this.clock = clock;
    }

    /**
     * Opens one of a mail that is written now.
     *
     * @param userId whose account it is about
     * @param address where the mail goes
     * @return its id: hexadecimal digits, in which no filter finds anything
     */
    public String open(String userId, String address, ReportedLogin login) {
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        open(id, new Report(userId, Report.hash(id, address), login, clock.instant()));
        return id;
    }

    void open(String id, Report report) {
        KeptReport kept = new KeptReport(report, Optional.empty());
        claims.change(name(id), there -> written(null, kept));
    }

    /** One that can be made; empty if it was made, has ended, is another realm's, or was never opened. */
    public Optional<Report> find(String id) {
        return kept(id).filter(this::isOpen).map(KeptReport::report);
    }

    /** What whoever has made it was told; empty if it was not made, or is none. */
    public Optional<String> told(String id) {
        return kept(id).flatMap(kept -> kept.told(clock.instant()));
    }

    /**
     * Begins to make one: of all callers, one does.
     *
     * @param mark the caller's, as of {@link Claims#mark()}
     * @param told what they are told, for {@link #told}
     */
    public boolean make(String id, String mark, String told) {
        Instant until = clock.instant().plus(MAKING);
        return change(id, this::isOpen, kept -> kept.madeBy(mark, told, until));
    }

    /** It is made. */
    public void made(String id, String mark, String told) {
        change(id, kept -> kept.isMadeBy(mark), kept -> kept.madeBy(mark, told, end(kept.report())));
    }

    /** What the caller has made, or perhaps has made, has come to nothing. */
    public void reopen(String id, String mark) {
        change(id, kept -> kept.isMadeBy(mark), KeptReport::open);
    }

    private boolean change(String id, Predicate<KeptReport> condition, UnaryOperator<KeptReport> change) {
        return claims.change(
                name(id),
                there -> there.flatMap(ReportText::parse)
                        .filter(condition)
                        .<Step<Boolean>>map(kept -> written(true, change.apply(kept)))
                        .orElseGet(() -> new Step.Keep<>(false)));
    }

    private <T> Step<T> written(T answer, KeptReport kept) {
        Duration left = Duration.between(clock.instant(), end(kept.report()));
        return new Step.Write<>(answer, ReportText.format(kept), left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
    }

    private boolean isOpen(KeptReport kept) {
        return kept.told(clock.instant()).isEmpty();
    }

    private static Instant end(Report report) {
        return report.mailedAt().plus(OPEN);
    }

    private Optional<KeptReport> kept(String id) {
        return claims.read(name(id)).flatMap(ReportText::parse);
    }

    /** Whether the mail with it went to this address. */
    public static boolean isFor(String address, String id, Report report) {
        return report.address().equals(Report.hash(id, address));
    }

    private String name(String id) {
        return HashedName.of(KIND, realmId, id);
    }
}
