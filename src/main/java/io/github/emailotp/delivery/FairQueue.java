package io.github.emailotp.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Jobs that wait, those of each owner in their order. Owners take turns, and none has more than its share running at the
 * same time. Not thread-safe: the {@link Outbox} holds a lock.
 */
final class FairQueue {

    /** A job, and what is known of it between attempts. */
    record Entry(OutboxJob job, int attempts, Instant notBefore) {

        Entry again(Instant at) {
            return new Entry(job, attempts + 1, at);
        }
    }

    private final int perOwner;
    private final Clock clock;
    /** The first owner is the next. */
    private final Map<String, Deque<Entry>> ready = new LinkedHashMap<>();

    private final Map<String, Integer> running = new HashMap<>();
    private final PriorityQueue<Entry> later = new PriorityQueue<>(Comparator.comparing(Entry::notBefore));

    FairQueue(int perOwner, Clock clock) {
        this.perOwner = perOwner;
        this.clock = clock;
    }

    void add(Entry entry) {
        if (entry.notBefore().isAfter(clock.instant())) {
            later.add(entry);
        } else {
            ready.computeIfAbsent(entry.job().owner(), owner -> new ArrayDeque<>())
                    .add(entry);
        }
    }

    /** The next job of the next owner, which is running from now on. */
    Optional<Entry> take() {
        wake();
        for (String owner : ready.keySet()) {
            if (running.getOrDefault(owner, 0) < perOwner) {
                running.merge(owner, 1, Integer::sum);
                return Optional.of(takeOf(owner));
            }
        }
        return Optional.empty();
    }

    /** A job that {@link #take} gave is not running any more. */
    void ended(Entry entry) {
        running.computeIfPresent(entry.job().owner(), (owner, count) -> count == 1 ? null : count - 1);
    }

    /** How long until the next job that waits for another attempt; empty if none does. */
    Optional<Duration> nextIn() {
        return Optional.ofNullable(later.peek()).map(entry -> Duration.between(clock.instant(), entry.notBefore()));
    }

    /** Those that wait for another attempt need wait no longer. */
    void hurry() {
        List<Entry> waiting = new ArrayList<>(later);
        later.clear();
        waiting.forEach(entry -> add(new Entry(entry.job(), entry.attempts(), clock.instant())));
    }

    /** Removes and answers all that are not running. */
    List<Entry> clear() {
        List<Entry> rest = new ArrayList<>(later);
        ready.values().forEach(rest::addAll);
        later.clear();
        ready.clear();
        return rest;
    }

    private Entry takeOf(String owner) {
        Deque<Entry> own = ready.remove(owner);
        Entry next = own.remove();
        if (!own.isEmpty()) {
            ready.put(owner, own);
        }
        return next;
    }

    private void wake() {
        while (!later.isEmpty() && !later.peek().notBefore().isAfter(clock.instant())) {
            add(later.remove());
        }
    }
}
