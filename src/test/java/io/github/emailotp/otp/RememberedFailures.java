package io.github.emailotp.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One account's guess budget in memory, its waits kept by the clock. Thread-safe. */
final class RememberedFailures implements GuessBudget {

    private final Clock clock;
    private final Runnable requireClaims;
    private int failures;
    private int reported;
    private Optional<Refused> lostRace = Optional.empty();
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

    /** How many failures in a row there have been. */
    int count() {
        return failures;
    }

    /** How many wrong answers it was told of. */
    int reported() {
        return reported;
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
    public synchronized Claim claim(Binding binding, GuessLimits limits) {
        Optional<Refused> refusal = refusal(binding, limits);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (lostRace.isPresent()) {
            return lostRace.get();
        }
        failures++;
        answersFrom = clock.instant().plus(limits.waitAfter(failures));
        return new Granted(failures);
    }

    @Override
    public synchronized void failed(Binding binding, Granted claim, GuessLimits limits) {
        reported++;
    }

    @Override
    public synchronized void forgive(Binding binding, Granted claim, GuessLimits limits) {
        failures--;
        answersFrom = Instant.EPOCH;
    }

    @Override
    public synchronized void succeeded(Binding binding, Granted claim) {
        failures = 0;
        answersFrom = Instant.EPOCH;
    }
}
