package io.github.emailotp.storage;

import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many mails there were in each part of a window, which is divided by {@value #PARTS}: as short for thousands as for one. A
 * part counts as long as any of it is inside of the window, so that never more than the limit is sent in one. Immutable.
 *
 * @param counts by the number of the part since 1970
 * @param marks of the latest changes, the newest last
 */
record CountRecord(TreeMap<Long, Integer> counts, List<String> marks) {

    static final int PARTS = 60;

    private static final String VERSION = "c1";
    /** More than are made between a change and the news that it was made. */
    private static final int REMEMBERED_MARKS = 20;

    private static final int RADIX = Character.MAX_RADIX;

    static long part(RateLimit limit, Instant time) {
        return time.toEpochMilli() / length(limit);
    }

    private static long length(RateLimit limit) {
        return Math.max(1, limit.window().toMillis() / PARTS);
    }

    /** Without the parts that have left the window. */
    CountRecord at(RateLimit limit, Instant now) {
        long first = part(limit, now.minus(limit.window()));
        return new CountRecord(new TreeMap<>(counts.tailMap(first, true)), marks);
    }

    /** How long until there is room; empty if there is. */
    Optional<Duration> wait(RateLimit limit, Instant now) {
        int surplus = counts.values().stream().mapToInt(Integer::intValue).sum() - limit.count();
        if (surplus < 0) {
            return Optional.empty();
        }
        long leaving = counts.isEmpty() ? part(limit, now) : counts.lastKey();
        for (Map.Entry<Long, Integer> part : counts.entrySet()) {
            surplus -= part.getValue();
            if (surplus < 0) {
                leaving = part.getKey();
                break;
            }
        }
        Instant end = Instant.ofEpochMilli((leaving + 1) * length(limit)).plus(limit.window());
        return Optional.of(Duration.between(now, end));
    }

    /** With one mail more, which is counted under this mark. */
    CountRecord with(long part, String mark) {
        return new CountRecord(changed(part, 1), marks).marked(mark);
    }

    /** Without the mail that was counted under this mark. */
    CountRecord without(long part, String mark) {
        List<String> others = marks.stream().filter(each -> !each.equals(mark)).toList();
        return new CountRecord(changed(part, -1), others);
    }

    private TreeMap<Long, Integer> changed(long part, int number) {
        TreeMap<Long, Integer> changed = new TreeMap<>(counts);
        changed.merge(part, number, Integer::sum);
        changed.values().removeIf(count -> count <= 0);
        return changed;
    }

    CountRecord marked(String mark) {
        List<String> all = Stream.concat(marks.stream(), Stream.of(mark)).toList();
        return new CountRecord(counts, all.subList(Math.max(0, all.size() - REMEMBERED_MARKS), all.size()));
    }

    /** Whether this change was made, and is one of the latest. */
    boolean isMarked(String mark) {
        return marks.contains(mark);
    }

    boolean has(long part) {
        return counts.containsKey(part);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    String text() {
        Stream<String> parts =
                counts.entrySet().stream().map(part -> Long.toString(part.getKey(), RADIX) + "," + part.getValue());
        return Stream.concat(Stream.of(VERSION, String.join(".", marks)), parts).collect(Collectors.joining(" "));
    }

    /**
     * Reads a record.
     *
     * @throws ClaimsUnavailableException if it is none: what cannot be read must not count as nothing
     */
    static CountRecord parse(Optional<String> record) {
        return record.map(text -> RecordText.read(text, whole -> read(whole.split(" ", -1))))
                .orElseGet(() -> new CountRecord(new TreeMap<>(), List.of()));
    }

    private static CountRecord read(String... parts) {
        if (!parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("a record of another version");
        }
        TreeMap<Long, Integer> counts = new TreeMap<>();
        Stream.of(parts)
                .skip(2)
                .map(part -> part.split(",", -1))
                .forEach(part -> counts.put(Long.parseLong(part[0], RADIX), Integer.valueOf(part[1])));
        return new CountRecord(
                counts,
                Stream.of(parts[1].split("\\.")).filter(mark -> !mark.isEmpty()).toList());
    }
}
