package io.github.emailotp.bench.server;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ChallengeTries;
import io.github.emailotp.otp.GuessBudget;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.SendQuota;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The ports that claim, without any claims. */
final class Unlimited {

    private Unlimited() {}

    static final class Quota implements SendQuota {

        @Override
        public Permit claim(Binding binding, Duration cooldown, MailLimits limits) {
            return new Allowed(Map.of());
        }

        @Override
        public void giveBack(Allowed permit) {
            // Nothing was taken.
        }
    }

    static final class Tries implements ChallengeTries {

        @Override
        public OptionalInt claim(Challenge challenge, int tries) {
            return OptionalInt.of(tries - 1);
        }

        @Override
        public void giveBack(Challenge challenge, int triesLeft, int tries) {
            // Nothing was taken.
        }

        @Override
        public boolean redeem(Challenge challenge) {
            return true;
        }
    }

    static final class Guesses implements GuessBudget {

        @Override
        public Optional<Refused> refusal(Binding binding, GuessLimits limits) {
            return Optional.empty();
        }

        @Override
        public Claim claim(Binding binding, GuessLimits limits) {
            return new Granted(1);
        }

        @Override
        public void failed(Binding binding, Granted claim, GuessLimits limits) {
            // Nothing is counted.
        }

        @Override
        public void forgive(Binding binding, Granted claim, GuessLimits limits) {
            // Nothing was taken.
        }

        @Override
        public void succeeded(Binding binding, Granted claim) {
            // Nothing was taken.
        }
    }
}
