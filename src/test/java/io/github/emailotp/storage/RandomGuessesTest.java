package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.AlreadyRedeemed;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Redeemed;
import io.github.emailotp.otp.GuessBudget.Spent;
import io.github.emailotp.otp.GuessBudget.TooLate;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of random sequences of answers to the challenges of one account, by whoever they are of, beside a model, with
 * operations of the cache that are repeated, fail, or lose their answer.
 */
@DisplayName("Whatever answers are given in whatever order,")
class RandomGuessesTest {

    private static final int SEQUENCES = 400;
    private static final int STEPS = 60;
    private static final List<Acquaintance> WHO =
            List.of(Acquaintance.STRANGER, Acquaintance.STRANGER, Acquaintance.KNOWN, Acquaintance.ANONYMOUS);
    private static final List<Fault> FAULTS = RecordedCells.UNSEEN;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void asManyAreComparedAsInTheModel(int block) {
        for (int i = 0; i < SEQUENCES; i++) {
            long seed = (long) block * SEQUENCES + i;
            try {
                new Sequence(new Random(seed)).run();
            } catch (AssertionError e) {
                throw new AssertionError("in the sequence of seed " + seed, e);
            }
        }
    }

    private record Told(Finding finding, Claim claim) {}

    /** One account, from the beginning. */
    private static final class Sequence extends GuessesOfAlice {

        private final Random random;
        private final List<Challenge> challenges = new ArrayList<>();
        private final Map<String, Integer> used = new HashMap<>();
        private final Set<String> redeemed = new HashSet<>();
        private final Map<Acquaintance, Integer> failures = new EnumMap<>(Acquaintance.class);
        private final Map<Acquaintance, Instant> answersFrom = new EnumMap<>(Acquaintance.class);
        private Acquaintance who = Acquaintance.STRANGER;

        Sequence(Random random) {
            this.random = random;
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                challenges.removeIf(
                        each -> !each.startedAt().plus(Challenge.MAX_AGE).isAfter(clock.instant()));
                if (challenges.isEmpty() || random.nextInt(5) == 0) {
                    challenges.add(challenge(step + "-of-the-sequence", ALICE));
                }
                who = WHO.get(random.nextInt(WHO.size()));
                answer(challenges.get(challenges.size() - 1 - random.nextInt(Math.min(3, challenges.size()))));
                clock.advance(Duration.ofMillis(random.nextInt(30_000)));
            }
        }

        private void answer(Challenge challenge) {
            Told told = told(challenge);
            Claim expected = expected(challenge, told.finding());
            assertThat(told.claim()).isEqualTo(expected);
            if (expected instanceof Waiting waiting) {
                assertThat(budget(who).refusal(ALICE, LIMITS)).contains(waiting);
            }
        }

        private Finding finding() {
            int one = random.nextInt(10);
            return one == 0 ? Finding.RIGHT : one == 1 ? Finding.TOO_LATE : Finding.WRONG;
        }

        private Claim expected(Challenge challenge, Finding finding) {
            Duration wait = Duration.between(clock.instant(), answersFrom.getOrDefault(who, Instant.EPOCH));
            if (!wait.isNegative() && !wait.isZero()) {
                return new Waiting(wait);
            }
            int tries = used.getOrDefault(challenge.id(), 0);
            if (tries == POLICY.tries()) {
                return new Spent();
            }
            return switch (finding) {
                case WRONG -> failed(challenge, tries + 1);
                case TOO_LATE -> new TooLate(POLICY.tries() - tries);
                case RIGHT -> redeemed.add(challenge.id()) ? succeeded() : new AlreadyRedeemed();
            };
        }

        private Claim failed(Challenge challenge, int tries) {
            used.put(challenge.id(), tries);
            int count = failures.merge(who, 1, Integer::sum);
            Duration next = LIMITS.waitAfter(count);
            answersFrom.put(who, next.isZero() ? Instant.EPOCH : clock.instant().plus(next));
            return new Failed(count, POLICY.tries() - tries);
        }

        private Claim succeeded() {
            failures.put(who, 0);
            answersFrom.put(who, Instant.EPOCH);
            return new Redeemed();
        }

        /** Whoever is told that the cache fails answers again once it is back, and gets what they would have got. */
        private Told told(Challenge challenge) {
            Challenge owing = challenge;
            Finding finding = finding();
            while (random.nextInt(3) == 0) {
                String mark = Claims.mark();
                Finding found = finding;
                cells.breakDown(FAULTS.get(random.nextInt(FAULTS.size())), random.nextInt(4), 1 + random.nextInt(4));
                try {
                    return new Told(found, budget(who).claim(owing, mark, () -> found, POLICY));
                } catch (ClaimsUnavailableException e) {
                    owing = alsoOwing(owing, mark);
                    remember(owing);
                } finally {
                    cells.repair();
                }
                // Who had the right code has it still.
                finding = finding == Finding.RIGHT ? finding : finding();
            }
            return new Told(finding, claim(owing, finding, who));
        }

        /** It keeps its debts, which are had once only. */
        private void remember(Challenge owing) {
            challenges.replaceAll(each -> each.id().equals(owing.id()) ? owing : each);
        }

        private static Challenge alsoOwing(Challenge challenge, String mark) {
            List<String> owed = new ArrayList<>(challenge.owed());
            owed.add(mark);
            return new Challenge(challenge.id(), challenge.binding(), challenge.startedAt(), List.of(), 5, owed, 0);
        }
    }
}
