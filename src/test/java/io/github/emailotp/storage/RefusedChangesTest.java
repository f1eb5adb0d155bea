package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Redeemed;
import io.github.emailotp.otp.TestKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A cache that takes no change")
class RefusedChangesTest extends GuessesOfAlice {

    private static final String NAME = "name";
    private static final Duration LIFESPAN = Duration.ofMinutes(1);
    private static final int FEW = 30;

    /** They do nothing and answer no. */
    private class Refusing implements Cells {

        @Override
        public Optional<String> read(String name) {
            return cells.read(name);
        }

        @Override
        public Optional<String> create(String name, String text, Duration lifespan) {
            return cells.read(name).or(() -> Optional.of(""));
        }

        @Override
        public boolean replace(String name, String expected, String text, Duration lifespan) {
            cells.read(name);
            return false;
        }

        @Override
        public void write(String name, String text, Duration lifespan) {
            cells.write(name, text, lifespan);
        }
    }

    @Test
    void isNotAskedForEverAndIsNotTakenForAnother() {
        Challenge challenge = challenge(ALICE);
        String mark = Claims.mark();
        budget.claim(challenge, mark, () -> Finding.WRONG, POLICY);
        for (Finding finding : Finding.values()) {
            Challenge owing = owing(challenge, mark);
            requireUnavailable(() -> refused(new Refusing()).claim(owing, Claims.mark(), () -> finding, POLICY));
        }
        requireUnavailable(
                () -> refused(new Refusing()).claim(challenge(ALICE), Claims.mark(), () -> Finding.RIGHT, POLICY));
        assertThat(claim(challenge, Finding.RIGHT)).as("nothing was taken").isEqualTo(new Redeemed());
    }

    /** A change is refused, and then the cache says that nothing is there. */
    @Test
    void isNotTakenForOneThatHoldsNothing() {
        Challenge challenge = challenge(ALICE);
        budget.claim(challenge, Claims.mark(), () -> Finding.WRONG, POLICY);
        Cells forgetful = new Refusing() {
            private boolean refuses;

            @Override
            public Optional<String> read(String name) {
                return refuses ? Optional.empty() : cells.read(name);
            }

            @Override
            public boolean replace(String name, String expected, String text, Duration lifespan) {
                refuses = true;
                return false;
            }
        };
        requireUnavailable(() -> refused(forgetful).claim(challenge, Claims.mark(), () -> Finding.WRONG, POLICY));
    }

    /** As on a cluster where a limit of many is asked without rest: whoever has lost often still gets a turn. */
    @Test
    void isChangedThoughOthersDoSoAllTheTime() {
        cells.create(NAME, Claims.mark() + "record", LIFESPAN);
        Busy busy = new Busy(10);
        assertThat(claims(busy).<Boolean>change(NAME, record -> new Claims.Step.Write<>(true, "changed", LIFESPAN)))
                .isTrue();
        assertThat(busy.replacements).as("after ten that were lost").isLessThanOrEqualTo(18);
    }

    /** Others change what is there as often as it takes them, which is not long. */
    private final class Busy extends Refusing {

        private static final long OTHERS_TAKE_NANOS = 200_000;

        private int faster;
        private int replacements;
        private long readAt;

        Busy(int faster) {
            this.faster = faster;
        }

        @Override
        public Optional<String> read(String name) {
            readAt = System.nanoTime();
            return cells.read(name);
        }

        @Override
        public boolean replace(String name, String expected, String text, Duration lifespan) {
            replacements++;
            if (faster-- > 0 || System.nanoTime() - readAt > OTHERS_TAKE_NANOS) {
                cells.write(name, Claims.mark() + "theirs", LIFESPAN);
                return false;
            }
            return cells.replace(name, expected, text, lifespan);
        }
    }

    @Test
    void isNobodyElsesClaim() {
        requireUnavailable(() -> claims(new Refusing()).take(NAME, LIFESPAN));
    }

    /** As when it is in trouble for a moment only. */
    @Test
    void isAskedAgain() {
        cells.create(NAME, Claims.mark() + "record", LIFESPAN);
        Cells sometimes = new Refusing() {
            private int refusals = 5;

            @Override
            public boolean replace(String name, String expected, String text, Duration lifespan) {
                return refusals-- <= 0 && cells.replace(name, expected, text, lifespan);
            }
        };
        assertThat(claims(sometimes)
                        .<Boolean>change(NAME, record -> new Claims.Step.Write<>(true, "changed", LIFESPAN)))
                .isTrue();
        assertThat(cells.claims().read(NAME)).contains("changed");
    }

    /** A node reads its own copy, which others have replaced already: who is asked to write knows. */
    @Test
    void isMadeOnTopOfWhatAStaleCopyDoesNotShow() {
        cells.create(NAME, Claims.mark() + "1", LIFESPAN);
        Optional<String> copy = cells.read(NAME);
        cells.write(NAME, Claims.mark() + "2", LIFESPAN);
        assertThat(changedBehind(copy)).isTrue();
        assertThat(cells.claims().read(NAME)).contains("3");
    }

    @Test
    void isMadeWhereWhatAStaleCopyShowsHasEnded() {
        assertThat(changedBehind(Optional.of(Claims.mark() + "1"))).isTrue();
        assertThat(cells.claims().read(NAME)).contains("2");
    }

    private boolean changedBehind(Optional<String> copy) {
        Claims behind = claims(new Refusing() {
            @Override
            public Optional<String> read(String name) {
                return copy;
            }

            @Override
            public Optional<String> create(String name, String text, Duration lifespan) {
                return cells.create(name, text, lifespan);
            }

            @Override
            public boolean replace(String name, String expected, String text, Duration lifespan) {
                return cells.replace(name, expected, text, lifespan);
            }
        });
        behind.read(NAME);
        return behind.change(NAME, RefusedChangesTest::more);
    }

    private static Claims.Step<Boolean> more(Optional<String> record) {
        int next = record.map(Integer::parseInt).orElse(0) + 1;
        return new Claims.Step.Write<>(true, Integer.toString(next), LIFESPAN);
    }

    /** Each loses to others many times, and none is told that the cache fails. */
    @Test
    void isNoneThatManyChangeAtTheSameTime() throws Exception {
        int many = 300;
        Cells slow = new Refusing() {
            @Override
            public Optional<String> create(String name, String text, Duration lifespan) {
                return cells.create(name, text, lifespan);
            }

            @Override
            public boolean replace(String name, String expected, String text, Duration lifespan) {
                LockSupport.parkNanos(1_000_000);
                return cells.replace(name, expected, text, lifespan);
            }
        };
        Callable<Integer> oneMore = () -> claims(slow).change(NAME, record -> {
            int next = record.map(Integer::parseInt).orElse(0) + 1;
            return new Claims.Step.Write<>(next, Integer.toString(next), LIFESPAN);
        });
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(many, oneMore))) {
                answers.add(answer.get());
            }
            assertThat(answers).doesNotHaveDuplicates().contains(1, many);
        } finally {
            threads.shutdownNow();
        }
    }

    private void requireUnavailable(Runnable claim) {
        cells.operations();
        assertThatThrownBy(claim::run).isInstanceOf(ClaimsUnavailableException.class);
        assertThat(cells.operations()).isLessThanOrEqualTo(FEW);
    }

    private static Claims claims(Cells of) {
        return new Claims(of, new ClaimNames(TestKey::named));
    }

    private SharedGuessBudget refused(Cells of) {
        return new SharedGuessBudget(claims(of), Acquaintance.STRANGER, lock, clock);
    }
}
