package io.github.emailotp.flow.setup;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * The way of people through a flow who know a password and show nothing else, as {@code DefaultAuthenticationFlow} and
 * {@code ConditionalUserConfiguredAuthenticator} lead them.
 *
 * <p>It answers what is certain. What other extensions do, or conditions such as a role or a level of authentication, is not.
 */
record PasswordLogin(People people) {

    private static final Set<String> PASSED_WITH_THE_PASSWORD = Set.of(
            "auth-username-password-form",
            "auth-password-form",
            "auth-username-form",
            "direct-grant-validate-username",
            "direct-grant-validate-password",
            "allow-access-authenticator");

    /** Needs a credential; and where it is Required, who lacks that sets it up at once, and passes. */
    private static final Set<String> SET_UP_AT_LOGIN =
            Set.of("auth-otp-form", "webauthn-authenticator", "auth-recovery-authn-code-form");

    /** Needs a credential; who lacks it does not pass. */
    private static final Set<String> SET_UP_BEFORE =
            Set.of("direct-grant-validate-otp", "webauthn-authenticator-passwordless");

    /** Whether they certainly get through this flow or sub-flow. */
    boolean getThrough(FlowPart flow) {
        List<FlowPart> required = flow.required();
        if (required.isEmpty()) {
            return flow.alternatives().stream().anyMatch(this::getPast);
        }
        List<FlowPart> met = required.stream().filter(part -> !skip(part)).toList();
        // Keycloak lets nobody through of whom all that is Required is skipped.
        return !met.isEmpty() && met.stream().allMatch(this::getPast);
    }

    /** Whether a Conditional sub-flow is certainly left out, as it is without any condition. */
    private boolean skip(FlowPart part) {
        return part.requirement() == Requirement.CONDITIONAL
                && (part.conditions().isEmpty()
                        || part.conditions().stream().anyMatch(condition -> miss(condition, part)));
    }

    /** Whether they certainly do not meet a condition of a sub-flow. */
    boolean miss(FlowPart condition, FlowPart subFlow) {
        return switch (condition.provider()) {
            case "conditional-user-configured" -> missUserConfigured(subFlow);
            case "conditional-credential" -> missCredential(condition.config());
            default -> false;
        };
    }

    private boolean missUserConfigured(FlowPart subFlow) {
        List<FlowPart> counted = counted(subFlow);
        boolean oneIsEnough = counted.stream().anyMatch(step -> step.requirement() == Requirement.ALTERNATIVE);
        return oneIsEnough
                ? counted.stream().allMatch(this::lack)
                : counted.stream().anyMatch(this::lack);
    }

    /** The steps that "Condition - user configured" looks at: the Required ones if there are any, and none of sub-flows. */
    static List<FlowPart> counted(FlowPart subFlow) {
        List<FlowPart> steps = Stream.concat(subFlow.required().stream(), subFlow.alternatives().stream())
                .filter(part -> !part.isSubFlow())
                .toList();
        List<FlowPart> required = steps.stream()
                .filter(step -> step.requirement() == Requirement.REQUIRED)
                .toList();
        return required.isEmpty() ? steps : required;
    }

    /** Whether they have not set up what this step asks for. For a mailed code there is nothing to set up. */
    boolean lack(FlowPart step) {
        String provider = step.provider();
        return (SET_UP_AT_LOGIN.contains(provider) || SET_UP_BEFORE.contains(provider)) && !people.haveSetUp(provider);
    }

    /** Without settings it is met: then no credential is to be left out. */
    private static boolean missCredential(Map<String, String> config) {
        boolean listed =
                List.of(config.getOrDefault("credentials", "").split("##")).contains("password");
        return listed != Boolean.parseBoolean(config.get("included"));
    }

    private boolean getPast(FlowPart part) {
        if (part.isSubFlow()) {
            return getThrough(part);
        }
        boolean setsUp = SET_UP_AT_LOGIN.contains(part.provider()) && part.requirement() == Requirement.REQUIRED;
        return PASSED_WITH_THE_PASSWORD.contains(part.provider()) || (setsUp && lack(part));
    }
}
