package io.github.emailotp.flow.verifyemail;

import io.github.emailotp.flow.CodeAction;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;

/**
 * Demands the action of an account, or no longer, as the realm's <i>Verify email</i> says. Keycloak asks at every login, and for
 * clients without a browser, too. Thread-safe.
 */
final class Demand {

    private final ActionOrder order = new ActionOrder();

    void lookAt(RealmModel realm, UserModel user) {
        if (user.isEmailVerified()) {
            forget(user);
        } else if (realm.isVerifyEmail() && !CodeAction.hasNoAddress(user)) {
            order.lookAt(realm);
            demand(user);
        }
    }

    /**
     * It was verified elsewhere, by an administrator for instance: nothing is left to do. Looks first, since to take away what is
     * not there would empty Keycloak's cache of the user.
     */
    private static void forget(UserModel user) {
        if (requires(user, VerifyEmailByCodeFactory.PROVIDER_ID)) {
            user.removeRequiredAction(VerifyEmailByCodeFactory.PROVIDER_ID);
        }
    }

    private static void demand(UserModel user) {
        // A new address is asked for first, and verified by that action itself.
        if (!requires(user, RequiredAction.UPDATE_EMAIL.name())) {
            user.addRequiredAction(VerifyEmailByCodeFactory.PROVIDER_ID);
            user.removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        }
    }

    private static boolean requires(UserModel user, String action) {
        return user.getRequiredActionsStream().anyMatch(action::equals);
    }
}
