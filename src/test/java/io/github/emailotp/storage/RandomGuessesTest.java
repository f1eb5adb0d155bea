package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Spent;
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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of random sequences of answers to the challenges of one account, by strangers and known browsers, beside a model, with
 * operations of the cache that are repeated, fail, or lose their answer.
 */
@DisplayName("Whatever answers are given in whatever order,")
class RandomGuessesTest {

    private static final int SEQUENCES = 400;
    private static final int STEPS = 60;
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

    /** Of the model: a comparison that was granted, and is not judged yet. */
    private record Held(
            int number, Challenge challenge, Granted granted, Acquaintance who, int row, Instant waitUntil) {}

    /** One account, from the beginning. */
    private static final class Sequence extends GuessesOfAlice {

        /** Only so many claims are remembered: more are not granted while a comparison takes its time. */
        private static final int REMEMBERED = 20;

        private final Random random;
        private final List<Challenge> challenges = new ArrayList<>();
        private final List<Held> held = new ArrayList<>();
        private final Map<String, Integer> used = new HashMap<>();
        private final Set<String> redeemed = new HashSet<>();
        private final Map<Acquaintance, Integer> failures = new EnumMap<>(Acquaintance.class);
        private final Map<Acquaintance, Instant> answersFrom = new EnumMap<>(Acquaintance.class);

        /** How often the failures of these have been forgotten. */
        private final Map<Acquaintance, Integer> rows = new EnumMap<>(Acquaintance.class);

        private int granted;
        private Acquaintance who = Acquaintance.STRANGER;

        Sequence(Random random) {
            this.random = random;
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                challenges.removeIf(
                        each -> !each.startedAt().plus(Challenge.MAX_AGE).isAfter(clock.instant()));
                held.removeIf(each -> challenges.stream()
                        .noneMatch(live -> live.id().equals(each.challenge().id())));
                if (challenges.isEmpty() || random.nextInt(5) == 0) {
                    challenges.add(challenge(step + "-of-the-sequence", ALICE));
                }
                who = random.nextInt(4) == 0 ? Acquaintance.KNOWN : Acquaintance.STRANGER;
                answer(challenges.get(challenges.size() - 1 - random.nextInt(Math.min(3, challenges.size()))));
                while (!held.isEmpty() && random.nextInt(2) == 0) {
                    judge(held.remove(random.nextInt(held.size())));
                }
                clock.advance(Duration.ofMillis(random.nextInt(30_000)));
            }
        }

        private void answer(Challenge challenge) {
            Claim claim = claimed(challenge);
            Duration wait = Duration.between(clock.instant(), answersFrom.getOrDefault(who, Instant.EPOCH));
            if (!wait.isNegative() && !wait.isZero()) {
                assertThat(claim).isEqualTo(new Waiting(wait));
                assertThat(budget(who).refusal(ALICE, LIMITS)).contains(new Waiting(wait));
                return;
            }
            if (used.getOrDefault(challenge.id(), 0) == POLICY.tries()) {
                assertThat(claim).isEqualTo(new Spent());
                return;
            }
            int tries = used.merge(challenge.id(), 1, Integer::sum);
            int count = failures.merge(who, 1, Integer::sum);
            Duration next = LIMITS.waitAfter(count);
            Instant until = next.isZero() ? Instant.EPOCH : clock.instant().plus(next);
            answersFrom.put(who, until);
            assertThat(claim).isInstanceOfSatisfying(Granted.class, guess -> {
                assertThat(guess.failures()).isEqualTo(count);
                assertThat(guess.triesLeft()).isEqualTo(POLICY.tries() - tries);
                held.add(new Held(granted, challenge, guess, who, rows.getOrDefault(who, 0), until));
            });
            granted++;
            held.removeIf(each -> granted - each.number() >= REMEMBERED);
        }

        /** Whoever is told that the cache fails answers again once it is back, and gets what they would have got. */
        private Claim claimed(Challenge challenge) {
            Challenge owing = challenge;
            while (random.nextInt(3) == 0) {
                String mark = Claims.mark();
                breakDown(random.nextInt(4), 1 + random.nextInt(4));
                try {
                    return budget(who).claim(owing, mark, POLICY);
                } catch (ClaimsUnavailableException e) {
                    owing = owing(owing, mark);
                    remember(owing);
                } finally {
                    cells.repair();
                }
            }
            return budget(who).claim(owing, Claims.mark(), POLICY);
        }

        /** It keeps its debts, which are had once only. */
        private void remember(Challenge owing) {
            challenges.replaceAll(each -> each.id().equals(owing.id()) ? owing : each);
        }

        private void breakDown(int after, int calls) {
            cells.breakDown(FAULTS.get(random.nextInt(FAULTS.size())), after, calls);
        }

        private static Challenge owing(Challenge challenge, String mark) {
            List<String> owed = new ArrayList<>(challenge.owed());
            owed.add(mark);
            return new Challenge(challenge.id(), challenge.binding(), challenge.startedAt(), List.of(), 5, owed, 0);
        }

        /** Others have been here since it was claimed. */
        private void judge(Held answer) {
            who = answer.who();
            switch (random.nextInt(8)) {
                case 0, 1 -> giveBack(answer);
                case 2 -> redeem(answer);
                default -> budget(who).failed(ALICE, answer.granted(), LIMITS);
            }
        }

        private void giveBack(Held answer) {
            breakDown(random.nextInt(3), random.nextInt(3));
            try {
                budget(who).forgive(answer.challenge(), answer.granted());
            } catch (ClaimsUnavailableException e) {
                cells.repair();
                claimedAgain(answer).ifPresent(again -> budget(who).forgive(answer.challenge(), again));
            } finally {
                cells.repair();
            }
            used.merge(answer.challenge().id(), -1, Integer::sum);
            forgive(answer);
        }

        /** Empty if it was given back, and the answer lost. */
        private Optional<Granted> claimedAgain(Held answer) {
            Challenge owing = owing(answer.challenge(), answer.granted().mark());
            if (budget(who).unmade(owing).contains(answer.granted().mark())) {
                return Optional.empty();
            }
            Challenge alone = new Challenge(
                    owing.id(),
                    ALICE,
                    owing.startedAt(),
                    List.of(),
                    5,
                    List.of(answer.granted().mark()),
                    0);
            return Optional.of((Granted) budget(who).claim(alone, Claims.mark(), POLICY));
        }

        /** One success a challenge, though nobody may be told of it at first. */
        private void redeem(Held answer) {
            if (!redeemed.add(answer.challenge().id())) {
                assertThat(budget(who).redeem(answer.challenge(), answer.granted()))
                        .isFalse();
                forgive(answer);
                return;
            }
            assertThat(lost(answer).orElseGet(() -> budget(who).redeem(answer.challenge(), answer.granted())))
                    .isTrue();
            failures.put(who, 0);
            answersFrom.put(who, Instant.EPOCH);
            rows.merge(who, 1, Integer::sum);
        }

        private Optional<Boolean> lost(Held answer) {
            breakDown(random.nextInt(3), random.nextInt(3));
            try {
                return Optional.of(budget(who).redeem(answer.challenge(), answer.granted()));
            } catch (ClaimsUnavailableException e) {
                cells.repair();
                Challenge owing = owing(answer.challenge(), answer.granted().mark());
                Granted again = (Granted) budget(who).claim(owing, Claims.mark(), POLICY);
                return Optional.of(budget(who).redeem(owing, again));
            } finally {
                cells.repair();
            }
        }

        private void forgive(Held answer) {
            if (answer.row() != rows.getOrDefault(who, 0)) {
                return;
            }
            failures.merge(who, -1, Integer::sum);
            boolean hasBegunOne = answer.waitUntil().isAfter(Instant.EPOCH);
            if (hasBegunOne && answer.waitUntil().equals(answersFrom.get(who))) {
                answersFrom.put(who, Instant.EPOCH);
            }
        }
    }
}
