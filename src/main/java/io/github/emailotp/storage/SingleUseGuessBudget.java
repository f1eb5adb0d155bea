package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget;
import io.github.emailotp.otp.GuessLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Failures as claims: each failure in a row takes the next slot of the account, and from the last free one on, whoever wants
 * a comparison must first take the account's gate, which is held as long as the wait. So the waits are kept by the cache's
 * own clock, and exactly one comparison is made in each of them, whatever arrives at the same time.
 */
public final class SingleUseGuessBudget implements GuessBudget {

    private final Claims claims;
    private final Acquaintance acquaintance;
    private final GuessLock lock;
    private final Clock clock;

    /**
     * The budget of those who are known, or of strangers.
     *
     * @param lock where it stays remembered that the step is disabled
     * @param clock for the times that people are told
     */
    public SingleUseGuessBudget(Claims claims, Acquaintance acquaintance, GuessLock lock, Clock clock) {
        this.claims = claims;
        this.acquaintance = acquaintance;
        this.lock = lock;
        this.clock = clock;
    }

    @Override
    public Optional<Refused> refusal(Binding binding, GuessLimits limits) {
        if (lock.isClosed(acquaintance) || claims.isTaken(slot(binding, limits.untilDisabled()))) {
            return Optional.of(new Disabled());
        }
        return claims.isTaken(gate(binding)) ? Optional.of(waiting(binding, limits)) : Optional.empty();
    }

    @Override
    public Claim claim(Binding binding, GuessLimits limits) {
        Optional<Refused> refusal = refusal(binding, limits);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        for (int failure = 1; failure < limits.free(); failure++) {
            if (claims.take(slot(binding, failure), GuessLimits.REMEMBERED)) {
                return new Granted(failure);
            }
        }
        return claimBehindGate(binding, limits);
    }

    /** The gate comes first: with the slot first, a request between the two would find the gate still open. */
    private Claim claimBehindGate(Binding binding, GuessLimits limits) {
        int failure = claims.firstFree(slots(binding), limits.free(), limits.untilDisabled());
        if (failure > limits.untilDisabled()) {
            return new Disabled();
        }
        Duration wait = limits.waitAfter(failure);
        if (!claims.take(gate(binding), wait) || !claims.take(slot(binding, failure), GuessLimits.REMEMBERED)) {
            return waiting(binding, limits);
        }
        claims.note(
                gate(binding), wait, String.valueOf(clock.instant().plus(wait).toEpochMilli()));
        return new Granted(failure);
    }

    @Override
    public void failed(Binding binding, Granted claim, GuessLimits limits) {
        if (claim.failures() == limits.untilDisabled()) {
            lock.close(acquaintance, claim.failures(), () -> forget(binding, claim.failures()));
        }
    }

    @Override
    public void forgive(Binding binding, Granted claim) {
        claims.giveBack(slot(binding, claim.failures()));
        openGate(binding);
    }

    @Override
    public void succeeded(Binding binding, Granted claim) {
        try {
            forget(binding, claim.failures());
        } catch (ClaimsUnavailableException logged) {
            // The failures stay until they are forgotten by themselves.
        }
    }

    private void forget(Binding binding, int failures) {
        for (int failure = failures; failure >= 1; failure--) {
            claims.giveBack(slot(binding, failure));
        }
        for (int failure = failures + 1; claims.tryToGiveBack(slot(binding, failure)); failure++) {
            // Those of requests that ran at the same time.
        }
        openGate(binding);
    }

    private void openGate(Binding binding) {
        if (claims.tryToGiveBack(gate(binding))) {
            claims.forgetNote(gate(binding));
        }
    }

    /** Without a note, the longest that it can be. */
    private Waiting waiting(Binding binding, GuessLimits limits) {
        int failures = claims.firstFree(slots(binding), limits.free(), limits.untilDisabled()) - 1;
        Duration most = limits.waitAfter(Math.max(failures, limits.free()));
        return claims.noted(gate(binding))
                .map(millis -> Duration.between(clock.instant(), Instant.ofEpochMilli(Long.parseLong(millis))))
                .filter(left -> !left.isNegative() && left.compareTo(most) <= 0)
                .map(Waiting::new)
                .orElseGet(() -> new Waiting(most));
    }

    private String slot(Binding binding, int failure) {
        return slots(binding) + failure;
    }

    private String slots(Binding binding) {
        return name("guess", binding) + ".";
    }

    private String gate(Binding binding) {
        return name("wait", binding);
    }

    private String name(String kind, Binding binding) {
        return HashedName.of(kind, binding.realmId(), binding.userId(), acquaintance.name());
    }
}
