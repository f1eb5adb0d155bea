package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.resetcredentials.ResetByCodeAuthenticatorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Looks for what is wrong with a flow that holds the step of a reset: the rules of {@code docs/flows.md}. */
final class ResetFaults {

    private static final String STEP = ResetByCodeAuthenticatorFactory.PROVIDER_ID;
    private static final String CHOICE = "reset-credentials-choose-user";
    private static final String LINK = "reset-credential-email";
    private static final List<String> OF_SOMEBODY = List.of("reset-password", "reset-otp");

    private final FlowPart flow;

    private ResetFaults(FlowPart flow) {
        this.flow = flow;
    }

    /** Whether the step is anywhere in this flow, be it Disabled or not. */
    static boolean concern(FlowPart flow) {
        return flow.parts().stream().anyMatch(part -> part.provider().equals(STEP) || concern(part));
    }

    /**
     * What is wrong, as one text; empty if nothing is.
     *
     * @param isOfResets whether the realm's resets are done by this flow
     */
    static Optional<String> warning(FlowPart flow, boolean isOfResets) {
        ResetFaults faults = new ResetFaults(flow);
        List<Fault> found = isOfResets ? faults.inAReset() : List.of(elsewhere());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String summary = faults.letsAnybodyIn()
                ? "anybody can set a new password for anybody"
                : "a reset by email code does not work";
        return Optional.of("flow \"" + flow.name() + "\": " + summary + ". " + SetUpWarnings.sentences(found)
                + " Compare it with docs/flows.md.");
    }

    private List<Fault> inAReset() {
        List<Fault> found = new ArrayList<>();
        enabled(CHOICE)
                .ifPresent(choice -> found.add(new Fault(
                        choice.name() + " says who somebody is, before anything is proven.",
                        "Delete " + choice.name() + ".")));
        enabled(LINK)
                .ifPresent(link -> found.add(new Fault(
                        link.name() + " mails a link beside the code, and ends the reset.",
                        "Delete " + link.name() + ".")));
        if (!isAskedIn(flow)) {
            found.add(new Fault(
                    "Reset by email code is not Required, or stands in a sub-flow that is not.",
                    "Set it, and what it stands in, to Required."));
        }
        steps(flow)
                .takeWhile(step -> !step.provider().equals(STEP))
                .filter(step -> OF_SOMEBODY.contains(step.provider()))
                .forEach(step -> found.add(new Fault(
                        step.name() + " stands before the step: nobody is known there.",
                        "Put it behind Reset by email code.")));
        return found;
    }

    private static Fault elsewhere() {
        return new Fault(
                "Reset by email code is in a flow that does no resets.",
                "Bind the flow as Reset credentials flow, or delete the step.");
    }

    /** As Keycloak's own flow without its mail. */
    private boolean letsAnybodyIn() {
        return enabled(CHOICE).isPresent() && enabled(LINK).isEmpty() && !isAskedIn(flow);
    }

    private Optional<FlowPart> enabled(String provider) {
        return steps(flow).filter(step -> step.provider().equals(provider)).findFirst();
    }

    private static boolean isAskedIn(FlowPart subFlow) {
        return subFlow.parts().stream()
                .filter(part -> part.requirement() == Requirement.REQUIRED)
                .anyMatch(part -> part.provider().equals(STEP) || isAskedIn(part));
    }

    /** The steps that are not Disabled, in their order. */
    private static Stream<FlowPart> steps(FlowPart subFlow) {
        return subFlow.parts().stream()
                .filter(FlowPart::isEnabled)
                .flatMap(part -> part.isSubFlow() ? steps(part) : Stream.of(part));
    }
}
