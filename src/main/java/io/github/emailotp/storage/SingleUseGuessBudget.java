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

    private static final Duration CLOSING = Duration.ofMinutes(1);

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
        if (lock.isClosed(acquaintance)) {
            return Optional.of(new Disabled());
        }
        if (claims.isTaken(slot(binding, limits.untilDisabled()))) {
            // Whoever took it could not close the lock, or had another limit. An administrator must have a lock to
            // open.
            close(binding, limits.untilDisabled());
            return Optional.of(new Disabled());
        }
        return claims.isTaken(gate(binding)) ? Optional.of(waiting(binding, limits)) : Optional.empty();
    }

    @Override
    public Claim claim(Binding binding, GuessLimits limits) {
        if (claims.isTaken(gate(binding))) {
            return waiting(binding, limits);
        }
        for (int failure = 1; failure < limits.free(); failure++) {
            if (claims.take(slot(binding, failure), limits.memory())) {
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
        if (!claims.take(gate(binding), wait) || !claims.take(slot(binding, failure), limits.memory())) {
            return waiting(binding, limits);
        }
        claims.note(
                gate(binding), wait, String.valueOf(clock.instant().plus(wait).toEpochMilli()));
        claims.note(slots(binding), limits.memory(), String.valueOf(failure));
        return new Granted(failure);
    }

    @Override
    public void failed(Binding binding, Granted claim, GuessLimits limits) {
        if (claim.failures() == limits.untilDisabled()) {
            close(binding, claim.failures());
        }
    }

    /** By one request only: until it commits, others do not see that the lock is closed. */
    private void close(Binding binding, int failures) {
        if (claims.take(name("closing", binding), CLOSING)) {
            lock.close(acquaintance, failures, () -> forgetIfPossible(binding, failures));
        }
    }

    @Override
    public void forgive(Binding binding, Granted claim, GuessLimits limits) {
        claims.giveBack(slot(binding, claim.failures()));
        if (claim.failures() >= limits.free()) {
            openGate(binding);
        }
    }

    @Override
    public void succeeded(Binding binding, Granted claim) {
        forgetIfPossible(binding, claim.failures());
    }

    private void forgetIfPossible(Binding binding, int failures) {
        try {
            forget(binding, failures);
        } catch (ClaimsUnavailableException logged) {
            // The failures stay until they are forgotten by themselves.
        }
    }

    /** The oldest failures may have ended already, so those above a gap are found by the note. */
    private void forget(Binding binding, int failures) {
        int noted = claims.noted(slots(binding)).map(Integer::valueOf).orElse(0);
        for (int failure = Math.max(failures, noted); failure >= 1; failure--) {
            claims.giveBack(slot(binding, failure));
        }
        for (int failure = Math.max(failures, noted) + 1; claims.giveBack(slot(binding, failure)); failure++) {
            // Those of requests that ran at the same time.
        }
        if (noted > 0) {
            claims.forgetNote(slots(binding));
        }
        openGate(binding);
    }

    private void openGate(Binding binding) {
        if (claims.giveBack(gate(binding))) {
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
