package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.storage.AccountRecord.Failures;
import io.github.emailotp.storage.Claims.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Comparisons as changes of one record an account. From the last free failure on, a claim says when the next may come, so exactly
 * one comparison is made in each wait, whatever arrives at the same time. The waits are kept by the nodes' clocks: they are as
 * exact as those agree.
 */
public final class SharedGuessBudget implements GuessBudget {

    private static final String CLOSED_KIND = "closed";
    private static final Duration CLOSING = Duration.ofMinutes(1);

    private final Claims claims;
    private final Acquaintance acquaintance;
    private final GuessLock lock;
    private final Clock clock;

    /**
     * The budget of those who are known, or of strangers.
     *
     * @param lock where it stays remembered that the step is disabled
     */
    public SharedGuessBudget(Claims claims, Acquaintance acquaintance, GuessLock lock, Clock clock) {
        this.claims = claims;
        this.acquaintance = acquaintance;
        this.lock = lock;
        this.clock = clock;
    }

    @Override
    public Optional<Refused> refusal(Binding binding, GuessLimits limits) {
        if (isClosed(binding)) {
            return Optional.of(new Disabled());
        }
        Failures failures = read(claims.readAnew(name("account", binding))).failures(acquaintance);
        Optional<Refused> refused = GuessClaim.refusal(failures, limits, clock.instant());
        if (refused.filter(Disabled.class::isInstance).isPresent()) {
            // Whoever failed last could not close the lock, or had another limit. An administrator must have a lock to
            // open.
            close(binding, failures.count(), limits);
        }
        return refused;
    }

    /** The record is written anew, so that a claim on top of what it was is not made any more, should it still be on its way. */
    @Override
    public List<String> unmade(Challenge challenge) {
        return claims.change(name("account", challenge.binding()), record -> {
            AccountRecord account = read(record);
            List<String> unmade = challenge.owed().stream()
                    .filter(mark -> record.isPresent() && !account.owes(challenge, mark))
                    .toList();
            return unmade.isEmpty() ? new Step.Keep<>(unmade) : account.write(unmade, clock.instant());
        });
    }

    @Override
    public Claim claim(Challenge challenge, String mark, Supplier<Finding> comparison, OtpPolicy policy) {
        Binding binding = challenge.binding();
        if (isClosed(binding)) {
            return new Disabled();
        }
        String account = name("account", binding);
        // What is refused is not compared, but for those who come at the same time.
        claims.read(account);
        Claim claim = claims.change(
                account, new GuessClaim(challenge, mark, comparison, acquaintance, policy, clock.instant()));
        if (claim instanceof Disabled) {
            refusal(binding, policy.guesses());
        }
        if (claim instanceof Failed failed
                && failed.failures() == policy.guesses().untilDisabled()) {
            close(binding, failed.failures(), policy.guesses());
        }
        return claim;
    }

    /**
     * To those who have shown nothing, it is for as long as the failures of a name are remembered that has no account, and so no lock: or it would tell
     * who has one.
     */
    private boolean isClosed(Binding binding) {
        return lock.isClosed(acquaintance)
                && (acquaintance != Acquaintance.ANONYMOUS
                        || claims.read(name(CLOSED_KIND, binding)).isPresent());
    }

    /** By one request only: until it commits, others do not see that the lock is closed. */
    private void close(Binding binding, int failures, GuessLimits limits) {
        if (claims.take(name("closing", binding), CLOSING)) {
            if (acquaintance == Acquaintance.ANONYMOUS) {
                claims.take(name(CLOSED_KIND, binding), limits.memory());
            }
            lock.close(acquaintance, failures, () -> forgetIfPossible(binding));
        }
    }

    private void forgetIfPossible(Binding binding) {
        try {
            claims.change(name("account", binding), record -> {
                AccountRecord account = read(record);
                AccountRecord forgiven = account.forgiven(acquaintance);
                return forgiven.equals(account) ? new Step.Keep<>(null) : forgiven.write(null, clock.instant());
            });
        } catch (ClaimsUnavailableException logged) {
            // The failures stay until they are forgotten by themselves.
        }
    }

    private AccountRecord read(Optional<String> record) {
        return AccountRecord.parse(record, clock.instant()).rememberedAt(clock.instant());
    }

    private String name(String kind, Binding binding) {
        // Known browsers and strangers share the tries of a challenge, so they share a record.
        String whose = kind.equals("account") ? "" : acquaintance.name();
        return claims.name(kind, binding.realmId(), binding.userId(), whose);
    }
}
