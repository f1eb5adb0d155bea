package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.flow.setup.FlowPart.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

@DisplayName("A level that an app reaches, or a code")
class AppFaultsTest {

    private static final FlowPart PASSWORD = FlowPart.step("Password", "auth-password-form", Requirement.REQUIRED);

    private static FlowPart app(Requirement requirement) {
        return FlowPart.step("OTP Form", "auth-otp-form", requirement);
    }

    private static FlowPart code(Requirement requirement) {
        return FlowPart.step("Email code", "auth-email-otp-form", requirement);
    }

    private static FlowPart level(String level, FlowPart... parts) {
        FlowPart condition = new FlowPart(
                Kind.CONDITION,
                "Condition - Level of Authentication",
                "conditional-level-of-authentication",
                Requirement.REQUIRED,
                Map.of("loa-condition-level", level),
                List.of());
        return FlowPart.subFlow(
                "level " + level,
                Requirement.CONDITIONAL,
                Stream.concat(Stream.of(condition), Stream.of(parts)).toList());
    }

    private static List<Fault> faults(FlowPart... parts) {
        return AppFaults.of(FlowPart.subFlow("browser", Requirement.REQUIRED, List.of(parts)), true);
    }

    private static FlowPart[] both() {
        return new FlowPart[] {app(Requirement.ALTERNATIVE), code(Requirement.ALTERNATIVE)};
    }

    @Test
    void isReachedByWhoeverAddsAnApp() {
        FlowPart inside = FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(both()));
        for (List<Fault> found : List.of(
                faults(level("1", PASSWORD), level("2", both())), faults(level("1", PASSWORD), level("2", inside)))) {
            assertThat(found).singleElement().satisfies(fault -> {
                assertThat(fault.fact()).contains("reaches level 2", "no code");
                assertThat(fault.advice()).contains("Configure OTP");
            });
        }
    }

    @Test
    void isNotWhereNobodyAddsOne() {
        FlowPart flow =
                FlowPart.subFlow("browser", Requirement.REQUIRED, List.of(level("1", PASSWORD), level("2", both())));
        assertThat(AppFaults.of(flow, false)).isEmpty();
    }

    @Test
    void isNotReachedWithoutACodeElsewhere() {
        assertThat(faults(level("1", PASSWORD), level("2", code(Requirement.REQUIRED))))
                .isEmpty();
        assertThat(faults(level("1", PASSWORD), level("2", app(Requirement.DISABLED), code(Requirement.ALTERNATIVE))))
                .isEmpty();
        assertThat(faults(level("1", PASSWORD), level("2", app(Requirement.REQUIRED), code(Requirement.REQUIRED))))
                .isEmpty();
        assertThat(faults(PASSWORD, FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(both()))))
                .as("no level")
                .isEmpty();
        assertThat(faults(level("1", PASSWORD, FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(both())))))
                .as("the usual level")
                .isEmpty();
        FlowPart ways = FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(both()));
        assertThat(faults(level("2", PASSWORD, ways), level("3", app(Requirement.REQUIRED))))
                .as("the lowest level")
                .isEmpty();
    }
}
