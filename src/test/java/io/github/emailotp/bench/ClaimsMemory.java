package io.github.emailotp.bench;

import io.github.emailotp.bench.server.ClaimsProbeFactory;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.List;

/**
 * What many users who each got one mail and typed one wrong code leave in Keycloak's cache: entries, and bytes of the heap, both
 * read inside of the server.
 *
 * <p>The later figures come without waiting: the claims that have ended by then are removed.
 */
final class ClaimsMemory implements Measurement {

    private static final int BATCH = 1000;
    private static final int WARM_UP = 5000;
    private static final Duration AN_HOUR = Duration.ofHours(1).plusSeconds(1);
    private static final int NANOS_PER_MICRO = 1000;
    private static final double MEGA = 1e6;

    private final int users;

    /**
     * A measurement with so many users.
     *
     * @param users from 1
     */
    ClaimsMemory(int users) {
        this.users = users;
    }

    @Override
    public String run(TestBed bed) {
        var probe = new Probe(bed, ClaimsProbeFactory.PROVIDER_ID);
        var cache = new SingleUseCache(bed);
        // What is loaded and allocated once, with the first user, is not the users' cost.
        fail(probe, 0, WARM_UP);
        cache.empty();
        Reading before = Reading.of(cache);

        Duration time = fail(probe, WARM_UP, users);
        Reading atOnce = Reading.of(cache);
        cache.forget(AN_HOUR);
        Reading afterAnHour = Reading.of(cache);
        cache.forget(MailLimits.DAY.plus(OtpPolicy.MAX_LIFETIME).plusSeconds(1));
        Reading afterADay = Reading.of(cache);
        cache.empty();
        Reading afterAll = Reading.of(cache);

        var table = new MarkdownTable("");
        List.of("entries a user", "bytes a user", "MB for all").forEach(table::column);
        table.row("at once", cells(before, atOnce));
        table.row("after an hour", cells(before, afterAnHour));
        table.row("after a day and ten minutes", cells(before, afterADay));
        table.row("after all have ended", cells(before, afterAll));
        return """
                ## Memory of %,d users who failed once

                Each from an address of their own, with the default settings; heap after full collections, in one node.

                %s
                Entries by kind and lifespan: %s.

                The claims of one mail and one comparison took %d µs, in one thread.
                """.formatted(
                users, table, atOnce.entries().kinds(), time.dividedBy(users).toNanos() / NANOS_PER_MICRO);
    }

    private List<String> cells(Reading before, Reading now) {
        long entries = now.entries().count() - before.entries().count();
        long bytes = now.bytes() - before.bytes();
        return List.of(
                "%.1f".formatted((double) entries / users),
                "%,d".formatted(bytes / users),
                "%.1f".formatted(bytes / MEGA));
    }

    /** Answers how long it took in the server. */
    private static Duration fail(Probe probe, int from, int count) {
        var time = Duration.ZERO;
        for (int done = 0; done < count; done += BATCH) {
            int batch = Math.min(BATCH, count - done);
            time = time.plusNanos(probe.ask("POST", "failing-users?from=" + (from + done) + "&count=" + batch)
                    .asLong());
        }
        return time;
    }

    /** The heap is read before the entries, since looking at them needs memory too. */
    private record Reading(long bytes, SingleUseCache.Entries entries) {

        static Reading of(SingleUseCache cache) {
            long bytes = cache.heap();
            return new Reading(bytes, cache.entries());
        }
    }
}
