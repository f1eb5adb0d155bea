package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("An outbox")
class OutboxTest extends OutboxWithAMailServer {

    @Test
    void doesWhatIsPutIn() throws Exception {
        await(put(new TestJob("realm", far)).done);
    }

    @Test
    void triesAgainUntilItIsDone() throws Exception {
        TestJob job = put(new TestJob("realm", far, Duration.ofMillis(5), Duration.ofMillis(5)));
        await(job.done);
        assertThat(job.attempts).hasValue(3);
    }

    @Test
    void triesOnceMoreBeforeItIsTooLate() throws Exception {
        TestJob job = put(new TestJob("realm", Instant.now().plusMillis(2_400), Duration.ofSeconds(31)));
        await(job.done);
        assertThat(job.attempts).hasValue(2);
    }

    @Test
    void givesUpWhatWouldBeTooLate() throws Exception {
        TestJob job = put(new TestJob("realm", Instant.now().plusSeconds(1), Duration.ofSeconds(31)));
        await(job.givenUp);
        assertThat(job.attempts).hasValue(1);
    }

    @Test
    void keepsWhatOnlyLacksAConnectionToItsEnd() throws Exception {
        Instant end = Instant.now().plusSeconds(1);
        AtomicReference<Instant> givenUpAt = new AtomicReference<>();
        TestJob job = put(new TestJob("realm", end) {
            @Override
            public Optional<Retry> attempt(int attempt) {
                return Optional.of(new Retry(Duration.ZERO, Retry.Cause.NO_CONNECTION));
            }

            @Override
            public void giveUp() {
                givenUpAt.set(Instant.now());
                super.giveUp();
            }
        });
        await(job.givenUp);
        assertThat(givenUpAt.get()).isAfterOrEqualTo(end);
    }

    /** Such as one of a token endpoint; meanwhile the settings may be mended. */
    @Test
    void looksOnceMoreBeforeItIsTooLateThoughAPauseIsLonger() throws Exception {
        TestJob job = put(new Paused(Instant.now().plusMillis(2_600)));
        TestJob young = put(new Paused(far));
        await(job.givenUp);
        assertThat(job.attempts).hasValue(2);
        assertThat(young.attempts).as("has time").hasValue(1);
    }

    @Test
    void looksNoMoreIfAPauseOutlastsWhatIsSoonTooLate() throws Exception {
        TestJob job = put(new Paused(Instant.now().plusSeconds(1)));
        await(job.givenUp);
        assertThat(job.attempts).hasValue(1);
    }

    /** Meets a pause of a minute whenever it looks. */
    private static final class Paused extends TestJob {

        Paused(Instant expiresAt) {
            super("realm", expiresAt);
        }

        @Override
        public Optional<Retry> attempt(int attempt) {
            attempts.incrementAndGet();
            return Optional.of(new Retry(Duration.ofMinutes(1), Retry.Cause.PAUSED));
        }
    }

    @Test
    void doesNotBeginWhatIsTooLate() throws Exception {
        TestJob job = put(new TestJob("realm", Instant.now()));
        await(job.givenUp);
        assertThat(job.attempts).hasValue(0);
    }

    @Test
    void isFullWhenItsPlacesAreTaken() throws Exception {
        outbox = outbox(3, 2, Duration.ofSeconds(20));
        CountDownLatch started = new CountDownLatch(1);
        put(new Hanging("first", started));
        put(new Hanging("second", started));
        Outbox.Place reserved = outbox.reserve(TestJob.owner("realm")).orElseThrow();
        assertThat(outbox.size()).isEqualTo(3);
        assertThat(outbox.reserve(TestJob.owner("realm"))).isEmpty();
        assertThat(outbox.reserve(TestJob.owner("fourth"))).isEmpty();
        reserved.leave();
        reserved.leave();
        assertThat(outbox.size()).as("a place is left once").isEqualTo(2);
        Optional<Outbox.Place> again = outbox.reserve(TestJob.owner("realm"));
        assertThat(again).isPresent();
        again.get().leave();
    }

    @Test
    void hasRoomAgainForEachMailThatCameToItsEnd() throws Exception {
        for (int i = 0; i < 100; i++) {
            TestJob job = put(new TestJob("realm", far));
            await(job.done);
            awaitEmptyOutbox();
        }
    }

    @Test
    void keepsThreadsForRealmsWhoseMailServerDoesNotHang() throws Exception {
        outbox = outbox(100, 2, Duration.ZERO);
        CountDownLatch started = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            put(new Hanging("hanging", started));
        }
        await(started);
        await(put(new TestJob("other", far)).done);
    }

    @Test
    void keepsPlacesForRealmsWhoseMailServerDoesNotHang() {
        outbox = outbox(10, 2, Duration.ZERO);
        CountDownLatch started = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            put(new Hanging("hanging", started));
        }
        assertThat(outbox.reserve(TestJob.owner("hanging"))).isEmpty();
        assertThat(outbox.reserve(TestJob.owner("other"))).isPresent();
    }

    @Test
    void givesARealmNoMorePlacesForAnotherMailServer() {
        outbox = outbox(10, 2, Duration.ZERO);
        List<Outbox.Place> places = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            places.add(outbox.reserve(new Owner("realm", "mail" + i % 2 + ".test:25"))
                    .orElseThrow());
        }
        assertThat(outbox.reserve(new Owner("realm", "mail0.test:25"))).isEmpty();
        assertThat(outbox.reserve(new Owner("realm", "mail2.test:25"))).isEmpty();
        assertThat(outbox.reserve(new Owner("other", "mail0.test:25"))).isPresent();
        places.get(0).leave();
        assertThat(outbox.reserve(new Owner("realm", "mail2.test:25"))).isPresent();
    }

    @Test
    void doesNotGrowInThreadsWithItsBacklog() throws Exception {
        outbox = outbox(1_000, 4, Duration.ZERO);
        CountDownLatch started = new CountDownLatch(4);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 400; i++) {
            put(new Hanging("realm" + i % 4, started) {
                @Override
                public Optional<Retry> attempt(int attempt) {
                    threads.add(Thread.currentThread());
                    return super.attempt(attempt);
                }
            });
        }
        await(started);
        assertThat(threads).hasSize(4);
        assertThat(outbox.size()).isEqualTo(400);
    }

    @Test
    void outlivesAJobThatBreaks() throws Exception {
        for (int i = 0; i < 10; i++) {
            TestJob broken = put(new TestJob("realm", far) {
                @Override
                public Optional<Retry> attempt(int attempt) {
                    done.countDown();
                    throw new NoClassDefFoundError("broken");
                }
            });
            await(broken.anyAbandoned);
            assertThat(broken.abandoned).containsExactly("internal");
            await(put(new TestJob("realm", far)).done);
        }
    }

    @Test
    void losesNothingWhereTheMachineHasNoMoreThreads() throws Exception {
        AtomicInteger missing = new AtomicInteger(2);
        outbox = new Outbox(
                new OutboxLimits(6, 2, WAITERS, Duration.ZERO, Duration.ofSeconds(5)), Clock.systemUTC(), work -> {
                    if (missing.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Thread(work);
                });
        TestJob first = put(new TestJob("realm", far));
        TestJob second = put(new TestJob("realm", far));
        await(first.done);
        await(second.done);
        awaitEmptyOutbox();
    }

    /** Else dead mails would keep their places for as long as all threads are in use. */
    @Test
    void goesOnToLookForDeadMailsThoughWhatLookedWasStopped() throws Exception {
        List<Thread> made = new CopyOnWriteArrayList<>();
        outbox = new Outbox(
                new OutboxLimits(10, 2, WAITERS, Duration.ZERO, Duration.ofSeconds(5)), Clock.systemUTC(), work -> {
                    Thread thread = new Thread(work);
                    made.add(thread);
                    return thread;
                });
        CountDownLatch started = new CountDownLatch(1);
        put(new Hanging("hanging", started));
        await(started);
        Thread timer = made.get(0);
        timer.interrupt();
        timer.join(30_000);
        assertThat(timer.isAlive()).isFalse();
        TestJob dead = put(new TestJob("hanging", Instant.now().plusMillis(100)));
        await(dead.givenUp);
    }

    /** Nothing waited until now, so nothing was looked at. */
    @Test
    void looksForADeadMailBehindOneThatHangs() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        put(new Hanging("hanging", started));
        await(started);
        TimeUnit.MILLISECONDS.sleep(250);
        TestJob dead = put(new TestJob("hanging", Instant.now().plusMillis(100)));
        await(dead.givenUp);
    }

    /** It is a login's request that starts it. */
    @Test
    void startsNoThreadForEachMail() throws Exception {
        List<Thread> made = new CopyOnWriteArrayList<>();
        outbox = new Outbox(
                new OutboxLimits(10, 2, WAITERS, Duration.ZERO, Duration.ofSeconds(5)), Clock.systemUTC(), work -> {
                    Thread thread = new Thread(work);
                    made.add(thread);
                    return thread;
                });
        for (int i = 0; i < 3; i++) {
            await(put(new TestJob("realm", far)).done);
            awaitEmptyOutbox();
            TimeUnit.MILLISECONDS.sleep(250);
        }
        assertThat(made).as("one that sends and one that keeps time").hasSize(2);
    }

    @Test
    void letsAFewRequestsWait() {
        outbox = outbox(100, 20, Duration.ZERO);
        assertThat(outbox.mayWait(Duration.ofSeconds(1))).isTrue();
        assertThat(outbox.mayWait(Duration.ofSeconds(1))).isTrue();
        assertThat(outbox.mayWait(Duration.ofSeconds(1))).isFalse();
        assertThat(outbox.mayWait(Duration.ZERO)).as("without a wait").isFalse();
        outbox.waitsNoMore();
        assertThat(outbox.mayWait(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void knowsTheAgeOfItsOldestMail() throws Exception {
        assertThat(outbox.oldest()).isZero();
        CountDownLatch started = new CountDownLatch(1);
        put(new Hanging("hanging", started));
        await(started);
        TimeUnit.MILLISECONDS.sleep(20);
        assertThat(outbox.oldest()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Nested
    @DisplayName("of realms some of which are sick")
    class Sick {

        @Test
        void servesOneThatIsWellWhileTenHang() throws Exception {
            outbox = outbox(2_000, 20, Duration.ZERO);
            CountDownLatch started = new CountDownLatch(1);
            for (int i = 0; i < 200; i++) {
                put(new Hanging("hanging" + i % 10, started));
            }
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                long begun = System.nanoTime();
                await(put(new TestJob("well", far)).done);
                times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            }
            times.sort(null);
            assertThat(times.get(15)).as("median of " + times).isLessThan(200);
            assertThat(times.get(29)).as("worst of " + times).isLessThan(2_000);
        }

        /** Such as those of a provider that refuses connections at once. */
        @Test
        void keepsPlacesForOneThatIsWellThoughTheOthersFailAtOnce() throws Exception {
            outbox = outbox(10, 2, Duration.ZERO);
            await(put(new TestJob("well", far)).done);
            awaitEmptyOutbox();
            for (int i = 0; i < 10; i++) {
                TestJob job = new TestJob(i < 5 ? "down1" : "down2", far, Duration.ofMinutes(5));
                Optional<Outbox.Place> place = outbox.reserve(job.owner());
                place.ifPresent(free -> free.use(job));
                while (place.isPresent() && job.attempts.get() == 0) {
                    Thread.onSpinWait();
                }
            }
            assertThat(outbox.reserve(TestJob.owner("well"))).isPresent();
            assertThat(outbox.reserve(TestJob.owner("down2"))).isEmpty();
        }

        @Test
        void freesPlacesOfMailsThatDieBehindThem() throws Exception {
            outbox = outbox(10, 2, Duration.ZERO);
            CountDownLatch started = new CountDownLatch(2);
            put(new Hanging("hanging", started));
            put(new Hanging("other", started));
            await(started);
            TestJob dead = put(new TestJob("hanging", Instant.now().plusMillis(100)));
            await(dead.givenUp);
            assertThat(outbox.size()).isEqualTo(2);
            assertThat(dead.attempts).hasValue(0);
        }
    }

    @Nested
    @DisplayName("of codes of which only the newest is of use")
    class Newest {

        private class Code extends TestJob {

            Code(Duration... pauses) {
                super("realm", far, pauses);
            }

            @Override
            public String matter() {
                return "challenge";
            }
        }

        @Test
        void sendsNoOlderOneThatWaits() throws Exception {
            TestJob older = put(new Code(Duration.ofMinutes(5)));
            while (older.attempts.get() == 0) {
                Thread.onSpinWait();
            }
            TestJob newer = put(new Code());
            await(newer.done);
            await(older.superseded);
            assertThat(older.attempts).hasValue(1);
            awaitEmptyOutbox();
        }

        @Test
        void sendsNoneThatWaitsOnceTheLoginIsOver() throws Exception {
            TestJob waiting = put(new Code(Duration.ofMinutes(5)));
            while (waiting.attempts.get() == 0) {
                Thread.onSpinWait();
            }
            TestJob ofAnother = put(new TestJob("realm", far, Duration.ofMillis(50)));
            outbox.settle("challenge");
            await(waiting.settled);
            await(ofAnother.done);
            assertThat(waiting.attempts).hasValue(1);
            awaitEmptyOutbox();
        }

        @Test
        void sendsNoneAgainThatFailsOnceTheLoginIsOver() throws Exception {
            CountDownLatch over = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            TestJob running = put(new Code(Duration.ofMillis(1)) {
                @Override
                public Optional<Retry> attempt(int attempt) {
                    begun.countDown();
                    awaitQuietly(over);
                    return super.attempt(attempt);
                }
            });
            await(begun);
            outbox.settle("challenge");
            over.countDown();
            await(running.settled);
            awaitEmptyOutbox();
            assertThat(running.attempts).hasValue(1);
        }

        @Test
        void sendsNoOlderOneAgainThatFailsMeanwhile() throws Exception {
            CountDownLatch newerIsIn = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            TestJob older = put(new Code(Duration.ofMillis(1)) {
                @Override
                public Optional<Retry> attempt(int attempt) {
                    begun.countDown();
                    awaitQuietly(newerIsIn);
                    return super.attempt(attempt);
                }
            });
            await(begun);
            TestJob newer = put(new Code());
            assertThat(newer.done.await(300, TimeUnit.MILLISECONDS))
                    .as("overtakes the older one")
                    .isFalse();
            newerIsIn.countDown();
            await(newer.done);
            await(older.superseded);
            assertThat(older.attempts).hasValue(1);
        }
    }
}
