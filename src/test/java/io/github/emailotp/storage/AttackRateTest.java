package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Waiting;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
class AttackRateTest extends GuessesOfAlice {

    private static final int POSTS = 100;

    @Test
    void getsAsManyComparisonsAsTheReadmeSays() throws IOException {
        List<Instant> comparisons = comparisonsInADay();
        Instant start = comparisons.get(0);
        String minute = row("the first minute", within(comparisons, start, Duration.ofMinutes(1)), 1);
        String hour = row("the first hour", within(comparisons, start, Duration.ofHours(1)), 60);
        String day = row("the first day", within(comparisons, start, Duration.ofDays(1)), 1440);
        assertThat(Files.readAllLines(Path.of("docs", "security.md"))).containsSequence(minute, hour, day);
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
            assertThat(failures(claim(ALICE)))
                    .as("posts that were refused have counted for nothing")
                    .isEqualTo(12);
        } finally {
            threads.shutdownNow();
        }
    }

    private long granted(ExecutorService threads) throws Exception {
        CyclicBarrier together = new CyclicBarrier(POSTS);
        long granted = 0;
        for (Future<Claim> claim : threads.invokeAll(posts(together))) {
            granted += claim.get() instanceof Failed ? 1 : 0;
        }
        return granted;
    }

    private List<Callable<Claim>> posts(CyclicBarrier together) {
        List<Callable<Claim>> posts = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            Challenge challenge = challenge(ALICE);
            posts.add(() -> {
                together.await();
                return claim(challenge, Finding.WRONG);
            });
        }
        return posts;
    }

    private List<Instant> comparisonsInADay() {
        Instant end = clock.instant().plus(Duration.ofDays(1));
        List<Instant> comparisons = new ArrayList<>();
        while (clock.instant().isBefore(end)) {
            Claim claim = claim(ALICE);
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
