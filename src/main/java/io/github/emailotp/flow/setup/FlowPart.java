package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.browser.EmailOtpAuthenticatorFactory;
import io.github.emailotp.flow.enrolment.EnrolledConditionFactory;
import io.github.emailotp.settings.EnrolmentSettings;
import java.util.List;
import java.util.Map;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * A step, condition or sub-flow, as an administrator sees it; a whole flow is a sub-flow, too.
 *
 * @param name what the admin console calls it
 * @param provider the id of a step's or condition's provider; empty for a sub-flow
 * @param config the settings of a step or condition
 * @param parts what a sub-flow is made of, in its order
 */
record FlowPart(
        Kind kind,
        String name,
        String provider,
        Requirement requirement,
        Map<String, String> config,
        List<FlowPart> parts) {

    enum Kind {
        STEP,
        CONDITION,
        SUB_FLOW
    }

    FlowPart {
        config = Map.copyOf(config);
        parts = List.copyOf(parts);
    }

    static FlowPart step(String name, String provider, Requirement requirement) {
        return new FlowPart(Kind.STEP, name, provider, requirement, Map.of(), List.of());
    }

    static FlowPart subFlow(String name, Requirement requirement, List<FlowPart> parts) {
        return new FlowPart(Kind.SUB_FLOW, name, "", requirement, Map.of(), parts);
    }

    boolean isSubFlow() {
        return kind == Kind.SUB_FLOW;
    }

    boolean isEnabled() {
        return requirement != Requirement.DISABLED;
    }

    /** Whether this is the step that asks for a mailed code. */
    boolean isCode() {
        return provider.equals(EmailOtpAuthenticatorFactory.PROVIDER_ID);
    }

    /** Whether this is that step, for those who have set it up. */
    boolean isChosenCode() {
        return isCode() && EnrolmentSettings.read(config, warning -> {}).isOn();
    }

    /** Whether only those come through this sub-flow who have set up the code, or another way there. */
    boolean isForThoseWhoHaveEnrolled() {
        return requirement == Requirement.CONDITIONAL
                && conditions().stream()
                        .anyMatch(condition -> condition.provider.equals(EnrolledConditionFactory.PROVIDER_ID));
    }

    /** Whether that step is anywhere in this sub-flow, be it Disabled or not. */
    boolean holdsCode() {
        return parts.stream().anyMatch(part -> part.isCode() || part.holdsCode());
    }

    /** Whether that step is in this sub-flow, and neither it nor what it stands in is Disabled. */
    boolean asksForCode() {
        return parts.stream().filter(FlowPart::isEnabled).anyMatch(part -> part.isCode() || part.asksForCode());
    }

    List<FlowPart> conditions() {
        return parts.stream()
                .filter(part -> part.kind == Kind.CONDITION && part.isEnabled())
                .toList();
    }

    /** What has to be passed: a Conditional sub-flow counts as Required. */
    List<FlowPart> required() {
        return parts.stream()
                .filter(part -> part.kind != Kind.CONDITION)
                .filter(part -> part.requirement == Requirement.REQUIRED || part.requirement == Requirement.CONDITIONAL)
                .toList();
    }

    List<FlowPart> alternatives() {
        return parts.stream()
                .filter(part -> part.kind != Kind.CONDITION && part.requirement == Requirement.ALTERNATIVE)
                .toList();
    }
}
