package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.storage.Claims.Step;
import io.github.emailotp.storage.PermitText.Counted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many mails a client network has asked for, and a realm has sent: one record each, where they are limited. */
final class MailCounts {

    private final Claims claims;
    private final Requester requester;
    private final Clock clock;

    MailCounts(Claims claims, Requester requester, Clock clock) {
        this.claims = claims;
        this.requester = requester;
        this.clock = clock;
    }

    /**
     * What a mail is counted for.
     *
     * @param name of the record
     */
    record Counter(Limit limit, String name, RateLimit rate) {}

    /** Where a mail of this requester is counted. Of a known browser no network is asked: it has shown that its mails are wanted. */
    List<Counter> of(Binding binding, MailLimits limits) {
        List<Counter> counters = new ArrayList<>();
        limits.perClient()
                .filter(rate -> requester.acquaintance() != Acquaintance.KNOWN)
                .map(rate ->
                        new Counter(Limit.CLIENT, claims.name("client", binding.realmId(), requester.network()), rate))
                .ifPresent(counters::add);
        limits.perRealm()
                .map(rate -> new Counter(Limit.REALM, claims.name("realm", binding.realmId()), rate))
                .ifPresent(counters::add);
        return counters;
    }

    /** The place that a mail takes which is counted now. */
    Counted place(Counter counter) {
        return Counted.at(counter.name(), counter.rate(), clock.instant());
    }

    /**
     * Counts a mail.
     *
     * @return how long until there is room; empty if it is counted
     */
    Optional<Duration> take(Counted place, RateLimit rate) {
        Instant now = clock.instant();
        return claims.change(place.name(), record -> {
            CountRecord counts = CountRecord.parse(record).at(rate, now);
            if (counts.isMarked(place.mark())) {
                return new Step.Keep<>(Optional.empty());
            }
            Optional<Duration> full = counts.wait(rate, now);
            return full.isPresent()
                    ? new Step.Keep<>(full)
                    : new Step.Write<>(
                            full, counts.with(place.part(), place.mark()).text(), place.lifespan());
        });
    }

    /** How long until there is room; empty if there is. */
    Optional<Duration> wait(Counter counter) {
        Instant now = clock.instant();
        return CountRecord.parse(claims.read(counter.name()))
                .at(counter.rate(), now)
                .wait(counter.rate(), now);
    }

    /** A mail that was counted counts no more; once, however often it is told, unless many others come in between. */
    void giveBack(Counted place) {
        String mark = place.markGivenBack();
        claims.change(place.name(), record -> {
            CountRecord counts = CountRecord.parse(record);
            if (counts.isMarked(mark) || !counts.has(place.part())) {
                return new Step.Keep<>(null);
            }
            return write(counts.without(place.part(), place.mark()).marked(mark), place);
        });
    }

    /** A mail that was perhaps counted certainly counts no more, unless too many others have been counted since to tell. */
    void giveBackIfTaken(Counted place) {
        claims.change(place.name(), record -> {
            CountRecord counts = CountRecord.parse(record);
            return counts.isMarked(place.mark())
                    ? write(counts.without(place.part(), place.mark()), place)
                    : new Step.Keep<>(null);
        });
    }

    private static Step<Void> write(CountRecord counts, Counted place) {
        return new Step.Write<>(null, counts.text(), counts.isEmpty() ? Claims.EMPTY_KEPT : place.lifespan());
    }
}
