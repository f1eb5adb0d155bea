package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.CheckScript;
import io.github.emailotp.CheckScript.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script, on realms that are told to it; what it says of real ones is in {@code CheckScriptIT}. */
@DisabledOnOs(OS.WINDOWS)
@DisplayName("The script that checks a realm")
class CheckScriptTest {

    private static final List<String> PEOPLE = List.of(
            "with an app",
            "with an app, no address",
            "without an app",
            "without app and address",
            "with a security key, no app");

    private static final Drawing RIGHT = new Drawing("""
            Username Password Form  Required
            Email code              Required
            """);

    private static final Drawing PASSWORD = new Drawing("Username Password Form  Required");

    private FakeKcadm kcadm;

    @BeforeEach
    void beginWithARightRealm(@TempDir Path folder) {
        kcadm = new FakeKcadm(folder);
        kcadm.flow("copy", RIGHT);
    }

    static Stream<Shape> shapes() {
        return Shape.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void saysWhatPeopleAreAskedFor(Shape shape) {
        kcadm.flow("copy", shape.drawing());
        Report report = kcadm.check();
        assertThat(IntStream.range(0, PEOPLE.size()).mapToObj(i -> report.asked(PEOPLE.get(i))))
                .as(report.text())
                .isEqualTo(shape.asked());
        assertThat(report.letIn()).isEqualTo(shape.letIn());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void saysWhatIsWrongAsTheLogDoes(Shape shape) {
        kcadm.flow("copy", shape.drawing());
        Report report = kcadm.check();
        assertThat(report.facts()).as(report.text()).isEqualTo(shape.facts());
        assertThat(report.advice()).isEqualTo(shape.advice());
    }

    @Test
    void saysWhatTheDocumentationShows() throws IOException {
        kcadm.bind("browser copy");
        kcadm.flow("browser%20copy", new Drawing("""
                        browser copy forms                         Alternative
                          Username Password Form                   Required
                          browser copy Browser - Conditional 2FA   Conditional
                            Condition - user configured            Required
                            OTP Form                               Required
                            Email code                             Alternative
                        """));
        assertThat(Files.readString(Path.of("docs/flows.md")))
                .contains("```\n" + kcadm.check().text() + "```\n");
    }

    @Test
    void endsWithAnExitCodeForOtherPrograms() {
        assertThat(kcadm.check().exitCode()).isZero();
        kcadm.flow("copy", Shape.WRONG.get(0).drawing());
        assertThat(kcadm.check().exitCode()).isEqualTo(1);
        kcadm.flow("copy", Shape.UNCERTAIN.get(0).drawing());
        assertThat(kcadm.check().exitCode()).isEqualTo(2);
    }

    @Test
    void tellsOfWhoIsLoggedInAlreadyWhateverElseThereIsToSay() {
        for (Shape shape : List.of(Shape.RIGHT.get(0), Shape.WRONG.get(0), Shape.UNCERTAIN.get(0))) {
            kcadm.flow("copy", shape.drawing());
            assertThat(kcadm.check().text()).containsOnlyOnce("Who is logged in already is not asked");
        }
    }

    @Test
    void namesWhatItCannotJudge() {
        kcadm.flow("copy", Shape.UNCERTAIN.get(1).drawing());
        assertThat(kcadm.check().text()).contains("only a login shows what Condition - user role does");
    }

    /** Later versions know what 26.0 must be told. */
    @Test
    void tellsWhereTrustInABrowserOutlastsWhatEndsIt() {
        kcadm.flow("copy", new Drawing("""
                Username Password Form         Required
                code                           Conditional
                  Condition - trusted browser  Required
                  Email code                   Required
                """));
        kcadm.answer("authentication/required-actions", "\"UPDATE_EMAIL\",true");
        kcadm.answer("serverinfo", "\"26.0.8\"");
        kcadm.listeners("jboss-logging", "email-otp-earlier-logins");
        assertThat(kcadm.check().text()).contains("TRUST in a browser outlasts", "add email-otp-trust;");
        assertThat(kcadm.check().exitCode()).isEqualTo(1);
        kcadm.listeners("email-otp-trust");
        assertThat(kcadm.check().exitCode()).isZero();
        kcadm.listeners("jboss-logging");
        kcadm.answer("serverinfo", "\"26.7.5\"");
        assertThat(kcadm.check().exitCode()).isZero();
        kcadm.refuse("serverinfo");
        assertThat(kcadm.check().text()).contains("On Keycloak 26.0, trust in a browser outlasts");
    }

    /** With the codes of an account goes the account. */
    @Test
    void tellsWhereTheAddressIsChangedInATrustedBrowserWithoutACode() {
        String door =
                "Trusted browsers: whoever has the password and one, or a copy of its cookie, changes the address";
        kcadm.answer("authentication/required-actions", "\"UPDATE_EMAIL\",false");
        assertThat(kcadm.check().text()).as("there are none").doesNotContain(door);

        kcadm.flow("copy", new Drawing("""
                Username Password Form         Required
                code                           Conditional
                  Condition - trusted browser  Required
                  Email code                   Required
                """));
        for (String actions : List.of("\"UPDATE_EMAIL\",false", "\"UPDATE_PASSWORD\",true")) {
            kcadm.answer("authentication/required-actions", actions);
            assertThat(kcadm.check().text())
                    .contains(door, "    -> Authentication, Required actions: switch Update Email on")
                    .endsWith("Nothing to mend but the open doors.\n");
        }
        kcadm.answer("authentication/required-actions", "\"UPDATE_PASSWORD\",true\n\"UPDATE_EMAIL\",true");
        assertThat(kcadm.check().text()).doesNotContain("Trusted browsers").endsWith("Nothing to mend.\n");
        kcadm.refuse("authentication/required-actions");
        assertThat(kcadm.check().text()).contains("Cannot tell: the required actions cannot be read (");
    }

    @Test
    void tellsWherePeopleAreNotAsked() {
        assertThat(kcadm.check().text()).doesNotContain("Not in a");
        kcadm.answer("authentication/required-actions", "\"UPDATE_EMAIL\",true");

        kcadm.flow("copy", new Drawing("""
                Username Password Form                      Required
                code                                        Conditional
                  Condition - trusted browser               Required
                  Condition - outside of trusted networks   Required
                  Email code                                Required
                """));
        Report report = kcadm.check();
        assertThat(report.text()).contains("""
                        a mailed code
                          Not in a browser that they trust.
                          Not in a network of Condition - outside of trusted networks.

                        """).endsWith("Nothing to mend.\n");
        assertThat(report.exitCode()).isZero();

        kcadm.flow("copy", new Drawing("""
                Username Password Form                      Required
                code                                        Conditional
                  Condition - trusted browser               Disabled
                  Condition - outside of trusted networks   Required
                  Email code                                Required
                """));
        assertThat(kcadm.check().text())
                .doesNotContain("browser that they trust")
                .contains("Not in a network");
    }

    @Test
    void tellsOfPeopleWithAPasskeyWhereTheyCanUseOne() {
        assertThat(kcadm.check().text()).doesNotContain("with a passkey");

        kcadm.flow("copy", Shape.RIGHT.get(2).drawing());
        assertThat(kcadm.check().asked("with a passkey"))
                .isEqualTo("the passkey alone; after the password a mailed code");

        kcadm.switches("false,false,false,true");
        kcadm.flow("copy", Shape.RIGHT.get(1).drawing());
        assertThat(kcadm.check().asked("with a passkey"))
                .isEqualTo("the passkey alone; after the password a mailed code");
        assertThat(kcadm.check().asked("with an app")).isEqualTo("the app, or a mailed code");
        kcadm.flow("copy", RIGHT);
        assertThat(kcadm.check().asked("with a passkey")).isEqualTo("a mailed code");
    }

    @Test
    void asksKeycloakFewTimes() {
        kcadm.check();
        assertThat(kcadm.calls()).hasSize(4).allMatch(call -> call.startsWith("get "));
    }

    @Test
    void passesOptionsOnToKcadm() {
        kcadm.check("--config", "/a b");
        assertThat(kcadm.calls()).allMatch(call -> call.endsWith("--config /a b"));
    }

    @Nested
    @DisplayName("tells of a door")
    class Door {

        @Test
        void thatIsShut() {
            kcadm.answer("clients", "true,false,\"openid-connect\",,,,\"account\"");
            assertThat(kcadm.check().text()).doesNotContain("Open doors");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "true,true,\"openid-connect\",,,,\"one, \\\"two\\\"\"",
                    "true,true,,,,,\"one, \\\"two\\\"\"",
                    "true,true,\"openid-connect\",,\"id-of-own\",,\"one, \\\"two\\\"\""
                })
        void directAccessGrantsOf(String client) {
            kcadm.answer("clients", client + "\ntrue,true,\"saml\",,,,\"saml\"\nfalse,true,,,,,\"gone\"");
            kcadm.answer("authentication/flows", "\"id-of-own\",\"own\"");
            Drawing grant = new Drawing("""
                    Username Validation              Required
                    Password                         Required
                    Conditional OTP                  Conditional
                      Condition - user configured    Required
                      OTP                            Required
                    """);
            kcadm.flow("direct%20grant", grant);
            kcadm.flow("own", grant);
            Report report = kcadm.check();
            assertThat(report.text())
                    .contains("THE PASSWORD ALONE GETS A TOKEN by a direct access grant at the client one, \"two\".");
            assertThat(report.exitCode()).isEqualTo(1);
        }

        @Test
        void directAccessGrantsThatAreDenied() {
            kcadm.answer("clients", "true,true,\"openid-connect\",,,,\"one\"");
            kcadm.flow("direct%20grant", new Drawing("""
                            Username Validation  Required
                            Password             Required
                            Deny access          Required
                            """));
            assertThat(kcadm.check().exitCode()).isZero();
        }

        @Test
        void aClientsOwnFlow() {
            kcadm.answer("authentication/flows", "\"id1\",\"copy\"\n\"id2\",\"own, \\u0001\"");
            kcadm.answer("clients", "true,false,,\"id1\",,,\"same\"");
            assertThat(kcadm.check().exitCode()).isZero();
            assertThat(kcadm.calls()).as("the browser flow is not read again").hasSize(5);

            kcadm.answer("clients", "true,false,,\"id2\",,,\"one\"\ntrue,false,,\"id2\",,,\"two\"");
            kcadm.flow("own%2C%20%5Cu0001", PASSWORD);
            Report report = kcadm.check();
            assertThat(report.text()).contains("THE PASSWORD ALONE LETS IN everybody at the client one, two");
            assertThat(report.exitCode()).isEqualTo(1);
            assertThat(report.asked("without an app")).as("of the browser flow").isEqualTo("a mailed code");
        }

        @Test
        void samlClientsThatTakeThePasswordByEcp() {
            kcadm.answer("clients", """
                    true,false,"saml",,,"false","shut"
                    true,false,"saml",,,"true","open"
                    false,false,"saml",,,"true","gone"
                    """);
            kcadm.flow("saml%20ecp", new Drawing("HTTP Basic Authentication  Required"));
            Report report = kcadm.check();
            assertThat(report.text()).contains("THE PASSWORD ALONE LETS IN everybody by ECP at the client open.");
            assertThat(report.exitCode()).isEqualTo(1);

            kcadm.flow("saml%20ecp", new Drawing("""
                            HTTP Basic Authentication  Required
                            Deny access                Required
                            """));
            assertThat(kcadm.check().exitCode()).isZero();
        }

        @Test
        void registriesThatTakeThePassword() {
            kcadm.answer("clients", "true,true,\"docker-v2\",,,,\"images\"");
            kcadm.flow("docker%20auth", new Drawing("Docker Authenticator  Required"));
            Report report = kcadm.check();
            assertThat(report.text()).contains("THE PASSWORD ALONE LETS IN everybody by Docker at the client images.");
            assertThat(report.exitCode()).isEqualTo(1);

            kcadm.flow("docker%20auth", new Drawing("""
                            Docker Authenticator  Required
                            Deny access           Required
                            """));
            assertThat(kcadm.check().exitCode()).isZero();
        }

        @Test
        void manyClientsInOneLine() {
            kcadm.answer("authentication/flows", "\"id2\",\"own\"");
            kcadm.flow("own", PASSWORD);
            kcadm.answer("clients", "true,false,,\"id2\",,,\"app\"\n".repeat(20));
            assertThat(kcadm.check().text()).contains("app, app, app and 12 more");
        }

        @Test
        void anIdentityProvider() {
            kcadm.answer("identity-provider/instances", """
                    true,false,"guarded","after"
                    true,false,"open",
                    true,false,"passed over","password"
                    true,true,"for links only",
                    false,false,"disabled",
                    """);
            kcadm.flow("after", new Drawing("Email code  Required"));
            kcadm.flow("password", new Drawing("Allow access  Required"));
            Report report = kcadm.check();
            assertThat(report.text())
                    .contains("Identity provider open: whoever", "Identity provider passed over: whoever")
                    .doesNotContain("guarded", "for links only", "disabled:");
            assertThat(report.exitCode()).as("no password is enough there").isZero();
        }

        @Test
        void kerberosThatIsDisabled() {
            kcadm.flow(
                    "copy",
                    new Drawing("Kerberos  Disabled\nforms  Alternative\n  Username Password Form  Required\n"
                            + "  Email code  Required"));
            assertThat(kcadm.check().text()).doesNotContain("Kerberos");
        }

        @Test
        void kerberosBesideTheCode() {
            kcadm.flow(
                    "copy",
                    new Drawing("Kerberos  Alternative\nforms  Alternative\n  Username Password Form  Required\n"
                            + "  Email code  Required"));
            assertThat(kcadm.check().text()).contains("Kerberos in the browser flow");
        }

        @Test
        void kerberosAboveTheCode() {
            kcadm.flow("copy", new Drawing("""
                            first                       Required
                              Kerberos                  Alternative
                              forms                     Alternative
                                Username Password Form  Required
                            Email code                  Required
                            """));
            assertThat(kcadm.check().text()).doesNotContain("Kerberos");
        }

        @Test
        void forgotPasswordAndRegistration() {
            kcadm.switches("true,true,false,");
            assertThat(kcadm.check().text()).contains("Forgot password:", "Registration:");
            kcadm.switches("false,true,true,");
            assertThat(kcadm.check().text()).doesNotContain("Forgot password:", "Registration:");
        }
    }

    @Nested
    @DisplayName("says plainly that it cannot tell")
    class CannotTell {

        @Test
        void withoutARealm() {
            Report report = CheckScript.run(kcadm.environment(), List.of());
            assertThat(report.text()).startsWith("Usage: ");
            assertThat(report.exitCode()).isEqualTo(2);
        }

        @Test
        void whenAskedForHelp() {
            Report report = CheckScript.run(kcadm.environment(), List.of("--help"));
            assertThat(report.text()).startsWith("Usage: ");
            assertThat(report.exitCode()).isZero();
        }

        @Test
        void withoutKcadm() {
            saysOnly(
                    CheckScript.run(Map.of("KCADM", "/no/kcadm.sh"), List.of("shop")),
                    "There is no kcadm.sh at /no/kcadm.sh.");
        }

        @Test
        void ofARealmThatIsNotThere() {
            kcadm.refuse("realms/shop");
            saysOnly(kcadm.check(), "There is no realm \"shop\".");
        }

        @Test
        void ofAFlowWithoutTheStep() {
            kcadm.flow("copy", PASSWORD);
            saysOnly(
                    kcadm.check(),
                    "The browser flow \"copy\" of the realm \"shop\" does not hold the step Email code.");
        }

        @Test
        void ofAFlowThatIsNotThere() {
            kcadm.refuse("authentication/flows/copy/executions");
            saysOnly(kcadm.check(), "The browser flow \"copy\" cannot be read: Resource not found");
        }

        @ParameterizedTest
        @ValueSource(strings = {"clients", "identity-provider/instances"})
        void ofDoorsThatItMayNotSee(String path) {
            kcadm.refuse(path);
            Report report = kcadm.check();
            assertThat(report.text()).contains("Cannot tell: the ", "the administrator needs the role view-");
            assertThat(report.exitCode()).isEqualTo(2);
        }

        @Test
        void ofClientsOfWhichNoneIsShown() {
            kcadm.answer("clients", "");
            assertThat(kcadm.check().exitCode()).isEqualTo(2);
        }

        private void saysOnly(Report report, String sentence) {
            assertThat(report.text()).startsWith("check.sh: " + sentence);
            assertThat(report.text().lines()).allMatch(line -> line.startsWith("check.sh: "));
            assertThat(report.exitCode()).isEqualTo(2);
        }
    }
}
