package io.github.emailotp.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Jobs that wait, those of each owner in their order. Owners take turns, and none has more than its share running at the
 * same time, nor has a mail server that gives no answer, whoever uses it; those that are slow share places of their own, and those of
 * which nothing is known leave places to those that are known to be well. Not thread-safe: the {@link Outbox} holds a lock.
 */
final class FairQueue {

    /** So many times its threads an outbox has at most for realms that may hang; it has more in all. */
    private static final int SLOW_AND_UNKNOWN = 3;

    private final OutboxLimits limits;
    private final LongSupplier nanoTime;
    private final Silence silence;

    /** The first owner is the next. */
    private final Map<Owner, OwnerLine> lines = new LinkedHashMap<>();

    private final Map<String, ServerLine> servers = new HashMap<>();

    private final PriorityQueue<Entry> later = new PriorityQueue<>(Comparator.comparing(Entry::notBefore));

    /**
     * An empty queue.
     *
     * @param nanoTime a clock that only goes on, as {@link System#nanoTime()}
     */
    FairQueue(OutboxLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.silence = new Silence(limits.threads());
    }

    void add(Entry entry) {
        if (entry.hasMetAPause() || entry.isReady(nanoTime.getAsLong())) {
            line(entry).add(entry);
        } else {
            later.add(entry);
        }
    }

    /** The next job of the next owner, which is running from now on. */
    Optional<Entry> take() {
        long now = nanoTime.getAsLong();
        wake(now);
        silence.look(lines.values(), now);
        Map<Pace, Integer> running = running(now);
        Optional<Entry> next = silence.inOrder(lines.entrySet(), now)
                .flatMap(each -> take(each.getKey(), each.getValue(), running, now).stream())
                .findFirst();
        next.ifPresent(entry -> {
            // Its owner is the last now.
            lines.put(entry.owner(), lines.remove(entry.owner()));
            server(entry.owner()).began(entry, now);
        });
        return next;
    }

    private Optional<Entry> take(Owner owner, OwnerLine line, Map<Pace, Integer> running, long now) {
        ServerLine server = server(owner);
        boolean mayRun = server.hasRoom(line, now) && hasPlace(server.of(silence.of(line, now), now), running);
        return mayRun ? line.take(now) : Optional.empty();
    }

    private Map<Pace, Integer> running(long now) {
        Map<Pace, Integer> running = new EnumMap<>(Pace.class);
        for (Pace pace : Pace.values()) {
            running.put(pace, 0);
        }
        lines.forEach((owner, line) ->
                running.merge(server(owner).of(silence.of(line, now), now), line.running(), Integer::sum));
        return running;
    }

    private boolean hasPlace(Pace pace, Map<Pace, Integer> running) {
        int unknown = running.get(Pace.UNKNOWN);
        int slow = running.get(Pace.SLOW);
        return switch (pace) {
            case SLOW -> slow < limits.threads();
            case PROMPT -> running.get(Pace.PROMPT) + unknown < limits.threads();
            // Each that hangs is slow after a while, and would leave its place to the next that hangs.
            case UNKNOWN -> unknown < limits.threadsOfUnknown() && slow + unknown < SLOW_AND_UNKNOWN * limits.threads();
        };
    }

    /** A job that {@link #take} gave is not running any more, and waits for another attempt for that reason or is done. */
    void ended(Entry entry, Optional<Retry.Cause> cause) {
        long now = nanoTime.getAsLong();
        line(entry).ended(entry, cause, now);
        server(entry.owner()).ended(entry, cause, now);
    }

    /** One that {@link #take} gave is not running any more, and waits again, for that reason, and so. */
    void putBack(Entry entry, Retry.Cause cause, Entry next) {
        ended(entry, Optional.of(cause));
        line(entry).putBack(cause);
        add(next);
    }

    /**
     * How soon mails of this owner may leave, as far as is known: not soon where its server gives no answer, and nobody knows where they
     * fail soon, to wait for another attempt.
     */
    Pace pace(Owner owner) {
        long now = nanoTime.getAsLong();
        Pace own = lines.containsKey(owner) ? lines.get(owner).paceOfPlaces(now) : Pace.UNKNOWN;
        ServerLine server = server(owner);
        return server.pace(now) == Pace.SLOW ? Pace.SLOW : server.of(own, now);
    }

    /** Those that wait for another attempt need wait no longer. */
    void hurry() {
        List<Entry> waiting = new ArrayList<>(later);
        later.clear();
        waiting.forEach(entry -> add(entry.hurried()));
    }

    /** Removes and answers those whose time is over. */
    List<Entry> removeExpired(Instant now) {
        return remove(entry -> !now.isBefore(entry.job().expiresAt()));
    }

    /** Removes and answers the older ones of the same matter that are not running. */
    List<Entry> removeOlder(OutboxJob newer) {
        return remove(entry -> entry.job() != newer && entry.job().matter().equals(newer.matter()));
    }

    /** Removes and answers those of this matter that are not running. */
    List<Entry> removeAll(String matter) {
        return remove(entry -> entry.job().matter().equals(matter));
    }

    /** Removes and answers all that are not running. */
    List<Entry> clear() {
        return remove(entry -> true);
    }

    private List<Entry> remove(Predicate<Entry> which) {
        List<Entry> removed = new ArrayList<>();
        lines.values().forEach(line -> line.remove(which, removed));
        later.removeIf(entry -> which.test(entry) && removed.add(entry));
        long now = nanoTime.getAsLong();
        lines.values().removeIf(line -> line.isOver(now));
        servers.values().removeIf(server -> server.isOver(now));
        return removed;
    }

    /** Whether any waits that could run now or soon. */
    boolean isWaiting() {
        return !later.isEmpty() || lines.values().stream().anyMatch(OwnerLine::isWaiting);
    }

    /** How long until the next job that waits for another attempt; empty if none does. */
    Optional<Duration> nextIn() {
        return Optional.ofNullable(later.peek())
                .map(entry -> Duration.ofNanos(Math.max(0, entry.notBefore() - nanoTime.getAsLong())));
    }

    private ServerLine server(Owner owner) {
        return servers.computeIfAbsent(
                owner.server(), server -> new ServerLine(limits.threadsOfUnknownServer(), limits.threads()));
    }

    private OwnerLine line(Entry entry) {
        return lines.computeIfAbsent(entry.owner(), owner -> new OwnerLine(limits.threadsPerRealm()));
    }

    private void wake(long now) {
        while (!later.isEmpty() && later.peek().isReady(now)) {
            Entry entry = later.remove();
            line(entry).add(entry);
        }
    }
}
