package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is wrong with a flow in which people set up the code themselves")
class EnrolmentFaultsTest {

    private static final String SUB_FLOW = "2FA  CONDITIONAL\n";
    private static final String ENROLLED = "  Condition - email code enrolled  REQUIRED\n";
    private static final String LEVEL = "  Condition - Level of Authentication [2]  REQUIRED\n";
    private static final String CODE = "  Email code  REQUIRED\n";
    private static final String APP = "  OTP Form  ALTERNATIVE\n";
    private static final String CHOSEN_CODE = "  Email code [enrolment]  ALTERNATIVE\n";

    private static final String DELETED =
            "In \"2FA\", the email code is asked for at level 2, and can be deleted at a lower one.";

    private static final String OUT_OF_REACH = "Whoever has set up nothing does not reach level 2 in \"2FA\":"
            + " an application that asks for it gets a lower one, or an error.";

    @Test
    void isNothingWherePeopleCanSetItUp() {
        assertThat(faults(SUB_FLOW + ENROLLED + CODE, true)).isEmpty();
        assertThat(faults(SUB_FLOW + ENROLLED + APP + CHOSEN_CODE, true)).isEmpty();
    }

    @Test
    void isNothingWhereItDoesNotAsk() {
        assertThat(faults(SUB_FLOW + CODE, false)).isEmpty();
        assertThat(faults(SUB_FLOW + ENROLLED.replace("REQUIRED", "DISABLED") + CODE, false))
                .isEmpty();
        assertThat(faults(SUB_FLOW.replace("CONDITIONAL", "DISABLED") + ENROLLED + CODE, false))
                .isEmpty();
    }

    @Test
    void isThatNobodyCan() {
        assertThat(faults("forms  ALTERNATIVE\n" + indented(SUB_FLOW + ENROLLED + CODE), false))
                .containsExactly(
                        "Condition - email code enrolled lets pass whoever has not set up the email code, and nobody can.");
    }

    @Test
    void isThatTheCodeIsThereForEverybodyBesideAnApp() {
        String everybodys = CHOSEN_CODE.replace(" [enrolment]", "");
        List<String> open = List.of(
                "In \"2FA\", the email code is there beside other ways for those, too, who have not set it up.");
        assertThat(faults(SUB_FLOW + ENROLLED + APP + everybodys, true)).isEqualTo(open);
        assertThat(faults("all  CONDITIONAL\n" + ENROLLED + indented("2FA  REQUIRED\n" + APP + everybodys), true))
                .isEqualTo(open);
        assertThat(faults(SUB_FLOW + APP + everybodys, true))
                .as("nobody is to set it up")
                .isEmpty();
        assertThat(faults(SUB_FLOW + ENROLLED + everybodys, true))
                .as("it is the only way")
                .isEmpty();
    }

    @Nested
    @DisplayName("and levels of authentication")
    class Levels {

        @Test
        void isThatWhoeverHasSetUpNothingDoesNotReachTheLevel() {
            assertThat(faults(SUB_FLOW + LEVEL + ENROLLED + CODE, true)).containsExactly(OUT_OF_REACH);
        }

        @Test
        void isNothingWhereEverybodyIsAskedAtTheLevel() {
            assertThat(faults(SUB_FLOW + LEVEL + CODE, true)).isEmpty();
            assertThat(faults(SUB_FLOW + LEVEL + CODE.replace("  R", " [enrolment]  R"), true))
                    .as("and whoever has not set it up does so")
                    .isEmpty();
            assertThat(faults(SUB_FLOW + LEVEL + indented("ways  REQUIRED\n" + ENROLLED + APP + CHOSEN_CODE), true))
                    .isEmpty();
        }

        @Test
        void isTheConditionAboveThatOnLevels() {
            assertThat(faults(SUB_FLOW + ENROLLED + LEVEL + CODE, true)).containsExactly(DELETED, OUT_OF_REACH);
        }

        @Test
        void isTheConditionOneSubFlowAboveThatOnLevels() {
            assertThat(faults("all  CONDITIONAL\n" + ENROLLED + indented(SUB_FLOW + LEVEL + APP + CHOSEN_CODE), true))
                    .containsExactly(DELETED);
        }

        @Test
        void isThatThereIsNoCondition() {
            assertThat(faults(SUB_FLOW + LEVEL + APP + CHOSEN_CODE, true)).containsExactly(DELETED);
            assertThat(faults(
                            SUB_FLOW
                                    + LEVEL
                                    + APP
                                    + indented("mail  ALTERNATIVE\n" + CHOSEN_CODE.replace("ALTERNATIVE", "REQUIRED")),
                            true))
                    .containsExactly(DELETED.replace("2FA", "mail"));
        }

        /** Keycloak goes by the last. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "rest  CONDITIONAL\n  Condition - email code enrolled  REQUIRED\n  Deny access  REQUIRED\n",
                    "rest  CONDITIONAL\n  Condition - email code enrolled  DISABLED\n  Deny access  REQUIRED\n",
                    "rest  DISABLED\n  Condition - email code enrolled  REQUIRED\n",
                    "rest  CONDITIONAL\n  Condition - Level of Authentication [1]  REQUIRED\n  Condition - email code enrolled  DISABLED\n"
                })
        void isAnotherConditionFurtherDown(String another) {
            assertThat(faults(SUB_FLOW + LEVEL + ENROLLED + APP + CHOSEN_CODE + another, true))
                    .contains(DELETED);
        }

        @Test
        void isNothingOfALevelThatIsSwitchedOff() {
            String off = LEVEL.replace("REQUIRED", "DISABLED");
            assertThat(faults(SUB_FLOW + ENROLLED + off + APP + CHOSEN_CODE, true))
                    .isEmpty();
        }

        @Test
        void isNothingWhereTheConditionGuardsAHigherLevel() {
            String higher = "rest  CONDITIONAL\n" + LEVEL.replace("2", "3") + ENROLLED.replace("REQUIRED", "DISABLED");
            assertThat(faults(SUB_FLOW + LEVEL + APP + CHOSEN_CODE + higher, true))
                    .isEmpty();
        }
    }

    private static String indented(String drawing) {
        return drawing.indent(2);
    }

    private static List<String> faults(String drawing, boolean isOffered) {
        return EnrolmentFaults.of(new Drawing(drawing).flow("copy"), isOffered).stream()
                .map(Fault::fact)
                .toList();
    }
}
