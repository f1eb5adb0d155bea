package io.github.emailotp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.bench.server.ClaimsProbeFactory;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestBed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * What claims on mails cost that are made at once, in one node, where a realm may send very many and has nearly done so, and one of those has
 * been given back, in the middle.
 */
final class MailsOfARealm implements Measurement {

    private static final String SETTING = "mailsPerHourAndRealm";
    private static final int AT_ONCE = 20;
    private static final int BATCH = 500;

    /** More than are claimed, so that all are granted. */
    private static final int FREE = 2 * AT_ONCE;

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration NEEDED = Duration.ofMinutes(12);

    private final int limit;
    private final Figures figures;

    /**
     * A measurement of so many mails.
     *
     * @param limit from 1,000
     */
    MailsOfARealm(int limit, Figures figures) {
        this.limit = limit;
        this.figures = figures;
    }

    @Override
    public String run(TestBed bed) {
        var cache = new SingleUseCache(bed);
        var mails = new Mails(new Probe(bed, ClaimsProbeFactory.PROVIDER_ID), SETTING + ":" + limit);
        cache.countOperations();
        cache.empty();
        // They are not measured: nothing has been done in this way before.
        mails.claimAtOnce(0);
        cache.empty();
        Burst first = mails.claimAtOnce(0);
        cache.empty();
        awaitYoungHour();
        Duration filled = fill(mails);
        Burst last = mails.claimAtOnce(limit);
        cache.empty();
        figures.put(Row.REALM, "%,d, %,d ms".formatted(last.most(), last.time().toMillis()));

        var table = new MarkdownTable("mails of the realm so far");
        List.of("until the last is claimed", "operations of one, at most", "of all")
                .forEach(table::column);
        table.row("none", first.cells());
        table.row("%,d and one given back".formatted(limit - FREE), last.cells());
        return """
                ## A realm with a limit of %,d mails

                %d claims at once in one node, in one run; operations whatever they answer. The mails before took %d s to claim.

                %s""".formatted(limit, AT_ONCE, filled.toSeconds(), table);
    }

    /** A build may count in hours of the clock, and find nothing in a new one. */
    private static void awaitYoungHour() {
        Duration left = AN_HOUR.minusSeconds(LocalTime.now(ZoneOffset.UTC).toSecondOfDay() % AN_HOUR.toSeconds());
        if (left.compareTo(NEEDED) < 0) {
            try {
                TimeUnit.SECONDS.sleep(left.toSeconds() + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while an hour ended", e);
            }
        }
    }

    /** Where a build looks for a free place by halves, it looks at the one behind the half first. */
    private Duration fill(Mails mails) {
        long begun = System.nanoTime();
        int half = limit / 2;
        mails.claim(0, half);
        String middle = mails.claim(half);
        mails.claim(half + 1, limit - FREE);
        mails.giveBack(middle);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private record Burst(Duration time, List<Long> operations) {

        long most() {
            return operations.stream().mapToLong(Long::longValue).max().orElseThrow();
        }

        List<String> cells() {
            long all = operations.stream().mapToLong(Long::longValue).sum();
            return List.of("%,d ms".formatted(time.toMillis()), "%,d".formatted(most()), "%,d".formatted(all));
        }
    }

    /** The other end is {@link io.github.emailotp.bench.server.ClaimsProbe}. */
    private record Mails(Probe probe, String setting) {

        /** One after the other in each node, but in all nodes at the same time. */
        void claim(int from, int to) {
            Queue<Integer> batches =
                    new ConcurrentLinkedQueue<>(IntStream.iterate(from, next -> next < to, next -> next + BATCH)
                            .boxed()
                            .toList());
            AtOnce.call(probe.bed().keycloak().servers().stream()
                    .<Callable<Boolean>>map(server -> () -> claim(server, batches, to))
                    .toList());
        }

        private boolean claim(KeycloakServer server, Queue<Integer> batches, int to) {
            for (Integer next = batches.poll(); next != null; next = batches.poll()) {
                probe.ask(server, "POST", path("mails", next, Math.min(BATCH, to - next)));
            }
            return true;
        }

        /** Names it. */
        String claim(int number) {
            return probe.ask("POST", path("mails", number, 1)).required("last").asText();
        }

        Burst claimAtOnce(int from) {
            JsonNode made = probe.ask("POST", path("mails-at-once", from, AT_ONCE));
            LongStream operations = StreamSupport.stream(
                            made.required("operations").spliterator(), false)
                    .mapToLong(JsonNode::asLong);
            return new Burst(
                    Duration.ofNanos(made.required("nanos").asLong()),
                    operations.boxed().toList());
        }

        void giveBack(String claims) {
            probe.ask("DELETE", "mails?claims=" + URLEncoder.encode(claims, StandardCharsets.UTF_8));
        }

        private String path(String what, int from, int count) {
            return "%s?from=%d&count=%d&setting=%s".formatted(what, from, count, setting);
        }
    }
}
