package io.github.emailotp.storage;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.models.SingleUseObjectProvider;

/** Keycloak's single-use objects in memory: entries end when their lifespan is over by this clock. Thread-safe. */
final class RecordedObjects implements SingleUseObjectProvider {

    /** What was put, and until when. */
    private record Entry(Map<String, String> notes, Instant end) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private final Clock clock;
    private boolean broken;

    RecordedObjects(Clock clock) {
        this.clock = clock;
    }

    Claims claims() {
        return new Claims(this, work -> work.accept(this));
    }

    /** Claims whose notes are all lost. */
    Claims claimsWithoutNotes() {
        Consumer<Consumer<SingleUseObjectProvider>> rolledBack = work -> {};
        return new Claims(this, rolledBack);
    }

    /** From now on every call fails, as when a remote cache is gone. */
    void breakDown() {
        broken = true;
    }

    synchronized int size() {
        expire();
        return entries.size();
    }

    /** When the last of all entries ends. */
    synchronized Instant lastEnd() {
        return entries.values().stream().map(Entry::end).max(Instant::compareTo).orElse(Instant.MIN);
    }

    synchronized boolean anyNameContains(String text) {
        return entries.keySet().stream().anyMatch(name -> name.contains(text));
    }

    @Override
    public synchronized boolean putIfAbsent(String key, long lifespanInSeconds) {
        expire();
        return entries.putIfAbsent(key, entry(Map.of(), lifespanInSeconds)) == null;
    }

    @Override
    public synchronized Map<String, String> remove(String key) {
        expire();
        Entry removed = entries.remove(key);
        return removed == null ? null : removed.notes();
    }

    @Override
    public synchronized boolean contains(String key) {
        expire();
        return entries.containsKey(key);
    }

    @Override
    public synchronized void put(String key, long lifespanSeconds, Map<String, String> notes) {
        expire();
        entries.put(key, entry(notes, lifespanSeconds));
    }

    @Override
    public synchronized Map<String, String> get(String key) {
        expire();
        Entry entry = entries.get(key);
        return entry == null ? null : entry.notes();
    }

    @Override
    public boolean replace(String key, Map<String, String> notes) {
        throw new UnsupportedOperationException("would lose the lifespan");
    }

    @Override
    public void close() {}

    private Entry entry(Map<String, String> notes, long lifespanSeconds) {
        if (lifespanSeconds <= 0) {
            throw new IllegalArgumentException("Keycloak takes no lifespan of " + lifespanSeconds + " s");
        }
        return new Entry(notes, clock.instant().plusSeconds(lifespanSeconds));
    }

    private void expire() {
        if (broken) {
            throw new IllegalStateException("the cache is gone");
        }
        entries.values().removeIf(entry -> !entry.end().isAfter(clock.instant()));
    }
}
