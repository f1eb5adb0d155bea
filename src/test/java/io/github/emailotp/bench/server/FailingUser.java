package io.github.emailotp.bench.server;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClientNetwork;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.GuessLock;
import io.github.emailotp.storage.Requester;
import io.github.emailotp.storage.SharedGuessBudget;
import io.github.emailotp.storage.SharedSendQuota;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;

/**
 * Somebody who is mailed one code and types one that is wrong, as far as the claims see it.
 *
 * @param number makes a user, an address and a client network that no other has
 */
record FailingUser(String realm, int number) {

    private static final OtpPolicy DEFAULTS =
            EmailOtpSettings.read(Map.of(), warning -> {}).policy();

    void fail(KeycloakSession session) {
        Clock clock = Clock.systemUTC();
        Claims claims = Claims.of(session);
        var requester = new Requester(Acquaintance.STRANGER, ClientNetwork.of(client()));
        String user = new UUID(0, number).toString();
        var binding = new Binding(realm, user, "user" + number + "@example.test", Purpose.LOGIN, "session." + number);
        var challenge = new Challenge(user, binding, clock.instant(), List.of(), DEFAULTS.tries(), List.of(), 0);

        new SharedSendQuota(claims, requester, clock).claim(binding, DEFAULTS);
        new SharedGuessBudget(claims, Acquaintance.STRANGER, new Open(), clock)
                .claim(challenge, Claims.mark(), DEFAULTS);
    }

    private String client() {
        return "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
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
