package io.github.emailotp.flow.network;

import io.github.emailotp.delivery.ClientAddress;
import io.github.emailotp.flow.Condition;
import io.github.emailotp.settings.SingleWarnings;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/**
 * Lets the rest of its sub-flow come where somebody is outside of the networks that are trusted. Whatever cannot be read, the client's
 * address too, is outside; without any setting everybody is. Whose address it is depends on {@code --proxy-headers}: whoever comes through a proxy of one's own
 * without that is outside, too.
 */
final class NetworkCondition extends Condition {

    private final SingleWarnings warnings = new SingleWarnings(Logger.getLogger(NetworkCondition.class));

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        Map<String, String> stored = Optional.ofNullable(context.getAuthenticatorConfig())
                .map(AuthenticatorConfigModel::getConfig)
                .orElse(Map.of());
        TrustedNetworks trusted = TrustedNetworks.of(stored);
        trusted.unread().forEach(entry -> warnings.give(warning(context.getRealm(), entry)));
        String address = ClientAddress.of(context.getConnection());
        if (!trusted.hold(address)) {
            return true;
        }
        HttpHeaders headers = context.getSession().getContext().getRequestHeaders();
        boolean isAProxys = headers != null && UnheardProxy.isBehind(headers, address) && !UnheardProxy.isHeard();
        if (isAProxys) {
            warnings.give(ofAProxy(context.getRealm(), address));
        }
        return isAProxys;
    }

    private static String ofAProxy(RealmModel realm, String address) {
        return "\"" + NetworkConditionFactory.NAME + "\" in realm " + realm.getName()
                + ": a proxy has said where somebody comes from, and"
                + " Keycloak, which listens to none, has the trusted address " + address
                + " for them; so they count as outside. If it is a"
                + " proxy in front of this Keycloak, start it with --proxy-headers; never without one.";
    }

    private static String warning(RealmModel realm, String entry) {
        return "\"" + NetworkConditionFactory.NAME + "\" in realm " + realm.getName() + ": \"" + entry
                + "\" is no network such as 192.0.2.0/24 or 2001:db8::/48, and trusts nobody.";
    }
}
