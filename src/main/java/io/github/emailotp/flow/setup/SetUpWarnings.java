package io.github.emailotp.flow.setup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Looks at a realm's flows and warns of each that is in use, holds the step, and lets somebody pass it over or makes another
 * step count for nothing. A flow that nobody logs in through is not warned of: it may be half built.
 *
 * <p>What has been said of a flow is not said again until something else is true of it. Thread-safe.
 */
final class SetUpWarnings {

    private static final Logger LOG = Logger.getLogger(SetUpWarnings.class);

    /** Who makes and deletes many realms must not fill the memory. */
    private static final int MAX_REALMS = 10_000;

    private final Map<String, Set<String>> saidOfRealm = new ConcurrentHashMap<>();

    void lookAt(KeycloakSession session, RealmModel realm) {
        var reader = new FlowReader(session, realm);
        Set<String> warnings = realm.getAuthenticationFlowsStream()
                .filter(AuthenticationFlowModel::isTopLevel)
                .flatMap(flow -> warnings(session, realm, reader.read(flow), isOfResets(realm, flow))
                        .filter(warning -> KeycloakModelUtils.isFlowUsed(session, realm, flow)))
                .collect(Collectors.toSet());
        Set<String> said = remember(realm.getId(), warnings);
        warnings.stream()
                .filter(warning -> !said.contains(warning))
                .forEach(warning ->
                        LOG.warn(("Realm " + realm.getName() + ": " + warning).replaceAll("\\p{Cntrl}", "?")));
    }

    private static boolean isOfResets(RealmModel realm, AuthenticationFlowModel flow) {
        return Optional.ofNullable(realm.getResetCredentialsFlow())
                .filter(resets -> resets.getId().equals(flow.getId()))
                .isPresent();
    }

    private static Stream<String> warnings(
            KeycloakSession session, RealmModel realm, FlowPart flow, boolean isOfResets) {
        return Stream.of(
                        ofALogin(flow),
                        ofAReset(flow, isOfResets),
                        of(flow, RegistrationFaults.of(flow)),
                        of(flow, EnrolmentFaults.of(flow, EnrolmentFaults.isOffered(realm))),
                        of(flow, TrustFaults.of(flow, TrustFaults.isAddressOpen(session, realm))),
                        of(flow, AppFaults.of(flow, AppFaults.isOffered(realm))),
                        of(flow, NothingLeftFaults.of(flow)),
                        of(flow, ListenerFaults.of(flow, ListenerFaults.deaf(realm))))
                .flatMap(each -> each);
    }

    private static Stream<String> ofAReset(FlowPart flow, boolean isOfResets) {
        return ResetFaults.concern(flow) ? ResetFaults.warning(flow, isOfResets).stream() : Stream.empty();
    }

    private static Stream<String> of(FlowPart flow, List<Fault> faults) {
        return faults.isEmpty() ? Stream.empty() : Stream.of("flow \"" + flow.name() + "\": " + sentences(faults));
    }

    private static Stream<String> ofALogin(FlowPart flow) {
        List<Fault> faults = flow.holdsCode() ? Faults.of(flow) : List.of();
        if (faults.isEmpty()) {
            return Stream.empty();
        }
        Set<People> letIn = Faults.letIn(flow);
        String summary =
                letIn.isEmpty() ? "a step counts for nothing" : "the password alone lets in " + People.words(letIn);
        return Stream.of("flow \"" + flow.name() + "\": " + summary + ". " + sentences(faults)
                + " Log in and see, or run docs/setup/check.sh.");
    }

    /** All facts, then all advice, each once: two faults can have one remedy. */
    static String sentences(List<Fault> faults) {
        return Stream.concat(faults.stream().map(Fault::fact), faults.stream().map(Fault::advice))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** Answers what was remembered of the realm before. */
    private Set<String> remember(String realm, Set<String> warnings) {
        Set<String> said;
        if (warnings.isEmpty() || saidOfRealm.size() >= MAX_REALMS) {
            said = saidOfRealm.remove(realm);
        } else {
            said = saidOfRealm.put(realm, warnings);
        }
        return said == null ? Set.of() : said;
    }
}
