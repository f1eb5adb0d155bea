package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.CheckScript.Report;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script says of the steps that are no second factor, on realms that are told to it. */
@DisabledOnOs(OS.WINDOWS)
@DisplayName("The script that checks a realm tells of")
class CheckOfOtherStepsTest {

    private static final String CODE = "a mailed code";

    private FakeKcadm kcadm;

    @BeforeEach
    void beginWithARightRealm(@TempDir Path folder) {
        kcadm = new FakeKcadm(folder);
        kcadm.flow("copy", new Drawing("""
                Username Password Form  Required
                Email code              Required
                """));
    }

    @Nested
    @DisplayName("a login without a password, and")
    class WithoutAPassword {

        private static final String ALONE = """
                Cookie                          Alternative
                forms                           Alternative
                  Email code as the first step  Required
                """;

        @Test
        void whatPeopleAreAskedFor() {
            kcadm.flow("copy", new Drawing(ALONE));
            Report report = kcadm.check();
            assertThat(report.text()).contains("\nPeople are asked for\n").doesNotContain("After the password");
            assertThat(report.asked("with an app")).isEqualTo(CODE);
            assertThat(report.asked("without an app")).isEqualTo(CODE);
            assertThat(report.asked("without app and address")).isEqualTo("no way in, and no page says why");
            assertThat(report.exitCode()).isZero();
        }

        /** Later versions know what 26.0 must be told. */
        @Test
        void theListenerThatKeycloak260MustBeTold() {
            kcadm.flow("copy", new Drawing(ALONE));
            kcadm.answer("serverinfo", "\"26.0.8\"");
            Report report = kcadm.check();
            assertThat(report.text())
                    .contains("A LOGIN goes on that may be of somebody else", "add email-otp-earlier-logins;");
            assertThat(report.exitCode()).isEqualTo(1);
            kcadm.listeners("jboss-logging", "email-otp-earlier-logins");
            assertThat(kcadm.check().exitCode()).isZero();
            kcadm.listeners("jboss-logging");
            assertThat(kcadm.check().exitCode()).isEqualTo(1);
            kcadm.refuse("serverinfo");
            assertThat(kcadm.check().exitCode()).isZero();
            assertThat(kcadm.check().text()).contains("On Keycloak 26.0, a login goes on");
        }

        @Test
        void aPasskeyBesideIt() {
            kcadm.flow("copy", new Drawing("""
                    forms                                  Alternative
                      Email code as the first step         Alternative
                      WebAuthn Passwordless Authenticator  Alternative
                    """));
            assertThat(kcadm.check().asked("with a passkey")).isEqualTo("the passkey, or a mailed code");

            kcadm.flow("copy", new Drawing(ALONE));
            kcadm.switches("false,false,false,true");
            assertThat(kcadm.check().asked("with a passkey")).isEqualTo("the passkey, or a mailed code");
        }

        @Test
        void theAppBehindIt() {
            kcadm.flow("copy", new Drawing(ALONE + """
                      2FA                            Conditional
                        Condition - user configured  Required
                        OTP Form                     Required
                    """));
            Report report = kcadm.check();
            assertThat(report.asked("with an app")).isEqualTo("a mailed code and the app");
            assertThat(report.asked("without an app")).isEqualTo(CODE);
        }

        @Test
        void aPasswordBesideIt() {
            kcadm.flow("copy", new Drawing("""
                    forms                           Alternative
                      Email code as the first step  Alternative
                      Username Password Form        Alternative
                    """));
            Report report = kcadm.check();
            assertThat(report.asked("without an app")).isEqualTo("the password, or a mailed code");
            assertThat(report.exitCode()).isZero();
        }

        @Test
        void aStepThatCountsForNothing() {
            kcadm.flow("copy", new Drawing("""
                    forms                           Alternative
                      Username Password Form        Required
                      Email code as the first step  Alternative
                    """));
            Report report = kcadm.check();
            assertThat(report.facts())
                    .containsExactly(
                            "Email code as the first step is Alternative beside Username Password Form, which is"
                                    + " Required: it counts for nothing.");
            assertThat(report.exitCode()).isEqualTo(1);
        }

        @Test
        void aDisabledStep() {
            kcadm.flow("copy", new Drawing("forms  Alternative\n  Email code as the first step  Disabled"));
            assertThat(kcadm.check().facts())
                    .containsExactly(
                            "Email code as the first step in \"forms\" is Disabled: the code is never asked for.");
        }

        @Test
        void passwordsThatAreAnotherWayInAndNoWeakerOne() {
            kcadm.flow("copy", new Drawing(ALONE));
            kcadm.flow("direct%20grant", new Drawing("Username Validation  Required\nPassword  Required"));
            kcadm.answer("clients", "true,true,\"openid-connect\",,,,\"one\"");
            kcadm.answer("identity-provider/instances", "true,false,\"elsewhere\",");
            Report report = kcadm.check();
            assertThat(report.text())
                    .contains("Open doors\n  THE PASSWORD ALONE GETS A TOKEN")
                    .doesNotContain("elsewhere");
            assertThat(report.exitCode()).isZero();
        }
    }

    @Nested
    @DisplayName("a reset, and")
    class Reset {

        @BeforeEach
        void allowIt() {
            kcadm.switches("true,false,false,");
        }

        @Test
        void theDoorThatItStillIs() {
            reset("Reset by email code  Required\nReset Password  Required");
            Report report = kcadm.check();
            assertThat(report.text())
                    .contains("Forgot password: whoever reads the mailbox sets a new password, and logs in with it.");
            assertThat(report.exitCode()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Choose User  Required\nReset by email code  Required\nReset Password  Required",
                    "Reset by email code  Required\nSend Reset Email  Required\nReset Password  Required",
                    "Reset by email code  Disabled\nReset Password  Required",
                    "Reset by email code  Alternative\nReset Password  Alternative",
                    "some  Conditional\n  Reset by email code  Required\nReset Password  Required",
                    "Reset Password  Required\nReset by email code  Required",
                    "Choose User  Required\nReset by email code  Disabled\nReset Password  Required",
                    "Choose User  Required\nSend Reset Email  Required\nReset by email code  Disabled\nReset OTP  Required"
                })
        void whatTheLogSays(String drawing) {
            reset(drawing);
            String logged = ResetFaults.warning(new Drawing(drawing).flow("resets"), true)
                    .orElseThrow();
            Matcher said = wrong("reset credentials");
            assertThat(logged).contains(said.group(2), said.group(3));
            assertThat(said.group(1).toLowerCase(Locale.ROOT))
                    .isEqualTo(
                            logged.contains("anybody can")
                                    ? "anybody can set a new password for anybody"
                                    : "a reset by code does not work");
        }

        private void reset(String drawing) {
            kcadm.flow("reset%20credentials", new Drawing(drawing));
        }
    }

    @Nested
    @DisplayName("a registration, and")
    class Registration {

        private static final String STEP = "Email code before the registration  Required\n";
        private static final String FORM = "the form  Required\n";
        private static final String ACCOUNT = "  Registration User Profile Creation  Required\n";
        private static final String ACTION = "  Address proven by Email code  Required\n";

        @BeforeEach
        void allowIt() {
            kcadm.switches("false,true,false,");
        }

        @Test
        void theDoorThatIsShut() {
            kcadm.flow("registration", new Drawing(STEP + FORM + ACCOUNT + ACTION));
            Report report = kcadm.check();
            assertThat(report.text()).doesNotContain("Open doors");
            assertThat(report.exitCode()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    STEP + FORM + ACCOUNT,
                    FORM + ACCOUNT + ACTION,
                    FORM + ACCOUNT + ACTION + STEP,
                    STEP + FORM + ACTION + ACCOUNT
                })
        void whatTheLogSays(String drawing) {
            kcadm.flow("registration", new Drawing(drawing));
            Fault logged =
                    RegistrationFaults.of(new Drawing(drawing).flow("copy")).get(0);
            Matcher said = wrong("registration");
            assertThat(said.group(2)).isEqualTo(logged.fact());
            assertThat(said.group(3)).isEqualTo(logged.advice());
        }
    }

    @Nested
    @DisplayName("a link, and")
    class Link {

        private static final String RIGHT = """
                options                                    Required
                  Verify existing account by Email code    Alternative
                  Verify existing account by Email         Disabled
                """;

        @BeforeEach
        void comeFromSomewhere() {
            kcadm.answer("identity-provider/instances", "true,false,\"elsewhere\",\"after\"");
            kcadm.flow("after", new Drawing("Email code  Required"));
        }

        @Test
        void nothingWhereItIsRight() {
            kcadm.flow("first%20broker%20login", new Drawing(RIGHT));
            assertThat(kcadm.check().exitCode()).isZero();
        }

        @Test
        void whatIsWrong() {
            kcadm.flow("first%20broker%20login", new Drawing(RIGHT.replace("Disabled", "Alternative")));
            assertThat(wrong("first broker login").group(3))
                    .isEqualTo("Set Verify existing account by Email to Disabled.");
            kcadm.flow("first%20broker%20login", new Drawing(RIGHT.replace("Alternative", "Disabled")));
            assertThat(wrong("first broker login").group(3)).isEqualTo("Set it to Alternative.");
        }
    }

    @Nested
    @DisplayName("a realm whose logins ask for no code, and")
    class NoCode {

        @BeforeEach
        void askForThePasswordOnly() {
            kcadm.flow("copy", new Drawing("Username Password Form  Required"));
            kcadm.switches("true,true,false,");
        }

        @Test
        void whatIsWrongElsewhere() {
            kcadm.flow("reset%20credentials", new Drawing("Reset Password  Required\nReset by email code  Required"));
            Report report = kcadm.check();
            assertThat(report.text())
                    .contains("A RESET BY CODE DOES NOT WORK", "\nThe browser flow asks for no code.\n")
                    .doesNotContain("Open doors");
            assertThat(report.exitCode()).isEqualTo(1);
        }

        @Test
        void nothingElse() {
            kcadm.flow("reset%20credentials", new Drawing("Reset by email code  Required\nReset Password  Required"));
            Report report = kcadm.check();
            assertThat(report.text()).endsWith("\nNothing to mend, but logins ask for no code.\n");
            assertThat(report.exitCode()).isZero();
        }

        @Test
        void aClientsOwnFlowThatIsMeantToAskForOne() {
            kcadm.answer("clients", "true,true,\"openid-connect\",\"own\",,,\"one\"");
            kcadm.answer("authentication/flows", "\"own\",\"flow of one\"");
            kcadm.flow("flow%20of%20one", new Drawing("Username Password Form  Required\nEmail code  Alternative"));
            Report report = kcadm.check();
            assertThat(report.text())
                    .contains("THE PASSWORD ALONE LETS IN everybody at the client one, by its own flow")
                    .doesNotContain("GETS A TOKEN");
            assertThat(report.exitCode()).isEqualTo(1);
        }

        @Test
        void noClientsOwnFlowWithoutOne() {
            kcadm.answer("clients", "true,true,\"openid-connect\",\"own\",,,\"one\"");
            kcadm.answer("authentication/flows", "\"own\",\"flow of one\"");
            kcadm.flow("flow%20of%20one", new Drawing("Username Password Form  Required"));
            Report report = kcadm.check();
            assertThat(report.text()).contains("does not hold the step Email code");
            assertThat(report.exitCode()).isEqualTo(2);
        }
    }

    /** The summary, the facts and the advice on one of the realm's flows. */
    private Matcher wrong(String flow) {
        Report report = kcadm.check();
        Matcher said = Pattern.compile("(?m)^([A-Z ]+),? in the " + flow + " flow \".*?\"\\. (.*)\n  -> (.*)$")
                .matcher(report.text());
        assertThat(said.find()).as(report.text()).isTrue();
        assertThat(report.exitCode()).isEqualTo(1);
        return said;
    }
}
