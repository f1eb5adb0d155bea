package io.github.emailotp.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The mails of an {@link Outbox}, those that wait and those that are being sent, and the places that they take. Not thread-safe: the
 * outbox holds a lock.
 */
final class OutboxContents {

    private final Clock clock;
    private final Places places;
    private final FairQueue queue;
    private final Set<OutboxJob> running = new HashSet<>();
    private final Map<String, OutboxJob> newest = new HashMap<>();
    private final Map<OutboxJob, Instant> since = new LinkedHashMap<>();

    OutboxContents(OutboxLimits limits, Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.places = new Places(limits);
        this.queue = new FairQueue(limits, nanoTime);
    }

    /** Answers whether there was a place for one more of this owner. */
    boolean takePlace(Owner owner) {
        queue.forget();
        return places.take(owner, queue::pace);
    }

    /** Nothing comes for it after all. */
    void freePlace(Owner owner) {
        places.free(owner);
    }

    /** How many places are taken. */
    int size() {
        return places.taken();
    }

    /** How long the oldest mail has been here; zero if there is none. */
    Duration oldest() {
        return since.values().stream()
                .findFirst()
                .map(first -> Duration.between(first, clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** Puts a job into its place; removes and answers the older ones of its matter that wait. */
    List<Entry> put(OutboxJob job) {
        List<Entry> older = newest.containsKey(job.matter()) ? leave(queue.removeOlder(job)) : List.of();
        newest.put(job.matter(), job);
        since.put(job, clock.instant());
        queue.add(new Entry(job));
        return older;
    }

    /** Nobody needs what this matter was about; removes and answers those of it that wait. */
    List<Entry> settle(String matter) {
        return newest.remove(matter) == null ? List.of() : leave(queue.removeAll(matter));
    }

    /** Whether a newer one of its matter has come. */
    boolean isSuperseded(OutboxJob job) {
        return newest.containsKey(job.matter()) && newest.get(job.matter()) != job;
    }

    /** Whether its matter is settled. */
    boolean isSettled(OutboxJob job) {
        return !newest.containsKey(job.matter());
    }

    /** The next job that may run, which is running from now on. */
    Optional<Entry> take() {
        Optional<Entry> next = queue.take();
        next.map(Entry::job).ifPresent(running::add);
        return next;
    }

    /** One that was running waits again, for that reason, and so. */
    void putBack(Entry entry, Retry.Cause cause, Entry next) {
        running.remove(entry.job());
        queue.putBack(entry, cause, next);
    }

    /** One that was running is out. */
    void remove(Entry entry, Optional<Retry.Cause> cause) {
        queue.ended(entry, cause);
        running.remove(entry.job());
        leave(entry);
    }

    /** Removes and answers those that wait and whose time is over. */
    List<Entry> removeExpired() {
        return leave(queue.removeExpired(clock.instant()));
    }

    /** Removes and answers all that wait. */
    List<Entry> removeWaiting() {
        return leave(queue.clear());
    }

    List<OutboxJob> running() {
        return List.copyOf(running);
    }

    /** Whether any could run now, if there is a place for it. */
    boolean isReady() {
        return queue.isReady();
    }

    /** Those that wait for another attempt need wait no longer. */
    void hurry() {
        queue.hurry();
    }

    /** Whether any waits. */
    boolean isWaiting() {
        return queue.isWaiting();
    }

    /** How long until the next that waits for another attempt may have it, nanoseconds; the longest time if none does. */
    long nanosToLater() {
        return queue.nextIn().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    private List<Entry> leave(List<Entry> entries) {
        entries.forEach(this::leave);
        return entries;
    }

    private void leave(Entry entry) {
        since.remove(entry.job());
        places.free(entry.job().owner());
        newest.remove(entry.job().matter(), entry.job());
    }
}
