package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.enrolment.EnrolledConditionFactory;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.Constants;

/**
 * At which level of authentication a flow asks for a code that people set up themselves, and at which Keycloak lets them delete it: that of
 * the last <i>Condition - email code enrolled</i> in the order of the console, be it Disabled, as {@code LoAUtil.fillCredentialsToLoAMap}
 * counts.
 */
final class EnrolmentLevels {

    /**
     * A place in a flow, as a login comes to it.
     *
     * @param level that of the conditions around it, {@link Constants#NO_LOA} if there are none
     * @param isChosen whether it is for those only who have enrolled
     * @param subFlow what it is in
     */
    record Place(int level, boolean isChosen, FlowPart subFlow) {

        private Place in(FlowPart inner) {
            return new Place(levelOf(inner).orElse(level), isChosen || inner.isForThoseWhoHaveEnrolled(), inner);
        }

        /** Where everybody is asked in the same way, it does no harm that the code is deleted. */
        private boolean dependsOn(FlowPart code) {
            boolean isOneOfSeveralWays =
                    code.requirement() == Requirement.ALTERNATIVE || subFlow.requirement() == Requirement.ALTERNATIVE;
            return isChosen || (code.isChosenCode() && isOneOfSeveralWays);
        }
    }

    private EnrolmentLevels() {}

    /** Where the code is asked for at a level, and can be deleted at a lower one. */
    static Optional<Place> unguarded(FlowPart flow) {
        int guarded = lastGuard(flow, Constants.NO_LOA).orElse(Constants.NO_LOA);
        return asking(flow, new Place(Constants.NO_LOA, false, flow).in(flow))
                .filter(place -> place.level() > guarded)
                .findFirst();
    }

    /** The level at which people come through this sub-flow; empty if it has none of its own. */
    static Optional<Integer> levelOf(FlowPart subFlow) {
        return subFlow.requirement() == Requirement.CONDITIONAL
                ? subFlow.conditions().stream()
                        .map(EnrolmentLevels::set)
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }

    /** All that are set in a flow, be they Disabled. */
    static Stream<Integer> all(FlowPart subFlow) {
        return subFlow.parts().stream().flatMap(part -> Stream.concat(set(part).stream(), all(part)));
    }

    private static Stream<Place> asking(FlowPart subFlow, Place place) {
        return subFlow.parts().stream().filter(FlowPart::isEnabled).flatMap(part -> {
            if (part.isSubFlow()) {
                return asking(part, place.in(part));
            }
            return part.isCode() && place.dependsOn(part) ? Stream.of(place) : Stream.empty();
        });
    }

    private static Optional<Integer> lastGuard(FlowPart subFlow, int around) {
        int level = around;
        Optional<Integer> last = Optional.empty();
        for (FlowPart part : subFlow.parts()) {
            level = set(part).orElse(level);
            boolean isGuard = part.provider().equals(EnrolledConditionFactory.PROVIDER_ID);
            Optional<Integer> guard = isGuard ? Optional.of(level) : lastGuard(part, level);
            last = guard.isPresent() ? guard : last;
        }
        return last;
    }

    private static Optional<Integer> set(FlowPart part) {
        return Optional.of(part)
                .filter(condition -> condition.provider().equals(ConditionalLoaAuthenticatorFactory.PROVIDER_ID))
                .map(condition -> condition.config().get(ConditionalLoaAuthenticator.LEVEL))
                .filter(level -> level.matches("\\d{1,9}"))
                .map(Integer::valueOf);
    }
}
