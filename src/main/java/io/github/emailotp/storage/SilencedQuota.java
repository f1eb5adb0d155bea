package io.github.emailotp.storage;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SendQuota;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A quota that grants nothing as long as the client's network is silenced, and tells it as one that is used up.
 *
 * @param usual what grants else
 * @param silence how long that is; zero if it is not
 */
public record SilencedQuota(SendQuota usual, Supplier<Duration> silence) implements SendQuota {

    @Override
    public Permit claim(Binding binding, int numbered, Collection<String> owed, OtpPolicy policy) {
        Optional<Denied> silenced = silenced();
        return silenced.isPresent() ? silenced.get() : usual.claim(binding, numbered, owed, policy);
    }

    private Optional<Denied> silenced() {
        return Optional.of(silence.get()).filter(left -> !left.isZero()).map(left -> new Denied(Limit.CLIENT, left));
    }

    @Override
    public Collection<String> unmade(Binding binding, Collection<String> owed) {
        return usual.unmade(binding, owed);
    }

    @Override
    public Optional<Denied> refusal(Binding binding, OtpPolicy policy) {
        return Stream.of(silenced(), usual.refusal(binding, policy))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Denied::retryAfter));
    }

    @Override
    public void refused(String claims) {
        usual.refused(claims);
    }

    @Override
    public void unsent(String claims) {
        usual.unsent(claims);
    }

    @Override
    public boolean isRefused(String claims) {
        return usual.isRefused(claims);
    }

    @Override
    public void redeemed(Collection<String> claims) {
        usual.redeemed(claims);
    }
}
