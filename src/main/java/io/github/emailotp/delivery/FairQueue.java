package io.github.emailotp.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** How often it looks what there is to forget: among all that it knows. */
    private static final Duration FORGETTING = Duration.ofMinutes(1);

    private final OutboxLimits limits;
    private final LongSupplier nanoTime;
    private final Silence silence;
    private long forgotAt;

    /** Of all of which something is known: mostly many more than have something to do. */
    private final Map<Owner, OwnerLine> lines = new HashMap<>();

    /** Those with jobs that could run now. The first is the next. */
    private final SortedMap<Long, OwnerLine> ready = new TreeMap<>();

    /** Those with jobs that run. */
    private final Set<OwnerLine> busy = new HashSet<>();

    private long turns;

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
        this.forgotAt = nanoTime.getAsLong();
    }

    /** Owners and servers that have had no job for long; due with each that comes, since there are no more but by those. */
    void forget() {
        long now = nanoTime.getAsLong();
        if (now - forgotAt >= FORGETTING.toNanos()) {
            forgotAt = now;
            lines.values().removeIf(line -> line.isOver(now));
            servers.values().removeIf(server -> server.isOver(now));
        }
    }

    void add(Entry entry) {
        if (entry.hasMetAPause() || entry.isReady(nanoTime.getAsLong())) {
            addReady(entry);
        } else {
            later.add(entry);
        }
    }

    private void addReady(Entry entry) {
        OwnerLine line = line(entry);
        line.add(entry);
        ready.put(line.turn(), line);
    }

    /** The next job of the next owner, which is running from now on. */
    Optional<Entry> take() {
        long now = nanoTime.getAsLong();
        wake(now);
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        silence.look(busy, now);
        Map<Pace, Integer> running = running(now);
        Optional<Entry> next = silence.inOrder(ready.values(), now)
                .flatMap(line -> take(line, running, now).stream())
                .findFirst();
        next.ifPresent(entry -> {
            makeLast(line(entry));
            server(entry.owner()).began(entry, now);
        });
        return next;
    }

    private void makeLast(OwnerLine line) {
        ready.remove(line.turn());
        line.isNextAt(turns++);
        if (line.isWaiting()) {
            ready.put(line.turn(), line);
        }
        busy.add(line);
    }

    private Optional<Entry> take(OwnerLine line, Map<Pace, Integer> running, long now) {
        ServerLine server = server(line.owner());
        boolean mayRun = server.hasRoom(line, now) && hasPlace(server.of(silence.of(line, now), now), running);
        return mayRun ? line.take(now) : Optional.empty();
    }

    private Map<Pace, Integer> running(long now) {
        Map<Pace, Integer> running = new EnumMap<>(Pace.class);
        for (Pace pace : Pace.values()) {
            running.put(pace, 0);
        }
        busy.forEach(line ->
                running.merge(server(line.owner()).of(silence.of(line, now), now), line.running(), Integer::sum));
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
        OwnerLine line = line(entry);
        line.ended(entry, cause, now);
        if (line.running() == 0) {
            busy.remove(line);
        }
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
        ready.values().forEach(line -> line.remove(which, removed));
        ready.values().removeIf(line -> !line.isWaiting());
        later.removeIf(entry -> which.test(entry) && removed.add(entry));
        return removed;
    }

    /** Whether any waits that could run now or soon. */
    boolean isWaiting() {
        return !later.isEmpty() || !ready.isEmpty();
    }

    /** Whether any could run now, if there is a place for it. */
    boolean isReady() {
        wake(nanoTime.getAsLong());
        return !ready.isEmpty();
    }

    /** How long until the next job that waits for another attempt; empty if none does. */
    Optional<Duration> nextIn() {
        return Optional.ofNullable(later.peek())
                .map(entry -> Duration.ofNanos(Math.max(0, entry.notBefore() - nanoTime.getAsLong())));
    }

    private ServerLine server(Owner owner) {
        return servers.computeIfAbsent(
                owner.way(), way -> new ServerLine(limits.threadsOfUnknownServer(), limits.threads()));
    }

    private OwnerLine line(Entry entry) {
        return lines.computeIfAbsent(entry.owner(), owner -> new OwnerLine(owner, turns++, limits.threadsPerRealm()));
    }

    private void wake(long now) {
        while (!later.isEmpty() && later.peek().isReady(now)) {
            addReady(later.remove());
        }
    }
}
