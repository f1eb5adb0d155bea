package io.github.emailotp.storage;

import io.github.emailotp.otp.TestKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Cells in memory: texts end when their lifespan is over by this clock. Thread-safe. */
final class RecordedCells implements Cells {

    /** What an operation does that a test has broken. */
    enum Fault {
        /** It fails and does nothing. */
        FAILS,
        /** It does its work, and the answer is lost. */
        LOSES_THE_ANSWER,
        /** It does its work twice, as Infinispan does when nodes come and go: the second time tells. */
        IS_REPEATED,
        /** It does nothing and tells of no reason: what is to be read is missing, what is to be changed is not. */
        SAYS_NO,
        /** It fails, and does its work later. */
        COMES_LATE
    }

    /** Those after which it is not known what was done, or which do not show. */
    static final List<Fault> UNSEEN = List.of(Fault.FAILS, Fault.LOSES_THE_ANSWER, Fault.IS_REPEATED);

    private record Entry(String text, Instant end) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private final Clock clock;
    private Optional<Fault> fault = Optional.empty();
    private Optional<Runnable> onTop = Optional.empty();
    private Optional<Runnable> faster = Optional.empty();
    private Optional<Runnable> fasterToCreate = Optional.empty();
    private Optional<Supplier<?>> late = Optional.empty();
    private int lateAfter;
    private int healthy;
    private int broken;
    private int operations;
    private int writes;

    RecordedCells(Clock clock) {
        this.clock = clock;
    }

    Claims claims() {
        return new Claims(this, new ClaimNames(TestKey::named));
    }

    /** As after a restart of all that hold them. */
    synchronized void clear() {
        entries.clear();
    }

    /** From now on every call fails, as when a remote cache is gone. */
    void breakDown() {
        breakDown(Fault.FAILS, 0, Integer.MAX_VALUE);
    }

    /** After so many calls that work, so many do not. */
    void breakDown(Fault kind, int after, int calls) {
        fault = Optional.of(kind);
        healthy = after;
        broken = calls;
    }

    /** After so many calls that work, one fails, and is made before the next but so many others. */
    void comesLate(int after, int others) {
        breakDown(Fault.COMES_LATE, after, 1);
        lateAfter = others;
    }

    /** The next replacement is made and told as one that was not, once others have changed what it has left. */
    void afterNextReplace(Runnable others) {
        onTop = Optional.of(others);
    }

    /** Before the next replacement, others are faster. */
    void beforeNextReplace(Runnable others) {
        faster = Optional.of(others);
    }

    /** Before the next text is written where nothing is, others are faster. */
    void beforeNextCreate(Runnable others) {
        fasterToCreate = Optional.of(others);
    }

    void repair() {
        fault = Optional.empty();
    }

    synchronized int size() {
        expire();
        return entries.size();
    }

    synchronized int longestText() {
        return entries.values().stream()
                .mapToInt(entry -> entry.text().length())
                .max()
                .orElse(0);
    }

    /** How many operations there were since the last question. */
    synchronized int operations() {
        int count = operations;
        operations = 0;
        writes = 0;
        return count;
    }

    synchronized int writes() {
        return writes;
    }

    synchronized boolean anyTextContains(String text) {
        return entries.entrySet().stream()
                .anyMatch(entry -> (entry.getKey() + entry.getValue().text()).contains(text));
    }

    @Override
    public synchronized Optional<String> read(String name) {
        return told(() -> there(name), Optional.empty());
    }

    @Override
    public synchronized Optional<String> create(String name, String text, Duration lifespan) {
        writes++;
        Optional<Runnable> before = fasterToCreate;
        fasterToCreate = Optional.empty();
        before.ifPresent(Runnable::run);
        return told(
                () -> {
                    Optional<String> there = there(name);
                    if (there.isEmpty()) {
                        put(name, text, lifespan);
                    }
                    return there;
                },
                Optional.of(""));
    }

    @Override
    public synchronized boolean replace(String name, String expected, String text, Duration lifespan) {
        writes++;
        Optional<Runnable> before = faster;
        faster = Optional.empty();
        before.ifPresent(Runnable::run);
        boolean isTold = told(
                () -> {
                    boolean expectedIsThere =
                            there(name).filter(expected::equals).isPresent();
                    if (expectedIsThere) {
                        put(name, text, lifespan);
                    }
                    return expectedIsThere;
                },
                false);
        Optional<Runnable> others = onTop;
        onTop = Optional.empty();
        others.ifPresent(Runnable::run);
        return isTold && others.isEmpty();
    }

    @Override
    public synchronized void write(String name, String text, Duration lifespan) {
        writes++;
        told(
                () -> {
                    put(name, text, lifespan);
                    return true;
                },
                true);
    }

    private void put(String name, String text, Duration lifespan) {
        if (lifespan.toSeconds() <= 0) {
            throw new IllegalArgumentException("no lifespan: " + lifespan);
        }
        entries.put(name, new Entry(text, clock.instant().plusSeconds(lifespan.toSeconds())));
    }

    private Optional<String> there(String name) {
        expire();
        return Optional.ofNullable(entries.get(name)).map(Entry::text);
    }

    private void expire() {
        entries.values().removeIf(entry -> !entry.end().isAfter(clock.instant()));
    }

    private <T> T told(Supplier<T> work, T no) {
        operations++;
        if (late.isPresent() && lateAfter-- <= 0) {
            Supplier<?> first = late.get();
            late = Optional.empty();
            Object unused = first.get();
        }
        Optional<Fault> now = fault.filter(kind -> healthy-- <= 0 && broken-- > 0);
        if (now.isEmpty()) {
            return work.get();
        }
        if (now.get() == Fault.FAILS) {
            throw new IllegalStateException("the cache is gone");
        }
        if (now.get() == Fault.COMES_LATE) {
            late = Optional.of(work);
            throw new IllegalStateException("there is no answer");
        }
        if (now.get() == Fault.SAYS_NO) {
            return no;
        }
        T answer = work.get();
        if (now.get() == Fault.LOSES_THE_ANSWER) {
            throw new IllegalStateException("the answer is lost");
        }
        return answer instanceof Optional<?> || answer instanceof Boolean ? work.get() : answer;
    }
}
