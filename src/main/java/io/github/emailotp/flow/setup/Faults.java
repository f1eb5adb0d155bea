package io.github.emailotp.flow.setup;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Looks for what makes the step, or one beside it, count for nothing in a flow: the rules of {@code docs/flows.md}. */
final class Faults {

    private static final Set<String> NO_SECOND_FACTORS = Set.of(
            "auth-cookie",
            "auth-spnego",
            "identity-provider-redirector",
            "auth-username-form",
            "auth-username-password-form",
            "auth-password-form");

    private final Set<People> letIn;
    private final List<Fault> found = new ArrayList<>();

    private Faults(Set<People> letIn) {
        this.letIn = letIn;
    }

    /** Who certainly gets through a flow with nothing but a password. */
    static Set<People> letIn(FlowPart flow) {
        var letIn = EnumSet.noneOf(People.class);
        for (People people : People.values()) {
            if (new PasswordLogin(people).getThrough(flow)) {
                letIn.add(people);
            }
        }
        return letIn;
    }

    /** The faults of a whole flow that holds the step; none if it is right or cannot be judged. */
    static List<Fault> of(FlowPart flow) {
        var faults = new Faults(letIn(flow));
        faults.lookAt(flow);
        // A Disabled step does no harm while another one is asked for.
        if (!faults.letIn.isEmpty() || !flow.asksForCode()) {
            faults.lookForDisabled(flow);
        }
        if (faults.found.isEmpty() && !faults.letIn.isEmpty()) {
            faults.found.add(new Fault("There is a way round the step.", "Compare the flow with docs/flows.md."));
        }
        return List.copyOf(faults.found);
    }

    private void lookAt(FlowPart subFlow) {
        if (!subFlow.required().isEmpty() && !subFlow.alternatives().isEmpty()) {
            found.add(new Fault(beside(subFlow.alternatives(), subFlow.required()), advice(subFlow)));
        }
        if (subFlow.requirement() == Requirement.CONDITIONAL && subFlow.asksForCode()) {
            lookForSkipping(subFlow);
        }
        subFlow.parts().stream()
                .filter(part -> part.isSubFlow() && part.isEnabled())
                .forEach(this::lookAt);
    }

    private static String beside(List<FlowPart> alternatives, List<FlowPart> required) {
        return "%s %s Alternative beside %s, which %s Required: %s for nothing."
                .formatted(
                        names(alternatives),
                        alternatives.size() == 1 ? "is" : "are",
                        names(required),
                        required.size() == 1 ? "is" : "are",
                        alternatives.size() == 1 ? "it counts" : "they count");
    }

    private void lookForSkipping(FlowPart subFlow) {
        String name = name(subFlow);
        if (subFlow.conditions().isEmpty()) {
            found.add(new Fault(
                    name + " is Conditional and holds no condition: it is always skipped.",
                    "Set " + name + " to Required."));
        }
        for (FlowPart condition : subFlow.conditions()) {
            letIn.stream()
                    .map(PasswordLogin::new)
                    .filter(login -> login.miss(condition, subFlow))
                    .findFirst()
                    .ifPresent(login -> found.add(skipped(subFlow, condition, login)));
        }
    }

    private static Fault skipped(FlowPart subFlow, FlowPart condition, PasswordLogin login) {
        if (condition.provider().equals("conditional-credential")) {
            return new Fault(
                    name(subFlow) + " is skipped for whoever logs in with a password: " + condition.name() + ".",
                    "Leave password out of the credentials of " + condition.name() + " in " + name(subFlow) + ".");
        }
        List<FlowPart> lacking =
                PasswordLogin.counted(subFlow).stream().filter(login::lack).toList();
        return new Fault(
                name(subFlow) + " is skipped, without a word, for whoever has not set up " + names(lacking) + ".",
                advice(subFlow));
    }

    private static String advice(FlowPart subFlow) {
        List<FlowPart> later = later(subFlow);
        if (!later.isEmpty()) {
            return "In " + name(subFlow) + ", set " + names(later) + " to Alternative.";
        }
        if (!subFlow.alternatives().isEmpty() && !subFlow.required().isEmpty()) {
            return "In " + name(subFlow) + ", set " + names(subFlow.alternatives()) + " to Required.";
        }
        return "In " + name(subFlow) + ", let the step stand directly, Alternative, beside the other second factors.";
    }

    /** Where a sub-flow is a choice of second factors, those that are to become Alternative; none anywhere else. */
    private static List<FlowPart> later(FlowPart subFlow) {
        List<FlowPart> steps = subFlow.parts().stream()
                .filter(part -> part.kind() != FlowPart.Kind.CONDITION && (part.isEnabled() || part.isCode()))
                .toList();
        boolean choice = steps.size() > 1
                && steps.stream().noneMatch(step -> step.isSubFlow() || NO_SECOND_FACTORS.contains(step.provider()));
        if (!choice) {
            return List.of();
        }
        return steps.stream()
                .filter(step -> step.requirement() != Requirement.ALTERNATIVE)
                .toList();
    }

    private void lookForDisabled(FlowPart subFlow) {
        for (FlowPart part : subFlow.parts()) {
            if (part.isCode() && !part.isEnabled()) {
                found.add(disabledStep(part, subFlow));
            } else if (part.holdsCode() && !part.isEnabled()) {
                found.add(disabledSubFlow(part));
            } else {
                lookForDisabled(part);
            }
        }
    }

    private static Fault disabledStep(FlowPart step, FlowPart subFlow) {
        return new Fault(
                step.name() + " in " + name(subFlow) + " is Disabled: the code is never asked for.",
                later(subFlow).isEmpty()
                        ? "In " + name(subFlow) + ", set " + step.name() + " to Required."
                        : advice(subFlow));
    }

    private static Fault disabledSubFlow(FlowPart subFlow) {
        return new Fault(
                name(subFlow) + ", which holds the step, is Disabled: the code is never asked for.",
                "Set " + name(subFlow) + " to " + (subFlow.conditions().isEmpty() ? "Required." : "Conditional."));
    }

    private static String names(List<FlowPart> parts) {
        List<String> names = parts.stream().map(Faults::name).toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String name(FlowPart part) {
        return part.isSubFlow() ? '"' + part.name() + '"' : part.name();
    }
}
