package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An outbox")
class OutboxTest {

    private static final Duration REPORT = Duration.ofSeconds(20);

    private final Instant far = Instant.now().plus(Duration.ofHours(1));

    private final CountDownLatch mailServer = new CountDownLatch(1);
    private Outbox outbox = outbox(6, 2, Duration.ofSeconds(20));

    private static Outbox outbox(int capacity, int threads, Duration drain) {
        return new Outbox(new OutboxLimits(capacity, threads, drain, REPORT), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        mailServer.countDown();
        outbox.close();
    }

    /** Counts its attempts and answers each with the next pause; without any more, it is done. */
    private static class Job implements OutboxJob {

        final AtomicInteger attempts = new AtomicInteger();
        final CountDownLatch done = new CountDownLatch(1);
        final CountDownLatch givenUp = new CountDownLatch(1);
        final List<String> abandoned = new CopyOnWriteArrayList<>();
        final CountDownLatch anyAbandoned = new CountDownLatch(1);
        private final String owner;
        private final Instant expiresAt;
        private final List<Duration> pauses;

        Job(String owner, Instant expiresAt, Duration... pauses) {
            this.owner = owner;
            this.expiresAt = expiresAt;
            this.pauses = new CopyOnWriteArrayList<>(pauses);
        }

        @Override
        public String owner() {
            return owner;
        }

        @Override
        public Instant expiresAt() {
            return expiresAt;
        }

        @Override
        public Optional<Duration> attempt(int attempt) {
            assertThat(attempts.incrementAndGet()).isEqualTo(attempt);
            if (pauses.isEmpty()) {
                done.countDown();
                return Optional.empty();
            }
            return Optional.of(pauses.remove(0));
        }

        @Override
        public void giveUp() {
            givenUp.countDown();
        }

        @Override
        public void abandon(String reason) {
            abandoned.add(reason);
            anyAbandoned.countDown();
        }
    }

    /** A job whose mail server hangs until the end of the test. */
    private class Hanging extends Job {

        private final CountDownLatch started;

        Hanging(String owner, CountDownLatch started) {
            super(owner, Instant.MAX);
            this.started = started;
        }

        @Override
        public Optional<Duration> attempt(int attempt) {
            started.countDown();
            try {
                mailServer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.attempt(attempt);
        }
    }

    private Job put(Job job) {
        outbox.reserve(job.owner()).orElseThrow().use(job);
        return job;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void doesWhatIsPutIn() throws Exception {
        await(put(new Job("realm", far)).done);
    }

    @Test
    void triesAgainUntilItIsDone() throws Exception {
        Job job = put(new Job("realm", far, Duration.ofMillis(5), Duration.ofMillis(5)));
        await(job.done);
        assertThat(job.attempts).hasValue(3);
    }

    @Test
    void givesUpWhatWouldBeTooLate() throws Exception {
        Job job = put(new Job("realm", Instant.now().plusSeconds(30), Duration.ofSeconds(31)));
        await(job.givenUp);
        assertThat(job.attempts).hasValue(1);
    }

    @Test
    void doesNotBeginWhatIsTooLate() throws Exception {
        Job job = put(new Job("realm", Instant.now()));
        await(job.givenUp);
        assertThat(job.attempts).hasValue(0);
    }

    @Test
    void isFullWhenItsPlacesAreTaken() throws Exception {
        outbox = outbox(3, 2, Duration.ofSeconds(20));
        CountDownLatch started = new CountDownLatch(1);
        put(new Hanging("first", started));
        put(new Hanging("second", started));
        Outbox.Place reserved = outbox.reserve("realm").orElseThrow();
        assertThat(outbox.size()).isEqualTo(3);
        assertThat(outbox.reserve("realm")).isEmpty();
        assertThat(outbox.reserve("fourth")).isEmpty();
        reserved.leave();
        reserved.leave();
        assertThat(outbox.size()).as("a place is left once").isEqualTo(2);
        assertThat(outbox.reserve("realm")).isPresent();
    }

    @Test
    void hasRoomAgainForEachMailThatCameToItsEnd() throws Exception {
        for (int i = 0; i < 100; i++) {
            Job job = put(new Job("realm", far));
            await(job.done);
            while (outbox.size() > 0) {
                Thread.onSpinWait();
            }
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
        await(put(new Job("other", far)).done);
    }

    @Test
    void keepsPlacesForRealmsWhoseMailServerDoesNotHang() {
        outbox = outbox(10, 2, Duration.ZERO);
        CountDownLatch started = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            put(new Hanging("hanging", started));
        }
        assertThat(outbox.reserve("hanging")).isEmpty();
        assertThat(outbox.reserve("other")).isPresent();
    }

    @Test
    void doesNotGrowInThreadsWithItsBacklog() throws Exception {
        outbox = outbox(1_000, 4, Duration.ZERO);
        CountDownLatch started = new CountDownLatch(4);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 400; i++) {
            put(new Hanging("realm" + i % 4, started) {
                @Override
                public Optional<Duration> attempt(int attempt) {
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
            Job broken = put(new Job("realm", far) {
                @Override
                public Optional<Duration> attempt(int attempt) {
                    done.countDown();
                    throw new NoClassDefFoundError("broken");
                }
            });
            await(broken.anyAbandoned);
            assertThat(broken.abandoned).containsExactly("internal");
            await(put(new Job("realm", far)).done);
        }
    }

    @Test
    void sendsWhatIsThereWhenItIsClosed() {
        Job[] jobs = {put(new Job("realm", far)), put(new Job("realm", far)), put(new Job("realm", far))};
        outbox.close();
        assertThat(jobs).allSatisfy(job -> assertThat(job.done.getCount()).isZero());
        assertThat(outbox.reserve("realm")).isEmpty();
    }

    @Test
    void givesOneMoreAttemptToWhatWaitsWhenItIsClosed() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        Job job = put(new Job("realm", far, Duration.ofMinutes(5), Duration.ofMinutes(5)) {
            @Override
            public Optional<Duration> attempt(int attempt) {
                tried.countDown();
                return super.attempt(attempt);
            }
        });
        await(tried);
        outbox.close();
        await(job.givenUp);
        assertThat(job.attempts).hasValueBetween(1, 2);
    }

    @Test
    void givesUpWhatIsLeftWhenItsTimeIsOver() throws Exception {
        outbox = outbox(10, 1, Duration.ofMillis(50));
        CountDownLatch started = new CountDownLatch(1);
        Job hanging = put(new Hanging("realm", started));
        await(started);
        Job waiting = put(new Job("realm", far));
        outbox.close();
        await(waiting.givenUp);
        assertThat(hanging.abandoned).containsExactly("server_stopped");
        assertThat(waiting.abandoned).isEmpty();
    }
}
