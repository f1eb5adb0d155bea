package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.GuessBudget.AlreadyRedeemed;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Disabled;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Redeemed;
import io.github.emailotp.otp.GuessBudget.Refused;
import io.github.emailotp.otp.GuessBudget.Spent;
import io.github.emailotp.otp.GuessBudget.TooLate;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.storage.AccountRecord.Failures;
import io.github.emailotp.storage.AccountRecord.Tried;
import io.github.emailotp.storage.ClaimedGuesses.Guess;
import io.github.emailotp.storage.Claims.Change;
import io.github.emailotp.storage.Claims.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one answer does to its account's record: it takes a try and counts as a failure, takes the success of its challenge, or takes
 * nothing; and whether it is judged at all.
 */
final class GuessClaim implements Change<Claim> {

    private final Challenge challenge;
    private final String mark;
    private final Supplier<Finding> comparison;
    private final Acquaintance by;
    private final OtpPolicy policy;
    private final Instant now;

    GuessClaim(
            Challenge challenge,
            String mark,
            Supplier<Finding> comparison,
            Acquaintance by,
            OtpPolicy policy,
            Instant now) {
        this.challenge = challenge;
        this.mark = mark;
        this.comparison = comparison;
        this.by = by;
        this.policy = policy;
        this.now = now;
    }

    /** Why no answer is judged after these failures; empty if one is. */
    static Optional<Refused> refusal(Failures failures, GuessLimits limits, Instant now) {
        if (failures.count() >= limits.untilDisabled()) {
            return Optional.of(new Disabled());
        }
        Duration wait = Duration.between(now, failures.answersFrom());
        return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(new Waiting(wait));
    }

    @Override
    public Step<Claim> on(Optional<String> record) {
        AccountRecord account = AccountRecord.parse(record, now).rememberedAt(now);
        Tried tried = account.tried(challenge);
        if (isOurs(tried) && comparison.get() == Finding.RIGHT) {
            // Made already, and told to nobody.
            return write(new Redeemed(), account.with(tried.redeemed(mark, end(tried))));
        }
        Optional<Guess> owed = account.claims()
                .find(mark)
                .or(() -> challenge.owed().stream()
                        .flatMap(each -> account.claims().find(each).stream())
                        .findFirst());
        return owed.map(guess -> had(account, tried, guess)).orElseGet(() -> judged(account, tried));
    }

    private boolean isOurs(Tried tried) {
        return tried.redeemedBy().equals(mark) || challenge.owed().contains(tried.redeemedBy());
    }

    /** A failure that was claimed already, and told to nobody, is had now: others have been here since. */
    private Step<Claim> had(AccountRecord account, Tried tried, Guess owed) {
        Finding finding = comparison.get();
        if (finding == Finding.WRONG) {
            Failed failed = new Failed(Math.max(1, owed.failure()), triesLeft(tried));
            return owed.mark().equals(mark)
                    ? new Step.Keep<>(failed)
                    : write(failed, account.with(account.claims().renamed(owed, mark)));
        }
        Tried without = tried.withUsed(Math.max(0, tried.used() - 1));
        AccountRecord forgiven = account.forgiven(owed).with(without);
        if (finding == Finding.TOO_LATE) {
            return write(new TooLate(triesLeft(without)), forgiven);
        }
        return tried.redeemedBy().isEmpty() ? redeem(forgiven, without) : write(new AlreadyRedeemed(), forgiven);
    }

    private Step<Claim> judged(AccountRecord account, Tried tried) {
        Failures failures = account.failures(by);
        Optional<Refused> refused = refusal(failures, policy.guesses(), now);
        if (refused.isPresent()) {
            return new Step.Keep<>(refused.get());
        }
        if (tried.used() >= policy.tries()) {
            return new Step.Keep<>(new Spent());
        }
        return switch (comparison.get()) {
            case WRONG -> fail(account, tried, oneMore(failures));
            case TOO_LATE -> new Step.Keep<>(new TooLate(triesLeft(tried)));
            case RIGHT ->
                tried.redeemedBy().isEmpty() ? redeem(account, tried) : new Step.Keep<>(new AlreadyRedeemed());
        };
    }

    private Step<Claim> fail(AccountRecord account, Tried tried, Failures failures) {
        Tried used = tried.withUsed(tried.used() + 1);
        Guess guess = new Guess(mark, by, failures.count(), failures.answersFrom());
        return write(
                new Failed(failures.count(), triesLeft(used)),
                account.with(account.claims().with(guess)).with(used).with(by, failures));
    }

    private Step<Claim> redeem(AccountRecord account, Tried tried) {
        return write(new Redeemed(), account.forgiven(by).with(tried.redeemed(mark, end(tried))));
    }

    /** A success is remembered as long as there is a code that could be used again. */
    private Instant end(Tried tried) {
        return challenge.codes().stream()
                .map(SentCode::expiresAt)
                .max(Instant::compareTo)
                .orElse(tried.end());
    }

    private Failures oneMore(Failures failures) {
        int count = failures.count() + 1;
        Duration wait = policy.guesses().waitAfter(count);
        return new Failures(
                count,
                wait.isZero() ? Instant.EPOCH : now.plus(wait),
                now.plus(policy.guesses().memory()));
    }

    private int triesLeft(Tried tried) {
        return Math.max(0, policy.tries() - tried.used());
    }

    private Step<Claim> write(Claim claim, AccountRecord account) {
        return account.write(claim, now);
    }
}
