package io.github.emailotp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.bench.server.CacheProbeFactory;
import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keycloak's cache of single-use objects on all nodes, as {@link io.github.emailotp.bench.server.CacheProbe} tells of it. */
final class SingleUseCache {

    private static final Duration EVER = Duration.ofDays(3650);

    private final Probe probe;

    SingleUseCache(TestBed bed) {
        probe = new Probe(bed, CacheProbeFactory.PROVIDER_ID);
    }

    /**
     * What is in it.
     *
     * @param kinds for tables
     * @param lifespans how many live so many seconds
     */
    record Entries(long count, String kinds, SortedMap<Long, Long> lifespans) {

        /** Without as many as there are of others. */
        Entries minus(Entries others) {
            SortedMap<Long, Long> left = new TreeMap<>(lifespans);
            others.lifespans.forEach((lifespan, number) -> left.merge(lifespan, -number, Long::sum));
            return new Entries(count - others.count, kinds, left);
        }

        /** How many live longer than that. */
        long longerThan(Duration lifespan) {
            return lifespans.tailMap(lifespan.toSeconds() + 1).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** By Infinispan's own statistics, since the start. */
    long reads() {
        return probe.sum("reads");
    }

    /** By Infinispan's own statistics, since the start; those that change nothing are left out. */
    long writes() {
        return probe.sum("writes");
    }

    /** From now on {@link #operations} are counted, which takes a little time of each. */
    void countOperations() {
        probe.askAll("POST", "counting");
    }

    /** Reads, and writes whether or not they change anything. */
    long operations() {
        return probe.sum("operations");
    }

    /** The bytes of all nodes' heaps that are in use, but not by entries that have ended. */
    long heap() {
        probe.askAll("POST", "expiration");
        return probe.sum("heap");
    }

    Entries entries() {
        JsonNode entries = probe.ask("GET", "entries");
        SortedMap<Long, Long> lifespans = new TreeMap<>();
        entries.required("lifespans")
                .fields()
                .forEachRemaining(each -> lifespans.put(
                        Long.valueOf(each.getKey()), each.getValue().asLong()));
        return new Entries(entries.required("count").asLong(), kinds(entries.required("kinds")), lifespans);
    }

    private static String kinds(JsonNode kinds) {
        var text = new StringBuilder();
        kinds.fields()
                .forEachRemaining(kind -> text.append(text.isEmpty() ? "" : ", ")
                        .append(kind.getKey())
                        .append(": ")
                        .append("%,d".formatted(kind.getValue().asLong())));
        return text.toString();
    }

    /** Makes so many copies of what lives longer than the one, and not longer than the other; they stay for more than a year. */
    void copy(Duration longerThan, Duration atMost, int count) {
        probe.ask(
                "POST",
                "copies?longerThan=%d&atMost=%d&count=%d".formatted(longerThan.toSeconds(), atMost.toSeconds(), count));
    }

    /** Removes what lives that long, or shorter. Answers how many entries those were. */
    long forget(Duration lifespan) {
        return probe.ask("DELETE", "entries?lifespan=" + lifespan.toSeconds()).asLong();
    }

    void empty() {
        forget(EVER);
    }
}
