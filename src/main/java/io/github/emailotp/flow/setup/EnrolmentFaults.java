package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.enrolment.EnrolByCodeFactory;
import io.github.emailotp.flow.enrolment.EnrolledConditionFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Looks for what makes a code that people set up themselves count for nothing. */
final class EnrolmentFaults {

    private static final String CONDITION = EnrolledConditionFactory.NAME;

    private EnrolmentFaults() {}

    /** Whether people of this realm can set one up. */
    static boolean isOffered(RealmModel realm) {
        return realm.getRequiredActionProvidersStream()
                .filter(RequiredActionProviderModel::isEnabled)
                .anyMatch(action -> action.getProviderId().equals(EnrolByCodeFactory.PROVIDER_ID));
    }

    /** The faults of a whole flow; none if nobody's choice matters in it. */
    static List<Fault> of(FlowPart flow, boolean isOffered) {
        List<FlowPart> chosen =
                subFlows(flow).filter(FlowPart::isForThoseWhoHaveEnrolled).toList();
        Stream<Fault> impossible = chosen.isEmpty() || isOffered ? Stream.empty() : Stream.of(nobodyCan());
        return Stream.of(
                        impossible,
                        EnrolmentLevels.unguarded(flow).map(EnrolmentFaults::unguarded).stream(),
                        chosen.stream().map(EnrolmentFaults::outOfReach).flatMap(Optional::stream),
                        chosen.stream()
                                .flatMap(EnrolmentFaults::subFlows)
                                .filter(EnrolmentFaults::isOpen)
                                .map(EnrolmentFaults::open))
                .flatMap(Function.identity())
                .distinct()
                .toList();
    }

    private static Stream<FlowPart> subFlows(FlowPart flow) {
        return Stream.concat(
                Stream.of(flow),
                flow.parts().stream()
                        .filter(part -> part.isSubFlow() && part.isEnabled())
                        .flatMap(EnrolmentFaults::subFlows));
    }

    private static Fault nobodyCan() {
        return new Fault(
                CONDITION + " lets pass whoever has not set up the email code, and nobody can.",
                "Switch on Set up Email Code among the required actions.");
    }

    private static Fault unguarded(EnrolmentLevels.Place place) {
        return new Fault(
                "In \"" + place.subFlow().name() + "\", the email code is asked for at level " + place.level()
                        + ", and can be deleted at a lower one.",
                "Let " + CONDITION
                        + " stand there, below the condition on levels, and no other after it, not even a Disabled one:"
                        + " Keycloak goes by the last.");
    }

    private static Optional<Fault> outOfReach(FlowPart subFlow) {
        return EnrolmentLevels.levelOf(subFlow)
                .map(
                        level -> new Fault(
                                "Whoever has set up nothing does not reach level " + level + " in \"" + subFlow.name()
                                        + "\": an application that asks for it gets a lower one, or an error.",
                                "Let it ask for kc_action=email-otp-enrol before; or put " + CONDITION
                                        + " and the steps into a Required sub-flow of it, where the condition leaves nobody out."));
    }

    /** Whether the code is there for everybody, beside other ways. */
    private static boolean isOpen(FlowPart subFlow) {
        List<FlowPart> ways = subFlow.required().isEmpty() ? subFlow.alternatives() : List.of();
        return ways.size() > 1 && ways.stream().anyMatch(way -> way.isCode() && !way.isChosenCode());
    }

    private static Fault open(FlowPart subFlow) {
        return new Fault(
                "In \"" + subFlow.name()
                        + "\", the email code is there beside other ways for those, too, who have not set it up.",
                "Switch on Only for people who have set it up in its settings.");
    }
}
