package io.github.emailotp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects that live in servers at one moment, by class. */
final class Heap {

    private static final Use NONE = new Use(0, 0);

    /** What fewer objects than one for so many entries belong to is something else, which happened meanwhile. */
    private static final long ENTRIES_AN_OBJECT = 10;

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
     * How many bytes more these are than later ones, when entries have been removed.
     *
     * @param entries how many, each copy of them
     */
    long freed(Heap later, long entries) {
        long bytes = 0;
        for (var each : classes.entrySet()) {
            Use left = later.classes.getOrDefault(each.getKey(), NONE);
            if ((each.getValue().objects - left.objects) * ENTRIES_AN_OBJECT >= entries) {
                bytes += each.getValue().bytes - left.bytes;
            }
        }
        return bytes;
    }
}
