package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.flow.setup.FlowPart.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

@DisplayName("A flow of which nothing is left")
class NothingLeftFaultsTest {

    private static final FlowPart CODE = step("auth-email-otp-form", Requirement.REQUIRED);

    private static FlowPart step(String provider, Requirement requirement) {
        return FlowPart.step(provider, provider, requirement);
    }

    private static FlowPart skipped(String condition, Requirement requirement) {
        return FlowPart.subFlow(
                "code",
                Requirement.CONDITIONAL,
                List.of(new FlowPart(Kind.CONDITION, condition, condition, requirement, Map.of(), List.of()), CODE));
    }

    private static List<Fault> faults(FlowPart... parts) {
        return NothingLeftFaults.of(FlowPart.subFlow("after", Requirement.REQUIRED, List.of(parts)));
    }

    @ParameterizedTest
    @CsvSource({
        "conditional-email-otp-trusted, in a trusted browser",
        "conditional-email-otp-network, in a trusted network",
        "conditional-email-otp-enrolled, who has not set up the email code"
    })
    void isThatOfNothingButACondition(String condition, String who) {
        FlowPart skipped = skipped(condition, Requirement.REQUIRED);
        for (List<Fault> found : List.of(
                faults(skipped),
                faults(step("auth-username-password-form", Requirement.ALTERNATIVE), skipped),
                faults(step("auth-username-password-form", Requirement.DISABLED), skipped))) {
            assertThat(found).singleElement().satisfies(fault -> {
                assertThat(fault.fact())
                        .contains("Nothing else is Required in \"after\"")
                        .endsWith(who + ".");
                assertThat(fault.advice()).contains("Allow access", "\"code\"");
            });
        }
        assertThat(faults(
                        step("auth-username-password-form", Requirement.REQUIRED),
                        FlowPart.subFlow("second", Requirement.REQUIRED, List.of(skipped))))
                .as("in a sub-flow")
                .singleElement()
                .satisfies(fault -> assertThat(fault.fact()).contains("\"second\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conditional-email-otp-trusted",
                "conditional-email-otp-network",
                "conditional-email-otp-enrolled"
            })
    void isNotThatOfMore(String condition) {
        FlowPart skipped = skipped(condition, Requirement.REQUIRED);
        assertThat(faults(skipped, step("allow-access-authenticator", Requirement.REQUIRED)))
                .isEmpty();
        assertThat(faults(step("auth-username-password-form", Requirement.REQUIRED), skipped))
                .isEmpty();
        assertThat(faults(FlowPart.subFlow("second", Requirement.DISABLED, List.of(skipped)), CODE))
                .isEmpty();
    }

    /** As a way that others stand behind: in the office the app, elsewhere the code. */
    @Test
    void isNotThatOfAWayBehindWhichAnotherStands() {
        FlowPart way = FlowPart.subFlow(
                "outside",
                Requirement.ALTERNATIVE,
                List.of(skipped("conditional-email-otp-network", Requirement.REQUIRED)));
        FlowPart app = step("auth-otp-form", Requirement.ALTERNATIVE);
        assertThat(faults(way, app)).isEmpty();
        assertThat(faults(app, way)).as("nothing comes after it").hasSize(1);
    }

    @Test
    void isNotThatOfOtherConditions() {
        assertThat(faults(skipped("conditional-user-role", Requirement.REQUIRED)))
                .isEmpty();
        assertThat(faults(skipped("conditional-email-otp-network", Requirement.DISABLED)))
                .isEmpty();
    }
}
