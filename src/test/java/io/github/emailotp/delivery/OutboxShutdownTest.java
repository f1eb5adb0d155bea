package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisplayName("An outbox that is closed")
class OutboxShutdownTest extends OutboxWithAMailServer {

    @Test
    void sendsWhatIsThere() {
        List<TestJob> jobs =
                Stream.generate(() -> put(new TestJob("realm", far))).limit(3).toList();
        outbox.close();
        assertThat(jobs).allSatisfy(job -> assertThat(job.done.getCount()).isZero());
        assertThat(outbox.reserve(TestJob.owner("realm"))).isEmpty();
    }

    @Test
    void sendsWhatComesMeanwhile() throws Exception {
        outbox = outbox(2, 1, Duration.ofSeconds(30));
        put(new TestJob("realm", far));
        awaitEmptyOutbox();
        Outbox.Place place = outbox.reserve(TestJob.owner("realm")).orElseThrow();
        Thread closing = new Thread(outbox::close);
        closing.start();
        awaitDrain(closing);
        TestJob last = new TestJob("realm", far);
        place.use(last);
        assertThat(last.done.await(10, TimeUnit.SECONDS))
                .as("sent long before it would be given up")
                .isTrue();
        closing.join();
    }

    @Test
    void givesOneMoreAttemptToWhatWaits() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        TestJob job = put(new TestJob("realm", far, Duration.ofMinutes(5), Duration.ofMinutes(5)) {
            @Override
            public Optional<Retry> attempt(int attempt) {
                tried.countDown();
                return super.attempt(attempt);
            }
        });
        await(tried);
        outbox.close();
        await(job.givenUp);
        assertThat(job.attempts).hasValueBetween(1, 2);
    }

    /** A mail server that takes one connection at a time. */
    @Test
    void sendsAllThatOnlyLackAConnection() {
        outbox = outbox(100, 8, Duration.ofSeconds(30));
        AtomicBoolean isInUse = new AtomicBoolean();
        List<TestJob> jobs = IntStream.range(0, 40)
                .mapToObj(i -> put(new ThroughOneConnection("realm" + i % 2, isInUse)))
                .toList();
        outbox.close();
        assertThat(jobs).allSatisfy(job -> {
            assertThat(job.givenUp.getCount()).isOne();
            assertThat(job.done.getCount()).isZero();
        });
    }

    private final class ThroughOneConnection extends TestJob {

        private final AtomicBoolean isInUse;

        ThroughOneConnection(String owner, AtomicBoolean isInUse) {
            super(owner, far);
            this.isInUse = isInUse;
        }

        @Override
        public Optional<Retry> attempt(int attempt) {
            if (!isInUse.compareAndSet(false, true)) {
                return Optional.of(new Retry(Duration.ZERO, Retry.Cause.NO_CONNECTION));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            isInUse.set(false);
            done.countDown();
            return Optional.empty();
        }
    }

    @Test
    void givesUpWhatIsLeftWhenItsTimeIsOver() throws Exception {
        outbox = outbox(10, 1, Duration.ofMillis(50));
        TestJob hanging = putHanging();
        TestJob waiting = put(new TestJob("realm", far));
        outbox.close();
        await(waiting.givenUp);
        assertThat(hanging.abandoned).containsExactly("server_stopped");
        assertThat(waiting.abandoned).isEmpty();
    }

    /** What fails while it is closed is neither in the queue nor being sent for a moment. */
    @Test
    void losesNothingOnTheWay() {
        for (int i = 0; i < 3_000; i++) {
            outbox = outbox(1, 1, Duration.ZERO);
            TestJob job = put(new TestJob("realm", far, Duration.ofMinutes(5), Duration.ofMinutes(5)));
            outbox.close();
            awaitEmptyOutbox();
            assertThat(job.givenUp.getCount() + job.anyAbandoned.getCount())
                    .as("job %d is given up or abandoned, or both", i)
                    .isLessThan(2);
        }
    }

    @Test
    void tellsOfTheRestThoughOneCannotBeTold() throws Exception {
        outbox = outbox(10, 1, Duration.ZERO);
        putHanging();
        put(new TestJob("realm", far) {
            @Override
            public void giveUp() {
                throw new NoClassDefFoundError("broken");
            }
        });
        TestJob second = put(new TestJob("realm", far));
        outbox.close();
        await(second.givenUp);
    }

    @Test
    void doesNotWaitForOneThatHangsWhileItIsTold() throws Exception {
        outbox = new Outbox(new OutboxLimits(10, 1, 2, Duration.ZERO, Duration.ofSeconds(5)), Clock.systemUTC());
        putHanging();
        HangingWhileTold first = new HangingWhileTold();
        put(first);
        TestJob second = put(new TestJob("realm", far));
        outbox.close();
        await(first.givenUp);
        first.goOn();
        assertThat(second.givenUp.getCount()).as("is not told of").isOne();
    }

    /** It came to its end just before. */
    @Test
    void waitsUntilWhatIsOutIsTold() throws Exception {
        outbox = outbox(10, 1, Duration.ZERO);
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TestJob settled = put(new TestJob("realm", far, Duration.ofMinutes(5)) {
            @Override
            public void settle() {
                telling.countDown();
                awaitQuietly(goOn);
                super.settle();
            }
        });
        // There is one thread: the other waits for its next attempt by then.
        await(put(new TestJob("realm", far)).done);
        outbox.settle(settled.matter());
        await(telling);
        AtomicLong untold = new AtomicLong(-1);
        Thread closing = new Thread(() -> {
            outbox.close();
            untold.set(settled.settled.getCount());
        });
        closing.start();
        awaitDrain(closing);
        goOn.countDown();
        closing.join();
        assertThat(untold).hasValue(0);
    }

    @Test
    void tellsOfTheRestThoughItIsInterrupted() throws Exception {
        outbox = outbox(10, 1, Duration.ofSeconds(30));
        TestJob hanging = putHanging();
        List<TestJob> jobs =
                Stream.generate(() -> put(new TestJob("realm", far))).limit(4).toList();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread closing = new Thread(() -> {
            outbox.close();
            stillInterrupted.set(Thread.interrupted());
        });
        closing.start();
        awaitDrain(closing);
        closing.interrupt();
        closing.join();
        assertThat(hanging.abandoned).containsExactly("server_stopped");
        assertThat(jobs).allSatisfy(job -> assertThat(job.givenUp.getCount()).isZero());
        assertThat(stillInterrupted).isTrue();
    }

    private static void awaitDrain(Thread closing) {
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            assertThat(closing.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
    }

    /** It takes the only thread. */
    private TestJob putHanging() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        TestJob hanging = put(new Hanging("realm", started));
        await(started);
        return hanging;
    }

    /** To give it up hangs, as where the cache does not answer. */
    private static final class HangingWhileTold extends TestJob {

        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicReference<Thread> teller = new AtomicReference<>();

        HangingWhileTold() {
            super("realm", Instant.MAX);
        }

        @Override
        public void giveUp() {
            teller.set(Thread.currentThread());
            super.giveUp();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Returns when nobody can be told any more. */
        void goOn() throws InterruptedException {
            end.countDown();
            teller.get().join();
        }
    }
}
