package io.github.emailotp.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One account's guess budget in memory, its waits kept by the clock. Thread-safe. */
final class RememberedFailures implements GuessBudget {

    private final Clock clock;
    private final Runnable requireClaims;
    private final Map<String, Integer> tries = new HashMap<>();
    private final Set<String> redeemed = new HashSet<>();
    private int failures;
    private Optional<Refused> lostRace = Optional.empty();
    private Optional<String> lostClaim = Optional.empty();
    private Optional<Claim> lost = Optional.empty();
    private boolean losesTheAnswer;
    private Instant answersFrom = Instant.EPOCH;

    /**
     * No failures yet.
     *
     * @param requireClaims throws if the claims cannot be reached
     */
    RememberedFailures(Clock clock, Runnable requireClaims) {
        this.clock = clock;
        this.requireClaims = requireClaims;
    }

    /** From now on, another request is faster between the question whether there is a guess and its claim. */
    void loseRaces(Refused refused) {
        lostRace = Optional.of(refused);
    }

    void winRaces() {
        lostRace = Optional.empty();
    }

    /** The next claim is made, and nobody is told. */
    void loseTheAnswer() {
        losesTheAnswer = true;
    }

    /** How many failures in a row there have been. */
    int count() {
        return failures;
    }

    @Override
    public List<String> unmade(Challenge challenge) {
        return List.of();
    }

    @Override
    public synchronized Optional<Refused> refusal(Binding binding, GuessLimits limits) {
        requireClaims.run();
        if (failures >= limits.untilDisabled()) {
            return Optional.of(new Disabled());
        }
        Duration wait = Duration.between(clock.instant(), answersFrom);
        return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(new Waiting(wait));
    }

    @Override
    public synchronized Claim claim(Challenge challenge, String mark, Supplier<Finding> comparison, OtpPolicy policy) {
        boolean isPaid = lostClaim.filter(challenge.owed()::contains).isPresent();
        Optional<Refused> refusal = isPaid ? Optional.empty() : refusal(challenge.binding(), policy.guesses());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (lostRace.isPresent()) {
            return lostRace.get();
        }
        if (!isPaid && used(challenge) == policy.tries()) {
            return new Spent();
        }
        Claim claim = isPaid ? had(challenge, comparison.get(), policy) : judged(challenge, comparison.get(), policy);
        if (losesTheAnswer) {
            losesTheAnswer = false;
            lostClaim = Optional.of(mark);
            lost = Optional.of(claim);
            throw new ClaimsUnavailableException(new IllegalStateException("the answer is lost"));
        }
        return claim;
    }

    private Claim had(Challenge challenge, Finding finding, OtpPolicy policy) {
        lostClaim = Optional.empty();
        boolean isFailed = lost.filter(Failed.class::isInstance).isPresent();
        if (isFailed == (finding == Finding.WRONG)) {
            return lost.orElseThrow();
        }
        if (isFailed) {
            tries.merge(challenge.id(), -1, Integer::sum);
            failures--;
            answersFrom = Instant.EPOCH;
        }
        return judged(challenge, finding, policy);
    }

    private Claim judged(Challenge challenge, Finding finding, OtpPolicy policy) {
        return switch (finding) {
            case WRONG -> {
                tries.merge(challenge.id(), 1, Integer::sum);
                failures++;
                answersFrom = clock.instant().plus(policy.guesses().waitAfter(failures));
                yield new Failed(failures, policy.tries() - used(challenge));
            }
            case TOO_LATE -> new TooLate(policy.tries() - used(challenge));
            case RIGHT -> {
                if (!redeemed.add(challenge.id())) {
                    yield new AlreadyRedeemed();
                }
                failures = 0;
                answersFrom = Instant.EPOCH;
                yield new Redeemed();
            }
        };
    }

    private int used(Challenge challenge) {
        return tries.getOrDefault(challenge.id(), 0);
    }
}
