package io.github.emailotp.flow.verifyemail;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel.RequiredAction;

/** Warns, once a realm, where the order of its required actions lets another come first. Thread-safe. */
final class ActionOrder {

    private static final Logger LOG = Logger.getLogger(ActionOrder.class);
    private static final int MOST_REMEMBERED = 10_000;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    void lookAt(RealmModel realm) {
        if (enabled(realm, RequiredAction.VERIFY_EMAIL.name()).isPresent()) {
            warnOnce(
                    realm,
                    "has both \"Verify Email\" and \"Verify Email by Code\" enabled: disable \"Verify Email\" among its required"
                            + " actions, so that nobody gets a link as well");
        }
        if (priority(realm, VerifyEmailByCodeFactory.PROVIDER_ID)
                > priority(realm, RequiredAction.UPDATE_PASSWORD.name())) {
            warnOnce(
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

    private void warnOnce(RealmModel realm, String warning) {
        String sentence = ("The realm " + realm.getName() + " " + warning).replaceAll("\\p{Cntrl}", "?");
        if (warned.size() < MOST_REMEMBERED && warned.add(sentence)) {
            LOG.warn(sentence);
        }
    }
}
