package io.github.emailotp.flow.network;

import io.github.emailotp.delivery.ClientAddress;
import io.github.emailotp.settings.SingleWarnings;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Lets the rest of its sub-flow come where somebody is outside of the networks that are trusted. Whatever cannot be read, the client's
 * address too, is outside; without any setting everybody is. Whose address it is depends on {@code --proxy-headers}.
 */
final class NetworkCondition implements ConditionalAuthenticator {

    private final SingleWarnings warnings = new SingleWarnings(Logger.getLogger(NetworkCondition.class));

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        Map<String, String> stored = Optional.ofNullable(context.getAuthenticatorConfig())
                .map(AuthenticatorConfigModel::getConfig)
                .orElse(Map.of());
        TrustedNetworks trusted = TrustedNetworks.of(stored);
        trusted.unread().forEach(entry -> warnings.give(warning(context.getRealm(), entry)));
        return !trusted.hold(ClientAddress.of(context.getConnection()));
    }

    private static String warning(RealmModel realm, String entry) {
        return "\"" + NetworkConditionFactory.NAME + "\" in realm " + realm.getName() + ": \"" + entry
                + "\" is no network such as 192.0.2.0/24 or 2001:db8::/48, and trusts nobody.";
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // It has no page.
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing to set up.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
