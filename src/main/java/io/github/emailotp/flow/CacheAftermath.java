package io.github.emailotp.flow;

import io.github.emailotp.delivery.Aftermath;
import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.Requester;
import io.github.emailotp.storage.SharedSendQuota;
import io.github.emailotp.storage.SharedSendings;
import java.time.Clock;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;

/** What follows from the fate of a mail, in the cluster cache. */
record CacheAftermath(Clock clock) implements Aftermath {

    @Override
    public void remember(KeycloakSession session, String sending, Sending state, Duration lifespan) {
        // That a mail failed is told as long as its login can last: "has expired" would be no reason.
        Duration told = state.isFailed() && lifespan.compareTo(Challenge.MAX_AGE) < 0 ? Challenge.MAX_AGE : lifespan;
        sendings(session).remember(sending, state, told);
    }

    @Override
    public boolean rememberUnlessOver(KeycloakSession session, String sending, Sending state, Duration lifespan) {
        return sendings(session).rememberUnlessOver(sending, state, lifespan);
    }

    /** The end of a mail that has not come to its end. */
    @Override
    public boolean isSettled(KeycloakSession session, String sending) {
        return sendings(session).find(sending).filter(Sending::isFailed).isPresent();
    }

    private SharedSendings sendings(KeycloakSession session) {
        return new SharedSendings(session.getProvider(Cells.class), clock);
    }

    @Override
    public void refused(KeycloakSession session, Allowed permit) {
        quota(session).refused(permit.claims());
    }

    @Override
    public void unsent(KeycloakSession session, Allowed permit) {
        quota(session).unsent(permit.claims());
    }

    /** A permit names all that was claimed, so it does not matter who tells. */
    private SharedSendQuota quota(KeycloakSession session) {
        Requester nobody = new Requester(Acquaintance.STRANGER, "");
        return new SharedSendQuota(Claims.of(session), nobody, clock);
    }
}
