package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The threads of an outbox")
class OutboxThreadsTest {

    private static final OutboxLimits LIMITS = new OutboxLimits(100, 1, 2, Duration.ZERO, Duration.ZERO);
    private static final int MOST_THREADS = 4;

    private final AtomicInteger looks = new AtomicInteger();
    private final List<Thread> made = new CopyOnWriteArrayList<>();
    private final OutboxContents contents = new OutboxContents(LIMITS, new CountingClock(), System::nanoTime);
    private final OutboxState state = new OutboxState(contents);
    private final OutboxThreads threads = new OutboxThreads(
            state,
            LIMITS,
            work -> {
                Thread thread = new Thread(work);
                made.add(thread);
                return thread;
            },
            new Attempts(state, Clock.systemUTC()));

    @AfterEach
    void close() {
        state.read(() -> {
            state.closed = true;
            state.wakeAll();
            return true;
        });
    }

    private TestJob put(TestJob job) {
        contents.takePlace(job.owner());
        contents.put(job);
        threads.wakeAsNeeded();
        return job;
    }

    private static TestJob job() {
        return new TestJob("realm", Instant.now().plusSeconds(60));
    }

    /** As one that is worn out by a sender of an administrator's own. */
    @Test
    void loseNoMailThatComesWhileTheOnlyOneIsInterrupted() throws Exception {
        OutboxWithAMailServer.await(state.read(() -> put(job())).done);
        awaitIdle(worker());
        TestJob next = state.read(() -> {
            worker().interrupt();
            // It has left those that can be told, and waits for the lock.
            pause(Duration.ofMillis(200));
            return put(job());
        });
        OutboxWithAMailServer.await(next.done);
    }

    @Test
    void lookNowAndThenForMailsThatAreDueWhileAllAreInUse() {
        state.read(() -> {
            state.threads = MOST_THREADS;
            TestJob due = job();
            contents.takePlace(due.owner());
            contents.put(due);
            Entry entry = contents.take().orElseThrow();
            contents.putBack(
                    entry, Retry.Cause.FAILED, entry.again(Retry.Cause.FAILED, System.nanoTime() + 50_000_000));
            threads.wakeAsNeeded();
            return true;
        });
        pause(Duration.ofMillis(500));
        assertThat(looks).hasPositiveValue().hasValueLessThan(100);
    }

    private Thread worker() {
        return made.stream()
                .filter(thread -> !thread.getName().endsWith("-time"))
                .findFirst()
                .orElseThrow();
    }

    private void awaitIdle(Thread worker) {
        while (worker.getState() != Thread.State.TIMED_WAITING || state.read(contents::size) > 0) {
            pause(Duration.ofMillis(10));
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who looks for mails that are dead asks it once. */
    private final class CountingClock extends Clock {

        @Override
        public Instant instant() {
            looks.incrementAndGet();
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
