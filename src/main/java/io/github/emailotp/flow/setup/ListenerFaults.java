package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.EarlierLoginListenerFactory;
import io.github.emailotp.flow.ListenerFactory;
import io.github.emailotp.flow.broker.LinkByCodeAuthenticatorFactory;
import io.github.emailotp.flow.first.EmailOtpFirstAuthenticatorFactory;
import io.github.emailotp.flow.resetcredentials.ResetByCodeAuthenticatorFactory;
import java.util.List;
import java.util.Set;
import org.keycloak.models.RealmModel;

/** Looks for a flow whose codes can be first proofs, in a realm that lets logins of before go on: Keycloak 26.0 knows no listeners of all realms. */
final class ListenerFaults {

    private static final Set<String> STEPS = Set.of(
            EmailOtpFirstAuthenticatorFactory.PROVIDER_ID,
            ResetByCodeAuthenticatorFactory.PROVIDER_ID,
            LinkByCodeAuthenticatorFactory.PROVIDER_ID);

    private ListenerFaults() {}

    /** Whether such logins are heard of. */
    static boolean isListening(RealmModel realm) {
        return ListenerFactory.areForAllRealms()
                || realm.getEventsListenersStream().anyMatch(EarlierLoginListenerFactory.ID::equals);
    }

    /** Those of a whole flow; none if it is right. */
    static List<Fault> of(FlowPart flow, boolean isListening) {
        return isListening || !proves(flow)
                ? List.of()
                : List.of(new Fault(
                        "a login that waits while somebody proves the address of its account for the first time goes on afterwards.",
                        "Add " + EarlierLoginListenerFactory.ID + " to Realm settings, Events, Event listeners."));
    }

    private static boolean proves(FlowPart flow) {
        return flow.parts().stream()
                .filter(FlowPart::isEnabled)
                .anyMatch(part -> STEPS.contains(part.provider()) || proves(part));
    }
}
