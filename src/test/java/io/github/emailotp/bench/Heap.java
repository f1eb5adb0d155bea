package io.github.emailotp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects that live in servers at one moment, by class. */
final class Heap {

    private static final Use NONE = new Use(0, 0);

    private static final long SHARE = 10;

    private final Map<String, Use> classes;

    private Heap(Map<String, Use> classes) {
        this.classes = classes;
    }

    private record Use(long objects, long bytes) {

        Use and(Use other) {
            return new Use(objects + other.objects, bytes + other.bytes);
        }
    }

    /** All together, of each of which a histogram was taken. */
    static Heap of(List<JsonNode> histograms) {
        var classes = new HashMap<String, Use>();
        for (JsonNode histogram : histograms) {
            histogram
                    .fields()
                    .forEachRemaining(each -> classes.merge(
                            each.getKey(),
                            new Use(
                                    each.getValue().get(0).asLong(),
                                    each.getValue().get(1).asLong()),
                            Use::and));
        }
        return new Heap(classes);
    }

    long bytes() {
        return classes.values().stream().mapToLong(Use::bytes).sum();
    }

    /**
     * How many bytes more these are than before something was made so many times.
     *
     * @param times a class that has not a tenth as many objects more belongs to something else, which happened meanwhile
     */
    long grownSince(Heap before, long times) {
        long bytes = 0;
        for (var each : classes.entrySet()) {
            Use then = before.classes.getOrDefault(each.getKey(), NONE);
            if ((each.getValue().objects - then.objects) * SHARE >= times) {
                bytes += each.getValue().bytes - then.bytes;
            }
        }
        return bytes;
    }
}
