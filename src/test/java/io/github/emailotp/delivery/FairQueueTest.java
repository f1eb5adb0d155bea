package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Jobs that wait")
class FairQueueTest {

    private final MovableClock clock = new MovableClock();
    private final FairQueue queue =
            new FairQueue(new OutboxLimits(100, 4, 2, Duration.ZERO, Duration.ZERO), clock::nanoTime);

    private record NamedJob(Owner owner, String name) implements OutboxJob {

        NamedJob(String realm, String name) {
            this(TestJob.owner(realm), name);
        }

        @Override
        public Instant expiresAt() {
            return Instant.MAX;
        }

        @Override
        public String matter() {
            return name;
        }

        @Override
        public Optional<Retry> attempt(int attempt) {
            throw new AssertionError("a queue runs nothing");
        }

        @Override
        public void giveUp() {
            throw new AssertionError("a queue gives nothing up");
        }

        @Override
        public void supersede() {
            throw new AssertionError("a queue gives nothing up");
        }

        @Override
        public void settle() {
            throw new AssertionError("a queue gives nothing up");
        }

        @Override
        public void abandon(String reason) {
            throw new AssertionError("a queue abandons nothing");
        }
    }

    private Entry add(String owner, String name) {
        Entry entry = new Entry(new NamedJob(owner, name));
        queue.add(entry);
        return entry;
    }

    /** Of which one has come to its end soon. */
    private void makeKnown(String owner) {
        add(owner, "before");
        queue.ended(take(), Optional.empty());
    }

    private List<String> takeAll() {
        List<String> names = new ArrayList<>();
        for (Optional<Entry> next = queue.take(); next.isPresent(); next = queue.take()) {
            names.add(((NamedJob) next.get().job()).name());
        }
        return names;
    }

    @Test
    void ofOneOwnerKeepTheirOrder() {
        makeKnown("a");
        add("a", "a1");
        add("a", "a2");
        assertThat(takeAll()).containsExactly("a1", "a2");
    }

    @Test
    void ofManyOwnersTakeTurns() {
        makeKnown("loud");
        makeKnown("quiet");
        for (int i = 1; i <= 5; i++) {
            add("loud", "loud" + i);
        }
        add("quiet", "quiet1");
        assertThat(takeAll()).containsExactly("loud1", "quiet1", "loud2");
    }

    @Test
    void waitForTheirOwnersShareToBeFree() {
        add("a", "a1");
        add("a", "a2");
        add("a", "a3");
        add("a", "a4");
        Entry first = take();
        assertThat(takeAll()).as("of an owner of which nothing is known").isEmpty();
        queue.ended(first, Optional.empty());
        assertThat(takeAll()).containsExactly("a2", "a3");
    }

    /** A node knows all realms of the last ten minutes. */
    @Test
    void areFoundNoSlowerBesideManyOwnersThatHaveNone() {
        long few = fastest();
        for (int i = 0; i < 2_000; i++) {
            makeKnown("idle" + i);
        }
        assertThat(fastest()).isLessThan(10 * few + 10_000);
    }

    /** Of a mail server that was well yesterday, nothing is known. */
    @Test
    void areOfAnUnknownOwnerTenMinutesAfterTheLastOne() {
        makeKnown("a");
        clock.advance(Duration.ofMinutes(9));
        queue.forget();
        assertThat(queue.pace(TestJob.owner("a"))).isEqualTo(Pace.PROMPT);
        clock.advance(Duration.ofMinutes(1));
        queue.forget();
        assertThat(queue.pace(TestJob.owner("a"))).isEqualTo(Pace.UNKNOWN);
    }

    /** The processor time of a job that comes and goes, nanoseconds. */
    private long fastest() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < 50; round++) {
            long begun = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < 20; i++) {
                makeKnown("busy");
            }
            fastest = Math.min(fastest, (threads.getCurrentThreadCpuTime() - begun) / 20);
        }
        return fastest;
    }

    /** By then, the line of their owner may be another. */
    @Test
    void takeNoOthersTurnWithTheirLastLook() {
        add("a", "early");
        Entry early = take();
        queue.ended(early, Optional.of(Retry.Cause.PAUSED));
        clock.advance(Duration.ofMinutes(20));
        queue.add(early.forALastLook(clock.nanoTime() + Duration.ofMinutes(1).toNanos()));
        // The line is over.
        queue.forget();
        add("a", "other");
        clock.advance(Duration.ofMinutes(1));
        queue.add(new Entry(new NamedJob("a", "third")));
        List<String> taken = takeAll();
        queue.clear().forEach(entry -> taken.add(((NamedJob) entry.job()).name()));
        assertThat(taken).containsExactlyInAnyOrder("early", "other", "third");
    }

    @Test
    void waitForTheirTime() {
        makeKnown("a");
        queue.add(new Entry(new NamedJob("a", "late"), 1, clock.nanoTime() + 4_000_000_000L));
        add("a", "now");
        assertThat(takeAll()).containsExactly("now");
        assertThat(queue.nextIn()).contains(Duration.ofSeconds(4));
        clock.advance(Duration.ofSeconds(4));
        assertThat(takeAll()).containsExactly("late");
        assertThat(queue.clear()).isEmpty();
    }

    @Test
    void canBeHurried() {
        queue.add(new Entry(new NamedJob("a", "late"), 1, clock.nanoTime() + 4_000_000_000L));
        queue.hurry();
        assertThat(takeAll()).containsExactly("late");
    }

    @Test
    void canBeTakenBackAll() {
        add("a", "a1");
        add("b", "b1");
        queue.add(new Entry(new NamedJob("a", "late"), 1, clock.nanoTime() + 4_000_000_000L));
        assertThat(queue.clear()).hasSize(3);
        assertThat(queue.clear()).isEmpty();
    }

    private void ended(Entry entry, Retry.Cause... cause) {
        queue.ended(entry, Stream.of(cause).findFirst());
    }

    private Entry take() {
        return queue.take().orElseThrow();
    }

    /** One that has waited long for its owner's turn does not wait for those that had theirs meanwhile. */
    @Test
    void comeFirstOfTheOwnerWhoHadNoneForTheLongestTime() {
        makeKnown("quiet");
        makeKnown("loud");
        add("loud", "loud1");
        add("quiet", "quiet1");
        assertThat(takeAll()).containsExactly("quiet1", "loud1");
    }

    @Nested
    @DisplayName("of an owner whose server takes no more connections")
    class NoConnection {

        @Test
        void waitInTheirOrderUntilOneOfThemIsAtItsEnd() {
            makeKnown("a");
            add("a", "a1");
            add("a", "a2");
            add("a", "a3");
            Entry first = take();
            Entry second = take();
            ended(second, Retry.Cause.NO_CONNECTION);
            queue.add(second.again(Retry.Cause.NO_CONNECTION, 0));
            assertThat(takeAll()).isEmpty();
            ended(first);
            assertThat(takeAll()).as("one out, one in").containsExactly("a2");
        }

        @Test
        void waitInTheirOrderThoughSeveralFindNoneAtOnce() {
            makeKnown("a");
            add("a", "a1");
            add("a", "a2");
            add("a", "a3");
            for (Entry each : List.of(take(), take())) {
                ended(each, Retry.Cause.NO_CONNECTION);
                queue.add(each.again(Retry.Cause.NO_CONNECTION, 0));
            }
            clock.advance(Duration.ofMillis(200));
            assertThat(takeAll()).containsExactly("a1");
        }

        /** It may be that one only that the server does not like. */
        @Test
        void letAnotherAskAfterOneWasRefusedForALimit() {
            makeKnown("a");
            add("a", "a1");
            add("a", "a2");
            Entry first = take();
            ended(first, Retry.Cause.TOO_FAST);
            queue.add(first.again(Retry.Cause.TOO_FAST, clock.nanoTime() + 4_000_000_000L));
            assertThat(takeAll()).as("held").isEmpty();
            clock.advance(Duration.ofMillis(200));
            assertThat(takeAll()).containsExactly("a2");
            clock.advance(Duration.ofMillis(200));
            Entry again = take();
            assertThat(((NamedJob) again.job()).name()).isEqualTo("a1");
            assertThat(again.attempts()).as("costs no attempt").isZero();
        }

        @Test
        void lookFromTimeToTimeWhetherThereIsOne() {
            add("a", "a1");
            Entry first = take();
            ended(first, Retry.Cause.NO_CONNECTION);
            queue.add(first.again(Retry.Cause.NO_CONNECTION, 0));
            clock.advance(Duration.ofMillis(199));
            assertThat(takeAll()).isEmpty();
            clock.advance(Duration.ofMillis(1));
            Entry again = take();
            assertThat(again.attempts()).as("costs no attempt").isZero();
        }
    }

    @Nested
    @DisplayName("of an owner")
    class Share {

        private final FairQueue many =
                new FairQueue(new OutboxLimits(100, 20, 2, Duration.ZERO, Duration.ZERO), clock::nanoTime);

        private List<Entry> takeAllOfMany() {
            List<Entry> taken = new ArrayList<>();
            for (Optional<Entry> next = many.take(); next.isPresent(); next = many.take()) {
                taken.add(next.get());
            }
            return taken;
        }

        private void addMany(String owner, int count) {
            for (int i = 0; i < count; i++) {
                many.add(new Entry(new NamedJob(owner, owner + i)));
            }
        }

        @Test
        void getMorePlacesWithEachThatEndsSoon() {
            addMany("a", 40);
            List<Entry> first = takeAllOfMany();
            assertThat(first).hasSize(1);
            first.forEach(entry -> many.ended(entry, Optional.empty()));
            List<Entry> second = takeAllOfMany();
            assertThat(second).hasSize(2);
            second.forEach(entry -> many.ended(entry, Optional.empty()));
            assertThat(takeAllOfMany()).hasSize(8);
        }

        @Test
        void getOnePlaceAfterATimeout() {
            addMany("a", 40);
            List<Entry> first = takeAllOfMany();
            first.forEach(entry -> many.ended(entry, Optional.of(Retry.Cause.TIMED_OUT)));
            assertThat(takeAllOfMany()).hasSize(1);
        }

        private List<Entry> takeTwoAfterOne() {
            addMany("a", 40);
            many.ended(takeAllOfMany().get(0), Optional.empty());
            return takeAllOfMany();
        }

        /** The server waits for the mailbox of that one, as it does while it calls back there, and takes the others. */
        @Test
        void keepTheirPlacesWhereOthersAreTakenDuringATimeout() {
            List<Entry> two = takeTwoAfterOne();
            clock.advance(Duration.ofMillis(10));
            many.ended(two.get(1), Optional.empty());
            clock.advance(Duration.ofSeconds(16));
            List<Entry> later = takeAllOfMany();
            clock.advance(Duration.ofMillis(10));
            later.forEach(entry -> many.ended(entry, Optional.empty()));
            clock.advance(Duration.ofSeconds(14));
            many.ended(two.get(0), Optional.of(Retry.Cause.TIMED_OUT));
            assertThat(takeAllOfMany()).hasSizeGreaterThan(4);
        }

        /** Those that were taken then say nothing of a server that has stopped since. */
        @Test
        void getOnePlaceAfterATimeoutAtWhoseBeginningOthersWereTaken() {
            List<Entry> two = takeTwoAfterOne();
            clock.advance(Duration.ofMillis(10));
            many.ended(two.get(1), Optional.empty());
            clock.advance(Duration.ofSeconds(30));
            many.ended(two.get(0), Optional.of(Retry.Cause.TIMED_OUT));
            assertThat(takeAllOfMany()).hasSize(1);
        }

        @Test
        void getOnePlaceAfterATimeoutThatNoneWasTakenDuring() {
            List<Entry> two = takeTwoAfterOne();
            clock.advance(Duration.ofSeconds(30));
            two.forEach(entry -> many.ended(entry, Optional.of(Retry.Cause.TIMED_OUT)));
            assertThat(takeAllOfMany()).hasSize(1);
        }

        /** A server that takes a second or more for each mail can still take several at a time. */
        @Test
        void getOneMorePlaceWithEachThatIsSlow() {
            addMany("a", 40);
            for (int places = 1; places < 8; places *= 2) {
                List<Entry> slow = takeAllOfMany();
                assertThat(slow).hasSize(places);
                clock.advance(Pace.LATE.minusMillis(1));
                slow.forEach(entry -> many.ended(entry, Optional.empty()));
            }
        }

        @Test
        void getNoMorePlacesWithOneThatEndsLate() {
            addMany("a", 40);
            List<Entry> first = takeAllOfMany();
            clock.advance(Pace.LATE);
            first.forEach(entry -> many.ended(entry, Optional.empty()));
            assertThat(takeAllOfMany()).hasSize(1);
        }

        @Test
        void leavePlacesToOthersOnceTheyAreSlow() {
            for (int i = 0; i < 30; i++) {
                addMany("slow" + i, 2);
            }
            assertThat(takeAllOfMany()).hasSize(15);
            addMany("well", 2);
            assertThat(takeAllOfMany()).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            takeAllOfMany();
            clock.advance(Duration.ofSeconds(1));
            assertThat(takeAllOfMany())
                    .extracting(entry -> entry.owner().realm())
                    .contains("well");
        }

        /** A hundred that nothing is known of, each with more to do than it has places: all hang for half a minute. */
        @Test
        void leavePlacesToThoseThatAreWell() {
            addMany("well", 1);
            takeAllOfMany().forEach(entry -> many.ended(entry, Optional.empty()));
            for (int i = 0; i < 100; i++) {
                addMany("sick" + i, 10);
            }
            int hanging = 0;
            for (int second = 0; second < 30; second++) {
                addMany("well", 3);
                List<Entry> taken = takeAllOfMany();
                hanging += taken.size() - endThoseThatAreWell(taken, second);
                clock.advance(Duration.ofSeconds(1));
            }
            assertThat(hanging).as("an outbox has eighty threads at most").isLessThanOrEqualTo(60);
        }

        /** There must be some; answers how many. */
        private int endThoseThatAreWell(List<Entry> taken, int second) {
            List<Entry> well = taken.stream()
                    .filter(entry -> entry.owner().realm().equals("well"))
                    .toList();
            assertThat(well).as("in second %d", second).hasSizeGreaterThanOrEqualTo(2);
            well.forEach(entry -> many.ended(entry, Optional.empty()));
            return well.size();
        }

        /** A hundred that were well until now fall silent together, each with a mail server of its own. */
        @Test
        void leavePlacesToThoseThatAreStillWell() {
            for (int i = 0; i < 100; i++) {
                makeKnown("sick" + i);
            }
            clock.advance(Duration.ofSeconds(2));
            makeKnown("well");
            for (int i = 0; i < 100; i++) {
                addMany("sick" + i, 10);
            }
            int hanging = takeAllOfMany().size();
            assertThat(hanging).as("before anything is known").isEqualTo(20);
            for (int second = 1; second < 30; second++) {
                clock.advance(Duration.ofSeconds(1));
                addMany("well", 3);
                List<Entry> taken = takeAllOfMany();
                hanging += taken.size() - endThoseThatAreWell(taken, second);
            }
            assertThat(hanging).as("an outbox has eighty threads at most").isLessThanOrEqualTo(60);
        }

        private void makeKnown(String owner) {
            addMany(owner, 1);
            takeAllOfMany().forEach(entry -> many.ended(entry, Optional.empty()));
        }

        /** An hour in which nothing of thirty realms is answered within half a minute, and the mails of one are at once. */
        @Test
        void areNotHeldByDeadOnesAfterAnHour() {
            Map<Entry, Integer> hanging = new HashMap<>();
            int late = 0;
            for (int second = 0; second < 3_600; second++) {
                for (int i = 0; i < 30; i++) {
                    if (second % 3 == 0) {
                        many.add(new Entry(new Dying("sick" + i, clock.instant().plusSeconds(300))));
                    }
                }
                many.add(new Entry(new Dying("well", clock.instant().plusSeconds(300))));
                boolean served = false;
                for (Entry entry : takeAllOfMany()) {
                    if (entry.owner().realm().equals("well")) {
                        many.ended(entry, Optional.empty());
                        served = true;
                    } else {
                        hanging.put(entry, second);
                    }
                }
                late += served ? 0 : 1;
                clock.advance(Duration.ofSeconds(1));
                int now = second;
                hanging.entrySet().removeIf(each -> {
                    boolean over = now - each.getValue() >= 30;
                    if (over) {
                        many.ended(each.getKey(), Optional.of(Retry.Cause.TIMED_OUT));
                    }
                    return over;
                });
                many.removeExpired(clock.instant());
            }
            assertThat(late)
                    .as("seconds in which the one that is well was not served")
                    .isLessThanOrEqualTo(2);
            assertThat(hanging).hasSizeLessThanOrEqualTo(20);
            clock.advance(Duration.ofMinutes(6));
            hanging.keySet().forEach(entry -> many.ended(entry, Optional.of(Retry.Cause.TIMED_OUT)));
            many.removeExpired(clock.instant());
            assertThat(many.clear()).as("dead mails").isEmpty();
            assertThat(takeAllOfMany()).isEmpty();
        }
    }

    private static final class Dying extends TestJob {

        Dying(String owner, Instant expiresAt) {
            super(owner, expiresAt);
        }
    }
}
