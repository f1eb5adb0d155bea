package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.storage.AccountRecord.Failures;
import io.github.emailotp.storage.AccountRecord.Tried;
import io.github.emailotp.storage.ClaimedGuesses.Guess;
import io.github.emailotp.storage.Claims.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Comparisons as changes of one record an account. From the last free failure on, a claim says when the next may come, so exactly
 * one comparison is made in each wait, whatever arrives at the same time. The waits are kept by the nodes' clocks: they are as
 * exact as those agree.
 */
public final class SharedGuessBudget implements GuessBudget {

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
        if (lock.isClosed(acquaintance)) {
            return Optional.of(new Disabled());
        }
        Failures failures = read(claims.readAnew(name("account", binding))).failures(acquaintance);
        Optional<Refused> refused = refusal(failures, limits);
        if (refused.filter(Disabled.class::isInstance).isPresent()) {
            // Whoever failed last could not close the lock, or had another limit. An administrator must have a lock to
            // open.
            close(binding, failures.count());
        }
        return refused;
    }

    private Optional<Refused> refusal(Failures failures, GuessLimits limits) {
        if (failures.count() >= limits.untilDisabled()) {
            return Optional.of(new Disabled());
        }
        Duration wait = Duration.between(clock.instant(), failures.answersFrom());
        return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(new Waiting(wait));
    }

    @Override
    public List<String> unmade(Challenge challenge) {
        Optional<String> record = claims.readAnew(name("account", challenge.binding()));
        if (record.isEmpty()) {
            return List.of();
        }
        AccountRecord account = read(record);
        return challenge.owed().stream()
                .filter(mark -> !account.owes(challenge, mark))
                .toList();
    }

    @Override
    public Claim claim(Challenge challenge, String mark, OtpPolicy policy) {
        if (lock.isClosed(acquaintance)) {
            return new Disabled();
        }
        Claim claim =
                claims.change(name("account", challenge.binding()), record -> claim(record, challenge, mark, policy));
        if (claim instanceof Disabled) {
            refusal(challenge.binding(), policy.guesses());
        }
        return claim;
    }

    private Step<Claim> claim(Optional<String> record, Challenge challenge, String mark, OtpPolicy policy) {
        AccountRecord account = read(record);
        Tried tried = account.tried(challenge);
        Failures failures = account.failures(acquaintance);
        ClaimedGuesses claimed = account.claims();
        Optional<Guess> made = claimed.find(mark);
        if (made.isPresent()) {
            // Made already, and told otherwise; others have been here since.
            return new Step.Keep<>(granted(made.get(), tried, policy));
        }
        Optional<Guess> owed = challenge.owed().stream()
                .flatMap(each -> claimed.find(each).stream())
                .findFirst();
        if (owed.isPresent()) {
            ClaimedGuesses renamed = claimed.renamed(owed.get(), mark);
            return write(granted(renamed.find(mark).orElseThrow(), tried, policy), account.with(renamed));
        }
        Optional<Refused> refused = refusal(failures, policy.guesses());
        if (refused.isPresent()) {
            return new Step.Keep<>(refused.get());
        }
        if (tried.used() >= policy.tries()) {
            return new Step.Keep<>(new Spent());
        }
        Tried used = tried.withUsed(tried.used() + 1);
        Failures more = oneMore(failures, policy.guesses());
        Guess guess = new Guess(mark, acquaintance, more.count(), more.answersFrom());
        return write(
                granted(guess, used, policy),
                account.with(claimed.with(guess)).with(used).with(acquaintance, more));
    }

    private Failures oneMore(Failures failures, GuessLimits limits) {
        int count = failures.count() + 1;
        Duration wait = limits.waitAfter(count);
        Instant now = clock.instant();
        return new Failures(count, wait.isZero() ? Instant.EPOCH : now.plus(wait), now.plus(limits.memory()));
    }

    private static Claim granted(Guess guess, Tried tried, OtpPolicy policy) {
        return new Granted(Math.max(1, guess.failure()), Math.max(0, policy.tries() - tried.used()), guess.mark());
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
            lock.close(acquaintance, failures, () -> forgetIfPossible(binding));
        }
    }

    private void forgetIfPossible(Binding binding) {
        try {
            change(binding, account -> account.forgiven(acquaintance));
        } catch (ClaimsUnavailableException logged) {
            // The failures stay until they are forgotten by themselves.
        }
    }

    @Override
    public void forgive(Challenge challenge, Granted claim) {
        change(challenge.binding(), account -> {
            Optional<Guess> guess = account.claims().find(claim.mark());
            if (guess.isEmpty()) {
                return account;
            }
            Tried tried = account.tried(challenge);
            return forgiven(account, guess.get()).with(tried.withUsed(Math.max(0, tried.used() - 1)));
        });
    }

    private static AccountRecord forgiven(AccountRecord account, Guess guess) {
        AccountRecord without = account.with(account.claims().without(guess.mark()));
        if (!guess.counts()) {
            return without;
        }
        Failures failures = account.failures(guess.by());
        Failures fewer = new Failures(
                Math.max(0, failures.count() - 1),
                guess.hasBegun(failures.answersFrom()) ? Instant.EPOCH : failures.answersFrom(),
                failures.until());
        return without.with(guess.by(), fewer);
    }

    @Override
    public boolean redeem(Challenge challenge, Granted claim) {
        return claims.change(name("account", challenge.binding()), record -> redeem(record, challenge, claim));
    }

    private Step<Boolean> redeem(Optional<String> record, Challenge challenge, Granted claim) {
        AccountRecord account = read(record);
        Tried tried = account.tried(challenge);
        if (tried.redeemedBy().equals(claim.mark())) {
            return new Step.Keep<>(true);
        }
        if (tried.redeemedBy().isEmpty() || challenge.owed().contains(tried.redeemedBy())) {
            // Kept as long as there is a code that could be used again.
            Instant end = challenge.codes().stream()
                    .map(SentCode::expiresAt)
                    .max(Instant::compareTo)
                    .orElse(tried.end());
            return write(true, account.forgiven(acquaintance).with(tried.redeemed(claim.mark(), end)));
        }
        return account.claims()
                .find(claim.mark())
                .map(guess -> write(false, forgiven(account, guess)))
                .orElseGet(() -> new Step.Keep<>(false));
    }

    private void change(Binding binding, UnaryOperator<AccountRecord> change) {
        claims.change(name("account", binding), record -> {
            AccountRecord before = read(record);
            AccountRecord after = change.apply(before);
            return after.equals(before) ? new Step.Keep<>(null) : write(null, after);
        });
    }

    private <T> Step<T> write(T answer, AccountRecord account) {
        AccountRecord current = account.at(clock.instant());
        Duration lifespan = current.lifespan(clock.instant());
        return new Step.Write<>(answer, current.text(), lifespan.isZero() ? Claims.EMPTY_KEPT : lifespan);
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
