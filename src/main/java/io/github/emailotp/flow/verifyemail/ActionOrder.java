package io.github.emailotp.flow.verifyemail;

import io.github.emailotp.settings.SingleWarnings;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel.RequiredAction;

/** Warns, once a realm, where the order of its required actions lets another come first. Thread-safe. */
final class ActionOrder {

    private final SingleWarnings warnings = new SingleWarnings(Logger.getLogger(ActionOrder.class));

    void lookAt(RealmModel realm) {
        if (enabled(realm, RequiredAction.VERIFY_EMAIL.name()).isPresent()) {
            warn(
                    realm,
                    "has both \"Verify Email\" and \"Verify Email by Code\" enabled: disable \"Verify Email\" among its required"
                            + " actions, so that nobody gets a link as well");
        }
        if (priority(realm, VerifyEmailByCodeFactory.PROVIDER_ID)
                > priority(realm, RequiredAction.UPDATE_PASSWORD.name())) {
            warn(
                    realm,
                    "has \"Verify Email by Code\" below \"Update Password\" among its required actions: move it above, or people"
                            + " set passwords for addresses that are not theirs");
        }
    }

    /** An action that is not enabled comes after all others. */
    private static int priority(RealmModel realm, String alias) {
        return enabled(realm, alias)
                .map(RequiredActionProviderModel::getPriority)
                .orElse(Integer.MAX_VALUE);
    }

    private static Optional<RequiredActionProviderModel> enabled(RealmModel realm, String alias) {
        return Optional.ofNullable(realm.getRequiredActionProviderByAlias(alias))
                .filter(RequiredActionProviderModel::isEnabled);
    }

    private void warn(RealmModel realm, String warning) {
        warnings.give("The realm " + realm.getName() + " " + warning);
    }
}
