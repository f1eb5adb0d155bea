package io.github.emailotp.delivery;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A time in which so many jobs get no answer that those of owners that were well may get none either: many use servers of their own that
 * have failed together. Who has had an answer since it began is well; of the others nothing is known. Not thread-safe.
 */
final class Silence {

    private final int many;
    private boolean isNow;
    private long since;

    /** From so many on that take long at the same time. */
    Silence(int many) {
        this.many = many;
    }

    /** Looks how many take long now, of those that run. */
    void look(Collection<OwnerLine> lines, long now) {
        int slow = lines.stream()
                .filter(line -> line.pace(now) == Pace.SLOW)
                .mapToInt(OwnerLine::running)
                .sum();
        since = isNow ? since : now;
        isNow = slow >= many;
    }

    /** What is known of an owner. */
    Pace of(OwnerLine line, long now) {
        return isDoubtful(line, now) ? Pace.UNKNOWN : line.pace(now);
    }

    private boolean isDoubtful(OwnerLine line, long now) {
        return isNow && line.pace(now) == Pace.PROMPT && !line.hasEndedSince(since);
    }

    /**
     * Their order, but that those that are well come first, then those in doubt, of which first who was the last to be answered: whoever
     * is still well is well soon again.
     */
    Stream<OwnerLine> inOrder(Collection<OwnerLine> lines, long now) {
        if (!isNow) {
            return lines.stream();
        }
        Comparator<OwnerLine> rank = Comparator.comparing(line -> rank(line, now));
        return lines.stream().sorted(rank.thenComparing(line -> isDoubtful(line, now) ? line.sinceItsEnd(now) : 0));
    }

    private int rank(OwnerLine line, long now) {
        if (line.pace(now) != Pace.PROMPT) {
            return 2;
        }
        return isDoubtful(line, now) ? 1 : 0;
    }
}
