package io.github.emailotp.delivery;

import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.Sending;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;

/** What follows from the fate of a mail, in a session of its own; the methods' work is done when it commits. */
public interface Aftermath {

    /** Tells all nodes how far the mail has got. */
    void remember(KeycloakSession session, String sending, Sending state, Duration lifespan);

    /**
     * The same of a mail that is not at its end, unless it is told already that it is, here or by another node.
     *
     * @return false if it is: that stays
     */
    boolean rememberUnlessOver(KeycloakSession session, String sending, Sending state, Duration lifespan);

    /** Whether somebody else has told that the mail need not leave: see {@link io.github.emailotp.otp.CodeChannel#settle}. */
    boolean isSettled(KeycloakSession session, String sending);

    /** The mail certainly does not arrive: see {@link io.github.emailotp.otp.SendQuota#refused}. */
    void refused(KeycloakSession session, Allowed permit);

    /** The mail was never given to anybody who could deliver it: see {@link io.github.emailotp.otp.SendQuota#unsent}. */
    void unsent(KeycloakSession session, Allowed permit);
}
