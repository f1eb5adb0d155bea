package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.EarlierLoginListenerFactory;
import io.github.emailotp.flow.ListenerFactory;
import io.github.emailotp.flow.broker.LinkByCodeAuthenticatorFactory;
import io.github.emailotp.flow.first.EmailOtpFirstAuthenticatorFactory;
import io.github.emailotp.flow.resetcredentials.ResetByCodeAuthenticatorFactory;
import io.github.emailotp.flow.trusted.AccountChangeListenerFactory;
import io.github.emailotp.flow.trusted.TrustedBrowserConditionFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/**
 * Looks for a flow that counts on an event listener which its realm has not: Keycloak 26.0 knows no listeners of all realms. That is one whose codes can
 * be first proofs, while logins of before go on; and one in which browsers are trusted.
 */
final class ListenerFaults {

    private static final Set<String> STEPS = Set.of(
            EmailOtpFirstAuthenticatorFactory.PROVIDER_ID,
            ResetByCodeAuthenticatorFactory.PROVIDER_ID,
            LinkByCodeAuthenticatorFactory.PROVIDER_ID);

    private static final Set<String> CONDITIONS = Set.of(TrustedBrowserConditionFactory.PROVIDER_ID);

    private ListenerFaults() {}

    /** The listeners of ours that hear nothing of this realm. */
    static Set<String> deaf(RealmModel realm) {
        Set<String> deaf = new HashSet<>(
                ListenerFactory.areForAllRealms()
                        ? Set.of()
                        : Set.of(EarlierLoginListenerFactory.ID, AccountChangeListenerFactory.ID));
        realm.getEventsListenersStream().forEach(deaf::remove);
        return deaf;
    }

    /** Those of a whole flow; none if it is right. */
    static List<Fault> of(FlowPart flow, Set<String> deaf) {
        return Stream.concat(
                        fault(
                                deaf.contains(EarlierLoginListenerFactory.ID) && holds(flow, STEPS),
                                "a login that waits while somebody proves the address of its account for the first time goes on afterwards.",
                                EarlierLoginListenerFactory.ID),
                        fault(
                                deaf.contains(AccountChangeListenerFactory.ID) && holds(flow, CONDITIONS),
                                "trust in a browser outlasts a new password that a directory keeps, and is back with an old address.",
                                AccountChangeListenerFactory.ID))
                .toList();
    }

    private static Stream<Fault> fault(boolean isThere, String fact, String listener) {
        return isThere
                ? Stream.of(new Fault(fact, "Add " + listener + " to Realm settings, Events, Event listeners."))
                : Stream.empty();
    }

    private static boolean holds(FlowPart flow, Set<String> providers) {
        return flow.parts().stream()
                .filter(FlowPart::isEnabled)
                .anyMatch(part -> providers.contains(part.provider()) || holds(part, providers));
    }
}
