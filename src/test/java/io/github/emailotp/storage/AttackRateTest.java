package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.TestLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The attacker never rests, has as many sessions, codes and addresses as they like, and never guesses right. */
@DisplayName("An attacker on one account")
class AttackRateTest {

    private static final int POSTS = 100;
    private static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab");

    private final MovableClock clock = new MovableClock();
    private final RecordedObjects objects = new RecordedObjects(clock);
    private final SingleUseGuessBudget budget =
            new SingleUseGuessBudget(objects.claims(), Acquaintance.STRANGER, new RememberedLock(), clock);

    @Test
    void getsAsManyComparisonsAsTheReadmeSays() throws IOException {
        List<Instant> comparisons = comparisonsInADay();
        Instant start = comparisons.get(0);
        String minute = row("the first minute", within(comparisons, start, Duration.ofMinutes(1)), 1);
        String hour = row("the first hour", within(comparisons, start, Duration.ofHours(1)), 60);
        String day = row("the first day", within(comparisons, start, Duration.ofDays(1)), 1440);
        assertThat(Files.readAllLines(Path.of("README.md"))).containsSequence(minute, hour, day);
    }

    @RepeatedTest(10)
    void getsNoMoreByPostingInParallel() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(POSTS);
        try {
            assertThat(granted(threads)).as("at once").isEqualTo(10);
            clock.advance(Duration.ofSeconds(29));
            assertThat(granted(threads)).as("inside the wait").isZero();
            clock.advance(Duration.ofSeconds(1));
            assertThat(granted(threads)).as("after the wait").isEqualTo(1);
            clock.advance(Duration.ofSeconds(60));
            assertThat(budget.claim(ALICE, TestLimits.GUESSES))
                    .as("posts that were refused have counted for nothing")
                    .isEqualTo(new Granted(12));
        } finally {
            threads.shutdownNow();
        }
    }

    private long granted(ExecutorService threads) throws Exception {
        CyclicBarrier together = new CyclicBarrier(POSTS);
        Callable<Claim> post = () -> {
            together.await();
            return budget.claim(ALICE, TestLimits.GUESSES);
        };
        long granted = 0;
        for (Future<Claim> claim : threads.invokeAll(Collections.nCopies(POSTS, post))) {
            granted += claim.get() instanceof Granted ? 1 : 0;
        }
        return granted;
    }

    private List<Instant> comparisonsInADay() {
        Instant end = clock.instant().plus(Duration.ofDays(1));
        List<Instant> comparisons = new ArrayList<>();
        while (clock.instant().isBefore(end)) {
            Claim claim = budget.claim(ALICE, TestLimits.GUESSES);
            if (claim instanceof Waiting waiting) {
                clock.advance(waiting.time());
            } else {
                comparisons.add(clock.instant());
            }
        }
        return comparisons;
    }

    private static long within(List<Instant> comparisons, Instant start, Duration time) {
        return comparisons.stream()
                .filter(comparison -> comparison.isBefore(start.plus(time)))
                .count();
    }

    private static String row(String time, long comparisons, int minutes) {
        return String.format(
                "| %s | %d | %s |",
                time,
                comparisons,
                new BigDecimal(comparisons)
                        .divide(BigDecimal.valueOf(minutes), new MathContext(2))
                        .stripTrailingZeros()
                        .toPlainString());
    }
}
