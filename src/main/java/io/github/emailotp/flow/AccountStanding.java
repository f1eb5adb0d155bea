package io.github.emailotp.flow;

import io.github.emailotp.delivery.StandIn;
import io.github.emailotp.flow.Addressee.Newcomer;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.Standing;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Whether an account may log in, asked at every request, not only at the first: a lock may fall while the page is open.
 *
 * @param barredError the error of Keycloak's events for an account that may not
 */
record AccountStanding(Optional<String> barredError) {

    static AccountStanding of(Occasion occasion) {
        Optional<String> barred = occasion.addressee().barredError();
        boolean hasAccount = !(occasion.addressee() instanceof Newcomer);
        return hasAccount && barred.isEmpty() ? ofAccount(occasion) : new AccountStanding(barred);
    }

    private static AccountStanding ofAccount(Occasion occasion) {
        UserModel user = occasion.user();
        KeycloakSession session = occasion.session();
        Optional<String> locked = Optional.ofNullable(AuthenticatorUtils.getDisabledByBruteForceEventError(
                        session.getProvider(BruteForceProtector.class), withoutLogin(session), occasion.realm(), user))
                .filter(error -> !isOpenToTheLocked(occasion, error));
        return new AccountStanding(
                locked.or(() -> user.isEnabled() ? Optional.empty() : Optional.of(Errors.USER_DISABLED)));
    }

    /** Whoever is locked for a time, because of somebody's wrong passwords perhaps, may set a new one: codes have a count of their own. */
    private static boolean isOpenToTheLocked(Occasion occasion, String error) {
        return occasion.purpose() == Purpose.RESET && error.equals(Errors.USER_TEMPORARILY_DISABLED);
    }

    /**
     * With the login in its context, {@code DefaultBlockingBruteForceProtector} takes an account for locked while another request of it is under
     * way, and lets others take it for locked because of this one. Our guesses are counted without that.
     */
    private static KeycloakSession withoutLogin(KeycloakSession session) {
        KeycloakContext context = StandIn.of(
                KeycloakContext.class,
                session.getContext(),
                Map.of("getAuthenticationSession", (arguments, original) -> null));
        return StandIn.of(KeycloakSession.class, session, Map.of("getContext", (arguments, original) -> context));
    }

    Standing standing() {
        return barredError.isPresent() ? Standing.BARRED : Standing.GOOD;
    }
}
