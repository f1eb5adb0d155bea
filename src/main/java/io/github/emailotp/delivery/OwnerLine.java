package io.github.emailotp.delivery;

import io.github.emailotp.smtp.Hope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The jobs of one owner that could run now, and those that run: one until one has come to its end, then as many as its {@link Share}.
 * Not thread-safe.
 */
final class OwnerLine {

    /** How often it is looked whether there is a connection, where no end of an own job tells, and no pause is known. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** The same where it is known that there is one, which another may be about to take. */
    private static final Duration LOOK_WITH_HOPE = Duration.ofMillis(50);

    /** The same where it is known that there is none, for one with the settings of that time: they may have changed. */
    private static final Duration LOOK_WITHOUT_HOPE = Duration.ofSeconds(2);

    private final Owner owner;
    private final Share share;

    private long turn;

    /** By their turns: those that found no connection together come back in any order. */
    private final SortedMap<Long, Entry> ready = new TreeMap<>();

    private long places;
    private final Map<Entry, Long> running = new HashMap<>();
    private Pace last = Pace.UNKNOWN;
    private boolean timedOut;
    private boolean postponed;
    private long lastEndedAt;
    private boolean held;
    private boolean paused;
    private long pausedUntil;
    private int passes;
    private long lookedAt;
    private Optional<Hope> hope = Optional.empty();

    /**
     * Of an owner of which nothing is known.
     *
     * @param turn as {@link #turn}
     */
    OwnerLine(Owner owner, long turn, int mostAtOnce) {
        this.owner = owner;
        this.turn = turn;
        this.share = new Share(1, mostAtOnce);
    }

    Owner owner() {
        return owner;
    }

    /** When it is its owner's turn: before those with a higher number. */
    long turn() {
        return turn;
    }

    void isNextAt(long another) {
        turn = another;
    }

    void add(Entry entry) {
        Entry placed = entry.inTurn(places++);
        ready.put(placed.turn(), placed);
        if (entry.hasMetAPause()) {
            pausedUntil = entry.notBefore();
        }
    }

    /** The next job that may run now, which runs from now on; empty if there is none. */
    Optional<Entry> take(long now) {
        if (running.size() >= share.size()) {
            return Optional.empty();
        }
        Optional<Entry> next = Optional.empty();
        boolean passes = mayPass();
        if (!held || passes || looks(now)) {
            next = takeInOrder(entry -> true);
            next.ifPresent(entry -> went(passes, now));
        } else if (paused) {
            // Each finds out once what keeps it, and its page says so.
            next = takeInOrder(entry -> !entry.hasMetAPause());
        }
        next.ifPresent(entry -> running.put(entry, now));
        return next;
    }

    /** Never one beside an earlier one of the same matter: it could overtake that. */
    private Optional<Entry> takeInOrder(Predicate<Entry> which) {
        for (Iterator<Entry> all = ready.values().iterator(); all.hasNext(); ) {
            Entry next = all.next();
            if (which.test(next) && running.keySet().stream().noneMatch(next::isOfTheMatterOf)) {
                all.remove();
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /** Each look takes transactions, and a read of the cluster's cache. */
    private boolean looks(long now) {
        long since = now - lookedAt;
        if (hope.filter(Hope::exists).isPresent()) {
            return since >= LOOK_WITH_HOPE.toNanos();
        }
        boolean isOver = !paused || now - pausedUntil >= 0;
        return isOver && since >= (hope.isPresent() ? LOOK_WITHOUT_HOPE : LOOK).toNanos();
    }

    /** Whether a connection has become free with the end of an own job, and is so still. */
    private boolean mayPass() {
        return passes > 0 && hope.filter(known -> !known.exists()).isEmpty();
    }

    private void went(boolean passed, long now) {
        if (passed) {
            passes--;
        } else {
            lookedAt = now;
        }
        if (held) {
            hope.filter(Hope::exists).ifPresent(Hope::use);
        }
    }

    /** One that ran is at its end, or waits for another attempt for that reason. */
    void ended(Entry entry, Optional<Retry.Cause> cause, long now) {
        long began = running.remove(entry);
        long taken = now - began;
        boolean slow = taken >= Pace.LONG.toNanos();
        if (cause.filter(Retry.Cause::isUntried).isPresent()) {
            // One that finds out only what keeps it does not put off the next look.
            lookedAt = paused && !entry.hasMetAPause() ? lookedAt : now;
            paused = cause.get() == Retry.Cause.PAUSED;
            pausedUntil = now;
            // What one was refused for itself tells nothing of the next.
            hope = cause.get() == Retry.Cause.TOO_FAST
                    ? Optional.empty()
                    : entry.job().hope();
            held = true;
            passes = 0;
            return;
        }
        if (cause.filter(known -> !known.isOfTheOwner(taken)).isEmpty()) {
            timedOut = share.ended(cause, began, now);
            last = slow || timedOut ? Pace.SLOW : Pace.PROMPT;
            lastEndedAt = now;
        }
        postponed &= cause.isPresent();
        paused = false;
        // Its connection is free for another; if that is not known, the settings were changed.
        passes = held ? passes + 1 : 0;
        hope = hope.filter(Hope::exists);
        if (ready.isEmpty()) {
            held = false;
        }
    }

    Pace pace(long now) {
        boolean takesLong = running.values().stream().anyMatch(since -> now - since >= Pace.LONG.toNanos());
        return takesLong ? Pace.SLOW : last;
    }

    /** One that has ended waits for another attempt, for that reason. What only finds no connection goes on as others come to their end. */
    void putBack(Retry.Cause cause) {
        postponed |= cause == Retry.Cause.PAUSED || !cause.isUntried();
    }

    /** How soon they leave: one that fails soon keeps its place, until one is through again. */
    Pace paceOfPlaces(long now) {
        Pace pace = pace(now);
        return pace == Pace.PROMPT && postponed ? Pace.UNKNOWN : pace;
    }

    /** Whether the last one has met a time-out, or one that runs may just do so. */
    boolean hasTimedOut(long now) {
        return timedOut || running.values().stream().anyMatch(since -> now - since >= Pace.LATE.toNanos());
    }

    /** Whether one has come to its end that tells something, from then on. */
    boolean hasEndedSince(long time) {
        return lastEndedAt - time >= 0;
    }

    /** How long ago that was, nanoseconds. */
    long sinceItsEnd(long now) {
        return now - lastEndedAt;
    }

    int running() {
        return running.size();
    }

    /** Moves such waiting ones. */
    void remove(Predicate<Entry> which, List<Entry> removed) {
        ready.values().removeIf(entry -> which.test(entry) && removed.add(entry));
    }

    boolean isWaiting() {
        return !ready.isEmpty();
    }

    /** Whether nothing would be lost with this. */
    boolean isOver(long now) {
        return ready.isEmpty() && running.isEmpty() && now - lastEndedAt >= Pace.MEMORY.toNanos();
    }
}
