package io.github.emailotp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.bench.server.ClaimsProbeFactory;
import io.github.emailotp.otp.MailLimits;
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
        var claims = new Claims(new Probe(bed, ClaimsProbeFactory.PROVIDER_ID));
        // What is loaded and allocated once, with the first user, is not the users' cost.
        claims.fail(0, WARM_UP);
        claims.forget(Duration.ofDays(365));
        JsonNode before = claims.read();

        Duration time = claims.fail(WARM_UP, users);
        JsonNode atOnce = claims.read();
        claims.forget(AN_HOUR);
        JsonNode afterAnHour = claims.read();
        claims.forget(MailLimits.DAY);
        JsonNode afterADay = claims.read();
        claims.forget(Duration.ofDays(365));
        JsonNode afterAll = claims.read();

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
                """.formatted(users, table, kinds(atOnce), time.dividedBy(users).toNanos() / NANOS_PER_MICRO);
    }

    private List<String> cells(JsonNode before, JsonNode now) {
        long entries =
                now.required("entries").asLong() - before.required("entries").asLong();
        long bytes = now.required("heapBytes").asLong()
                - before.required("heapBytes").asLong();
        return List.of(
                "%.1f".formatted((double) entries / users),
                "%,d".formatted(bytes / users),
                "%.1f".formatted(bytes / MEGA));
    }

    private static String kinds(JsonNode reading) {
        var kinds = new StringBuilder();
        reading.required("kinds")
                .fields()
                .forEachRemaining(kind -> kinds.append(kinds.isEmpty() ? "" : ", ")
                        .append(kind.getKey())
                        .append(": ")
                        .append("%,d".formatted(kind.getValue().asLong())));
        return kinds.toString();
    }

    /** The other end is {@link io.github.emailotp.bench.server.ClaimsProbe}. */
    private record Claims(Probe probe) {

        /** Answers how long it took in the server. */
        Duration fail(int from, int count) {
            var time = Duration.ZERO;
            for (int done = 0; done < count; done += BATCH) {
                int batch = Math.min(BATCH, count - done);
                time = time.plusNanos(probe.ask("POST", "failing-users?from=" + (from + done) + "&count=" + batch)
                        .asLong());
            }
            return time;
        }

        void forget(Duration lifespan) {
            probe.ask("DELETE", "claims?lifespan=" + lifespan.toSeconds());
        }

        JsonNode read() {
            return probe.ask("GET", "claims");
        }
    }
}
