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

/** One account's guess budget in memory, its waits kept by the clock. Thread-safe. */
final class RememberedFailures implements GuessBudget {

    private final Clock clock;
    private final Runnable requireClaims;
    private final Map<String, Integer> tries = new HashMap<>();
    private final Set<String> redeemed = new HashSet<>();
    private int failures;
    private int reported;
    private Optional<Refused> lostRace = Optional.empty();
    private Optional<String> lostClaim = Optional.empty();
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

    /** How many wrong answers it was told of. */
    int reported() {
        return reported;
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
    public synchronized Claim claim(Challenge challenge, String mark, OtpPolicy policy) {
        if (lostClaim.filter(challenge.owed()::contains).isPresent()) {
            lostClaim = Optional.empty();
            return new Granted(failures, policy.tries() - tries.get(challenge.id()), mark);
        }
        Optional<Refused> refusal = refusal(challenge.binding(), policy.guesses());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (lostRace.isPresent()) {
            return lostRace.get();
        }
        int used = tries.getOrDefault(challenge.id(), 0);
        if (used == policy.tries()) {
            return new Spent();
        }
        tries.put(challenge.id(), used + 1);
        failures++;
        answersFrom = clock.instant().plus(policy.guesses().waitAfter(failures));
        if (losesTheAnswer) {
            losesTheAnswer = false;
            lostClaim = Optional.of(mark);
            throw new ClaimsUnavailableException(new IllegalStateException("the answer is lost"));
        }
        return new Granted(failures, policy.tries() - used - 1, mark);
    }

    @Override
    public synchronized void failed(Binding binding, Granted claim, GuessLimits limits) {
        reported++;
    }

    @Override
    public synchronized void forgive(Challenge challenge, Granted claim) {
        tries.merge(challenge.id(), -1, Integer::sum);
        forgive();
    }

    private void forgive() {
        failures--;
        answersFrom = Instant.EPOCH;
    }

    @Override
    public synchronized boolean redeem(Challenge challenge, Granted claim) {
        requireClaims.run();
        if (!redeemed.add(challenge.id())) {
            forgive();
            return false;
        }
        failures = 0;
        answersFrom = Instant.EPOCH;
        return true;
    }
}
