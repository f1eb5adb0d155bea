package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** An outbox, and a mail server that hangs until the end of the test: what the tests of an outbox start from. */
abstract class OutboxWithAMailServer {

    private static final Duration TIME_ENOUGH = Duration.ofSeconds(20);

    static final int WAITERS = 2;

    final Instant far = Instant.now().plus(Duration.ofHours(1));
    Outbox outbox = outbox(6, 2, TIME_ENOUGH);
    private final CountDownLatch mailServer = new CountDownLatch(1);

    static Outbox outbox(int capacity, int threads, Duration drain) {
        return new Outbox(new OutboxLimits(capacity, threads, WAITERS, drain, TIME_ENOUGH), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        mailServer.countDown();
        outbox.close();
    }

    TestJob put(TestJob job) {
        outbox.reserve(job.owner()).orElseThrow().use(job);
        return job;
    }

    void awaitEmptyOutbox() {
        long deadline = System.nanoTime() + TIME_ENOUGH.toNanos();
        while (outbox.size() > 0) {
            assertThat(System.nanoTime() - deadline).as("nanoseconds late").isNegative();
            Thread.onSpinWait();
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A job whose mail server hangs. */
    class Hanging extends TestJob {

        private final CountDownLatch started;

        Hanging(String owner, CountDownLatch started) {
            super(owner, Instant.MAX);
            this.started = started;
        }

        @Override
        public Optional<Retry> attempt(int attempt) {
            started.countDown();
            awaitQuietly(mailServer);
            return super.attempt(attempt);
        }
    }
}
