package io.github.emailotp.flow;

import io.github.emailotp.delivery.Aftermath;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.Sending;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;

/** A mail that was refused counts as one that has arrived: a shorter wait would tell that somebody is there to refuse it. */
record EvenAftermath(Aftermath usual) implements Aftermath {

    @Override
    public void remember(KeycloakSession session, String sending, Sending state, Duration lifespan) {
        usual.remember(session, sending, state, lifespan);
    }

    @Override
    public boolean rememberUnlessOver(KeycloakSession session, String sending, Sending state, Duration lifespan) {
        return usual.rememberUnlessOver(session, sending, state, lifespan);
    }

    @Override
    public boolean isSettled(KeycloakSession session, String sending) {
        return usual.isSettled(session, sending);
    }

    @Override
    public void refused(KeycloakSession session, Allowed permit) {
        // Its code stays charged, and stays as good as one that nobody has.
    }

    @Override
    public void unsent(KeycloakSession session, Allowed permit) {
        usual.unsent(session, permit);
    }
}
