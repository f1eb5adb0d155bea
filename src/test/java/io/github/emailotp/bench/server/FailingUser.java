package io.github.emailotp.bench.server;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClientNetwork;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.GuessLock;
import io.github.emailotp.storage.Requester;
import io.github.emailotp.storage.SharedGuessBudget;
import io.github.emailotp.storage.SharedSendQuota;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** Somebody who is mailed one code and types one that is wrong. */
record FailingUser(Person person) {

    private static final OtpPolicy DEFAULTS =
            EmailOtpSettings.read(Factor.SECOND, Map.of(), warning -> {}).policy();

    void fail(KeycloakSession session) {
        Clock clock = Clock.systemUTC();
        Claims claims = Claims.of(session);
        var requester = new Requester(Acquaintance.STRANGER, ClientNetwork.of(person.client()));
        Binding binding = person.binding();
        var challenge =
                new Challenge(person.user(), binding, clock.instant(), List.of(), DEFAULTS.tries(), List.of(), 0);

        new SharedSendQuota(claims, requester, clock).claim(binding, DEFAULTS);
        new SharedGuessBudget(claims, Acquaintance.STRANGER, new Open(), clock)
                .claim(challenge, Claims.mark(), () -> Finding.WRONG, DEFAULTS);
    }

    /** The lock is an entry of the database, and nobody fails often enough here. */
    private static final class Open implements GuessLock {

        @Override
        public boolean isClosed(Acquaintance acquaintance) {
            return false;
        }

        @Override
        public void close(Acquaintance acquaintance, int failures, Runnable whenClosed) {
            throw new IllegalStateException("one failure closes nothing");
        }
    }
}
