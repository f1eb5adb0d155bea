package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.enrolment.EnrolledConditionFactory;
import io.github.emailotp.flow.network.NetworkConditionFactory;
import io.github.emailotp.flow.trusted.TrustedBrowserConditionFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * Looks for sub-flows of which a condition of ours leaves nothing: through such a one Keycloak lets nobody ({@code
 * DefaultAuthenticationFlow.processFlow}).
 */
final class NothingLeftFaults {

    /** By condition: who is left with nothing. */
    private static final Map<String, String> WHO = Map.of(
            TrustedBrowserConditionFactory.PROVIDER_ID, "in a trusted browser",
            NetworkConditionFactory.PROVIDER_ID, "in a trusted network",
            EnrolledConditionFactory.PROVIDER_ID, "who has not set up the email code");

    private NothingLeftFaults() {}

    /** Those of a whole flow; none if it is right. */
    static List<Fault> of(FlowPart flow) {
        return Stream.concat(fault(flow).stream(), inside(flow)).toList();
    }

    private static Stream<Fault> inside(FlowPart flow) {
        List<FlowPart> alternatives = flow.required().isEmpty() ? flow.alternatives() : List.of();
        return flow.parts().stream()
                .filter(part -> part.isSubFlow() && part.isEnabled())
                // Past an Alternative one, Keycloak goes on to the next.
                .flatMap(part -> Stream.concat(
                        alternatives.contains(part) && !part.equals(alternatives.get(alternatives.size() - 1))
                                ? Stream.empty()
                                : fault(part).stream(),
                        inside(part)));
    }

    private static Optional<Fault> fault(FlowPart around) {
        List<FlowPart> required = around.required();
        return required.size() == 1
                ? who(required.get(0)).map(who -> fault(around, required.get(0), who))
                : Optional.empty();
    }

    private static Optional<String> who(FlowPart part) {
        return part.requirement() == Requirement.CONDITIONAL
                ? part.conditions().stream()
                        .map(condition -> WHO.get(condition.provider()))
                        .filter(who -> who != null)
                        .findFirst()
                : Optional.empty();
    }

    private static Fault fault(FlowPart around, FlowPart skipped, String who) {
        return new Fault(
                "Nothing else is Required in \"" + around.name() + "\": Keycloak lets nobody through it " + who + ".",
                "Put Allow access, Required, beside \"" + skipped.name() + "\".");
    }
}
