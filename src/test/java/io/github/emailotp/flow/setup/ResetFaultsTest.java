package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

@DisplayName("The flow of a reset")
class ResetFaultsTest {

    private static final FlowPart CHOICE =
            FlowPart.step("Choose User", "reset-credentials-choose-user", Requirement.REQUIRED);
    private static final FlowPart LINK =
            FlowPart.step("Send Reset Email", "reset-credential-email", Requirement.REQUIRED);
    private static final FlowPart PASSWORD = FlowPart.step("Reset Password", "reset-password", Requirement.REQUIRED);
    private static final FlowPart CODE = code(Requirement.REQUIRED);

    private static FlowPart code(Requirement requirement) {
        return FlowPart.step("Reset by email code", "reset-credentials-email-otp", requirement);
    }

    private static FlowPart flow(FlowPart... parts) {
        return FlowPart.subFlow("copy", Requirement.REQUIRED, List.of(parts));
    }

    private static String warning(FlowPart... parts) {
        return ResetFaults.warning(flow(parts), true).orElse("");
    }

    @Test
    void isRightWithTheCodeAndThePasswordBehindIt() {
        assertThat(warning(CODE, PASSWORD)).isEmpty();
        assertThat(warning(FlowPart.subFlow("all", Requirement.REQUIRED, List.of(CODE)), PASSWORD))
                .isEmpty();
        assertThat(warning(
                        FlowPart.step("Choose User", "reset-credentials-choose-user", Requirement.DISABLED),
                        CODE,
                        PASSWORD))
                .isEmpty();
    }

    @Test
    void isWrongWithWhatTheCodeStandsInThePlaceOf() {
        assertThat(warning(CHOICE, CODE, PASSWORD))
                .contains("a reset by email code does not work", "Choose User says who", "Delete Choose User.");
        assertThat(warning(CODE, LINK, PASSWORD)).contains("Send Reset Email mails a link", "Delete Send Reset Email.");
    }

    @Test
    void isWrongWhereTheCodeCanBePassedOver() {
        assertThat(warning(code(Requirement.DISABLED), PASSWORD)).contains("is not Required");
        assertThat(warning(code(Requirement.ALTERNATIVE), PASSWORD)).contains("is not Required");
        assertThat(warning(FlowPart.subFlow("some", Requirement.CONDITIONAL, List.of(CODE)), PASSWORD))
                .contains("is not Required");
    }

    @Test
    void isAnOpenDoorWhereNothingIsProven() {
        assertThat(warning(CHOICE, code(Requirement.DISABLED), PASSWORD))
                .contains("anybody can set a new password for anybody");
        assertThat(warning(CHOICE, LINK, code(Requirement.DISABLED), PASSWORD)).doesNotContain("anybody can");
    }

    @Test
    void isWrongWithThePasswordBeforeTheCode() {
        assertThat(warning(PASSWORD, CODE)).contains("Reset Password stands before the step");
    }

    @Test
    void isOfNoUseElsewhere() {
        assertThat(ResetFaults.warning(flow(CODE, PASSWORD), false))
                .hasValueSatisfying(warning -> assertThat(warning).contains("in a flow that does no resets"));
    }

    @Test
    void isLookedAtIfItHoldsTheCode() {
        assertThat(ResetFaults.concern(flow(CHOICE, LINK, PASSWORD))).isFalse();
        assertThat(ResetFaults.concern(flow(flow(code(Requirement.DISABLED))))).isTrue();
    }
}
