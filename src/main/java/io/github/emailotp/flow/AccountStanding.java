package io.github.emailotp.flow;

import io.github.emailotp.otp.Standing;
import java.util.Optional;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Whether an account may log in, asked at every request, not only at the first: a lock may fall while the page is open.
 *
 * @param barredError the error of Keycloak's events for an account that may not
 */
record AccountStanding(Optional<String> barredError) {

    static AccountStanding of(Occasion occasion) {
        UserModel user = occasion.user();
        Optional<String> locked = Optional.ofNullable(AuthenticatorUtils.getDisabledByBruteForceEventError(
                occasion.session().getProvider(BruteForceProtector.class), occasion.session(), occasion.realm(), user));
        return new AccountStanding(
                locked.or(() -> user.isEnabled() ? Optional.empty() : Optional.of(Errors.USER_DISABLED)));
    }

    Standing standing() {
        return barredError.isPresent() ? Standing.BARRED : Standing.GOOD;
    }
}
