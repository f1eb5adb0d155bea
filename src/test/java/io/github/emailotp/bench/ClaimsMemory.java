package io.github.emailotp.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.bench.server.ClaimsProbeFactory;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.server.harness.TestBed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * What many users who each got one mail and typed one wrong code leave in Keycloak's cache: entries, and bytes of the heap, both
 * read inside of the server.
 *
 * <p>The later figures come without waiting: the claims that have ended by then are removed.
 */
final class ClaimsMemory implements Measurement {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
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
        var probe = new Probe(bed);
        // What is loaded and allocated once, with the first user, is not the users' cost.
        probe.fail(0, WARM_UP);
        probe.forget(Duration.ofDays(365));
        JsonNode before = probe.read();

        Duration time = probe.fail(WARM_UP, users);
        JsonNode atOnce = probe.read();
        probe.forget(AN_HOUR);
        JsonNode afterAnHour = probe.read();
        probe.forget(MailLimits.DAY);
        JsonNode afterADay = probe.read();
        probe.forget(Duration.ofDays(365));
        JsonNode afterAll = probe.read();

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
    private record Probe(TestBed bed) {

        /** Answers how long it took in the server. */
        Duration fail(int from, int count) {
            var time = Duration.ZERO;
            for (int done = 0; done < count; done += BATCH) {
                int batch = Math.min(BATCH, count - done);
                time = time.plusNanos(ask("POST", "failing-users?from=" + (from + done) + "&count=" + batch)
                        .asLong());
            }
            return time;
        }

        void forget(Duration lifespan) {
            ask("DELETE", "claims?lifespan=" + lifespan.toSeconds());
        }

        JsonNode read() {
            return ask("GET", "claims");
        }

        private JsonNode ask(String method, String path) {
            String address = bed.realm().url() + "/" + ClaimsProbeFactory.PROVIDER_ID + "/" + path;
            var request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(TIMEOUT)
                    .method(method, BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer =
                    HTTP.sendAsync(request, BodyHandlers.ofString()).join();
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " " + address + " answered " + answer.statusCode());
            }
            try {
                return JSON.readTree(answer.body());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + answer.body(), e);
            }
        }
    }
}
