package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is wrong with a registration flow")
class RegistrationFaultsTest {

    private static final String STEP = "Email code before the registration  REQUIRED\n";
    private static final String FORM = "the form  REQUIRED\n";
    private static final String ACCOUNT = "  Registration User Profile Creation  REQUIRED\n";
    private static final String PASSWORD = "  Password Validation  REQUIRED\n";
    private static final String ACTION = "  Address proven by Email code  REQUIRED\n";

    @Test
    void isNothingWhereBothStandInTheirPlaces() {
        assertThat(faults(STEP + FORM + ACCOUNT + PASSWORD + ACTION)).isEmpty();
        assertThat(faults(STEP + FORM + ACCOUNT + ACTION + PASSWORD)).isEmpty();
    }

    @Test
    void isNothingWhereNeitherStands() {
        assertThat(faults(FORM + ACCOUNT + PASSWORD)).isEmpty();
        assertThat(faults(disabled(STEP) + FORM + ACCOUNT + PASSWORD + disabled(ACTION)))
                .isEmpty();
    }

    @Test
    void isTheStepWithoutItsAction() {
        assertThat(faults(STEP + FORM + ACCOUNT + PASSWORD))
                .containsExactly("Email code before the registration stands in it without Address proven by Email code:"
                        + " whoever has entered a code can register with any other address.");
        assertThat(faults(STEP + FORM + ACCOUNT + disabled(ACTION))).hasSize(1);
    }

    @Test
    void isTheActionWithoutItsStep() {
        assertThat(faults(FORM + ACCOUNT + ACTION))
                .containsExactly("Address proven by Email code stands in it without Email code before the registration:"
                        + " nobody can register.");
        assertThat(faults(disabled(STEP) + FORM + ACCOUNT + ACTION)).hasSize(1);
    }

    @Test
    void isTheStepBelowTheForm() {
        assertThat(faults(FORM + ACCOUNT + ACTION + STEP))
                .containsExactly("Email code before the registration stands below the form: nobody can register.");
    }

    @Test
    void isTheActionAboveTheAccount() {
        assertThat(faults(STEP + FORM + ACTION + ACCOUNT))
                .containsExactly("Address proven by Email code stands above the action that creates the account:"
                        + " nobody can register.");
    }

    /** Unless somebody has set a limit. */
    @Test
    void isThatAMailIsSentBeforeReCaptchaIsAsked() {
        for (String captcha : List.of("  reCAPTCHA  REQUIRED\n", "  reCAPTCHA Enterprise  REQUIRED\n")) {
            String form = FORM + ACCOUNT + captcha + ACTION;
            assertThat(faults(STEP + form))
                    .containsExactly("reCAPTCHA stands in the form, behind Email code before the registration:"
                            + " a mail is sent before it is asked.");
            assertThat(faults(STEP + FORM + ACCOUNT + disabled(captcha) + ACTION))
                    .isEmpty();
            for (String limit : List.of("mailsPerHourAndClient", "mailsPerHourAndRealm")) {
                assertThat(faults("Email code before the registration [" + limit + "]  REQUIRED\n" + form))
                        .isEmpty();
            }
            assertThat(faults("Email code before the registration [codeLength]  REQUIRED\n" + form))
                    .hasSize(1);
        }
    }

    private static String disabled(String line) {
        return line.replace("REQUIRED", "DISABLED");
    }

    private static List<String> faults(String drawing) {
        return RegistrationFaults.of(new Drawing(drawing).flow("copy")).stream()
                .map(Fault::fact)
                .toList();
    }
}
