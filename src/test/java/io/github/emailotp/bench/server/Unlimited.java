package io.github.emailotp.bench.server;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.GuessBudget;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SendQuota;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The ports that claim, without any claims. */
final class Unlimited {

    private Unlimited() {}

    static final class Quota implements SendQuota {

        @Override
        public Permit claim(Binding binding, int numbered, Collection<String> owed, OtpPolicy policy) {
            return new Allowed("", numbered + 1, Instant.EPOCH, Instant.EPOCH);
        }

        @Override
        public Collection<String> unmade(Binding binding, Collection<String> owed) {
            return List.of();
        }

        @Override
        public Optional<Denied> refusal(Binding binding, OtpPolicy policy) {
            return Optional.empty();
        }

        @Override
        public void refused(String claims) {
            // Nothing was taken.
        }

        @Override
        public void unsent(String claims) {
            // Nothing was taken.
        }

        @Override
        public boolean isRefused(String claims) {
            return false;
        }

        @Override
        public void redeemed(Collection<String> claims) {
            // Nothing was taken.
        }
    }

    static final class Guesses implements GuessBudget {

        @Override
        public List<String> unmade(Challenge challenge) {
            return List.of();
        }

        @Override
        public Optional<Refused> refusal(Binding binding, GuessLimits limits) {
            return Optional.empty();
        }

        @Override
        public Claim claim(Challenge challenge, String mark, Supplier<Finding> comparison, OtpPolicy policy) {
            return switch (comparison.get()) {
                case WRONG -> new Failed(1, policy.tries() - 1);
                case TOO_LATE -> new TooLate(policy.tries());
                case RIGHT -> new Redeemed();
            };
        }
    }
}
