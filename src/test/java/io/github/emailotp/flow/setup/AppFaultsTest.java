package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
                faults(Levels.level("1", PASSWORD), Levels.level("2", both())),
                faults(Levels.level("1", PASSWORD), Levels.level("2", inside)))) {
            assertThat(found).singleElement().satisfies(fault -> {
                assertThat(fault.fact()).contains("reaches level 2", "no code");
                assertThat(fault.advice()).contains("Configure OTP");
            });
        }
    }

    @Test
    void isNotWhereNobodyAddsOne() {
        FlowPart flow = FlowPart.subFlow(
                "browser", Requirement.REQUIRED, List.of(Levels.level("1", PASSWORD), Levels.level("2", both())));
        assertThat(AppFaults.of(flow, false)).isEmpty();
    }

    @Test
    void isNotReachedWithoutACodeElsewhere() {
        assertThat(faults(Levels.level("1", PASSWORD), Levels.level("2", code(Requirement.REQUIRED))))
                .isEmpty();
        assertThat(faults(
                        Levels.level("1", PASSWORD),
                        Levels.level("2", app(Requirement.DISABLED), code(Requirement.ALTERNATIVE))))
                .isEmpty();
        assertThat(faults(
                        Levels.level("1", PASSWORD),
                        Levels.level("2", app(Requirement.REQUIRED), code(Requirement.REQUIRED))))
                .isEmpty();
        assertThat(faults(PASSWORD, FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(both()))))
                .as("no level")
                .isEmpty();
        assertThat(faults(Levels.level("1", PASSWORD, FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(both())))))
                .as("the usual level")
                .isEmpty();
        FlowPart ways = FlowPart.subFlow("ways", Requirement.REQUIRED, List.of(both()));
        assertThat(faults(Levels.level("2", PASSWORD, ways), Levels.level("3", app(Requirement.REQUIRED))))
                .as("the lowest level")
                .isEmpty();
    }
}
