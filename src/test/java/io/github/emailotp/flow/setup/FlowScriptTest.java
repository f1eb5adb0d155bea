package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.SetUpScript;
import io.github.emailotp.SetUpScript.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script where it has nothing to do, or nothing that it may do; what it makes is in {@code FlowScriptIT}. */
@DisabledOnOs(OS.WINDOWS)
@DisplayName("The script that makes flows")
class FlowScriptTest {

    private static final String ALIAS = "email-code-passwordless";

    private static final String MAIL_SERVER = "\"mail.example.test\"";

    private static final Drawing ORIGINAL = new Drawing("""
            Cookie                           Alternative
            forms                            Alternative
              Username Password Form         Required
              2FA                            Conditional
                Condition - user configured  Required
                OTP Form                     Required
            """);

    private static final Drawing MADE = new Drawing("""
            Cookie                           Alternative
            forms                            Alternative
              Email code as the first step   Required
            """);

    private FakeKcadm kcadm;

    @BeforeEach
    void beginWithAnEmptyRealm(@TempDir Path folder) {
        kcadm = new FakeKcadm(folder);
        realm(MAIL_SERVER, "browser");
        kcadm.answer("authentication/authenticator-providers", "\"auth-cookie\"\n\"auth-email-otp-first\"");
    }

    private void realm(String mailServer, String browserFlow) {
        kcadm.answer("realms/shop", "true,%s,\"%s\"".formatted(mailServer, browserFlow));
    }

    private List<String> changes() {
        return kcadm.calls().stream().filter(call -> !call.startsWith("get ")).toList();
    }

    @Test
    void makesNoFlowThatThereIsNoFileOf() throws IOException {
        String script = Files.readString(Path.of("docs", "setup", "flow.sh"));
        List<String> flows = Pattern.compile("(?m)^    '  ([a-z][a-z-]+) {2,}[a-z]")
                .matcher(script)
                .results()
                .map(flow -> flow.group(1))
                .sorted()
                .toList();
        try (Stream<Path> files = Files.list(Path.of("docs", "setup", "realms"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(flows);
        }
    }

    @Nested
    @DisplayName("where its flow is there")
    class There {

        @Test
        void andBoundDoesNothing() {
            kcadm.flow(ALIAS, MADE);
            realm(MAIL_SERVER, ALIAS);
            Said said = kcadm.make("passwordless");
            assertThat(said.text()).isEqualTo("Realm \"shop\": the browser flow is already \"" + ALIAS + "\".\n");
            assertThat(said.exitCode()).isZero();
            assertThat(changes()).isEmpty();
        }

        @Test
        void butNotBoundBindsIt() {
            kcadm.flow(ALIAS, MADE);
            Said said = kcadm.make("passwordless");
            assertThat(said.text()).isEqualTo("""
                    Realm "shop": the browser flow is "email-code-passwordless" now. Before it was "browser".
                    The first code of an account whose address is not verified removes its password, and what else was set up.
                    Back: kcadm.sh update realms/shop -s browserFlow=browser
                    """);
            assertThat(changes()).singleElement().asString().startsWith("update realms/shop -s browserFlow=" + ALIAS);
        }

        @ParameterizedTest
        @CsvSource({"reCAPTCHA, Required, 1", "reCAPTCHA Enterprise, Required, 1", "reCAPTCHA, Disabled, 0"})
        void andHasReCaptchaSaysThatAMailIsSentBefore(String captcha, String requirement, int times) {
            kcadm.answer("realms/shop", "true,true,%s,\"registration\"".formatted(MAIL_SERVER));
            kcadm.flow("email-code-registration", new Drawing("""
                    Email code before the registration  Required
                    Registration form                   Required
                      Registration User Profile Creation  Required
                      %s  %s
                      Address proven by Email code      Required
                    """.formatted(captcha, requirement)));
            Said said = kcadm.make("registration");
            assertThat(said.exitCode()).as(said.text()).isZero();
            assertThat(said.text().split("A mail is sent before reCAPTCHA is asked", -1))
                    .hasSize(times + 1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Cookie  Alternative",
                    "forms  Alternative\n  Email code as the first step  Alternative",
                    "forms  Disabled\n  Email code as the first step  Required",
                    "forms  Alternative\n  Email code as the first step  Required\n  Username Password Form  Required"
                })
        void butIsSomethingElseLeavesItAlone(String drawing) {
            kcadm.flow(ALIAS, new Drawing(drawing));
            refuses("flow.sh: The realm \"shop\" has another flow \"" + ALIAS + "\", which stays as it is.");
        }

        @Test
        void andHasGrownTakesItAsItIs() {
            kcadm.flow(ALIAS, new Drawing("""
                    forms                           Alternative
                      Email code as the first step  Required
                      2FA                           Conditional
                        Condition - user role       Required
                        Recovery Authentication Code Form  Required
                    """));
            assertThat(kcadm.make("passwordless").exitCode()).isZero();
        }

        /** Or whoever has an app, and has not set up the code, could take it instead. */
        @Test
        void butIsNotForThoseWhoHaveSetItUpLeavesItAlone() {
            kcadm.answer("required-actions", "\"email-otp-enrol\"");
            String drawing = """
                    forms                                   Alternative
                      Username Password Form                Required
                      2FA                                   Conditional
                        OTP Form                            Alternative
                        Condition - email code enrolled     Required
                        Email code [enrolment]              Alternative
                    """;
            String alias = "email-code-app-or-code-set-up";
            realm(MAIL_SERVER, alias);
            String refusal = "flow.sh: The realm \"shop\" has another flow \"" + alias + "\"";
            kcadm.flow(alias, new Drawing(drawing.replace(" [enrolment]", "            ")));
            assertThat(kcadm.make("app-or-code-set-up").text()).startsWith(refusal);
            for (String setting : List.of("false", "\"false\"", "")) {
                kcadm.flow(alias, new Drawing(drawing));
                kcadm.answer("authentication/config/config5", "\"config5\"," + setting);
                assertThat(kcadm.make("app-or-code-set-up").text()).startsWith(refusal);
            }
            kcadm.answer("authentication/config/config5", "\"config5\",\"true\"");
            assertThat(kcadm.make("app-or-code-set-up").text()).doesNotContain("another flow");
        }

        /** Later versions know what 26.0 must be told. */
        @Test
        void forTrustedBrowsersTellsKeycloak260OfTheListener() {
            String alias = "email-code-trusted-browser";
            kcadm.flow(alias, new Drawing("""
                    forms                            Alternative
                      Username Password Form         Required
                      code                           Conditional
                        Condition - trusted browser  Required
                        Email code                   Required
                    """));
            kcadm.answer("authentication/required-actions", "\"UPDATE_EMAIL\",true");
            realm(MAIL_SERVER, alias);
            kcadm.answer("serverinfo", "\"26.0.8\"");
            kcadm.listeners("jboss-logging", "email-otp-earlier-logins");
            assertThat(kcadm.make("trusted-browser").text()).contains("eventsListeners: + email-otp-trust,");
            kcadm.listeners("email-otp-trust");
            assertThat(kcadm.make("trusted-browser").text()).doesNotContain("eventsListeners");
        }

        /** Older versions do not have the action. */
        @Test
        void forTrustedBrowsersGuardsTheAddress() {
            String alias = "email-code-trusted-browser";
            realm(MAIL_SERVER, alias);
            kcadm.flow(alias, new Drawing("""
                    forms                          Alternative
                      Username Password Form       Required
                      code                         Conditional
                        Condition - trusted browser  Required
                        Email code                 Required
                    """));
            kcadm.answer("authentication/required-actions", "\"UPDATE_PASSWORD\",true");
            kcadm.answer("authentication/unregistered-required-actions", "");
            String advice = "the address can be changed without a code: start Keycloak with --features=update-email";
            realm(MAIL_SERVER, "browser");
            assertThat(kcadm.make("trusted-browser").text()).contains(advice);
            assertThat(changes()).singleElement().asString().contains("browserFlow");
            realm(MAIL_SERVER, alias);
            kcadm.answer("authentication/unregistered-required-actions", "\"UPDATE_EMAIL\",\"Update Email\"");
            kcadm.answer("authentication/register-required-action", "");
            assertThat(kcadm.make("trusted-browser").text()).doesNotContain(advice);
            assertThat(changes()).last().asString().contains("register-required-action", "providerId=UPDATE_EMAIL");
            int before = changes().size();
            kcadm.answer("authentication/required-actions", "\"UPDATE_EMAIL\",true");
            assertThat(kcadm.make("trusted-browser").text()).doesNotContain(advice);
            assertThat(changes()).hasSize(before);

            kcadm.answer("authentication/required-actions", "\"UPDATE_EMAIL\",false");
            kcadm.answer("authentication/required-actions/UPDATE_EMAIL", "");
            assertThat(kcadm.make("trusted-browser").text())
                    .contains(
                            "Back: kcadm.sh update authentication/required-actions/UPDATE_EMAIL -r shop -s enabled=false");
            assertThat(changes())
                    .last()
                    .asString()
                    .startsWith("update authentication/required-actions/UPDATE_EMAIL -s enabled=true");
        }

        @Test
        void butTrustsOtherNetworksThanThoseThatAreNamedLeavesItAlone() {
            String alias = "email-code-outside-networks";
            realm(MAIL_SERVER, alias);
            kcadm.flow(alias, new Drawing("""
                    forms                                              Alternative
                      Username Password Form                           Required
                      code                                             Conditional
                        Condition - outside of trusted networks [set]  Required
                        Email code                                     Required
                    """));
            kcadm.answer("authentication/config/config3", "\"config3\",\"192.0.2.0/24##2001:db8::/48\"");
            String already = "Realm \"shop\": the browser flow is already \"" + alias + "\".\n";
            assertThat(kcadm.make("outside-networks").text()).startsWith(already);
            assertThat(kcadm.make("outside-networks", "--networks=192.0.2.0/24,2001:db8::/48")
                            .text())
                    .isEqualTo(already);
            for (String others : List.of("192.0.2.0/24", "2001:db8::/48,192.0.2.0/24", "192.0.2.0/2")) {
                assertThat(kcadm.make("outside-networks", "--networks=" + others)
                                .text())
                        .startsWith("flow.sh: The realm \"shop\" has another flow \"" + alias + "\"");
            }
            assertThat(changes()).isEmpty();
        }

        @Test
        void inThePlaceOfAFlowOfItsOwnBindsItWhereThatIsWanted() {
            kcadm.flow(ALIAS, MADE);
            realm(MAIL_SERVER, "browser of ours");
            assertThat(kcadm.make("passwordless", "--replace").text())
                    .endsWith("\nBack: kcadm.sh update realms/shop -s browserFlow=browser\\ of\\ ours\n");
            assertThat(changes()).singleElement().asString().doesNotContain("--replace");
        }

        @Test
        void inThePlaceOfAnotherOneOfTheScriptsBindsIt() {
            kcadm.flow(ALIAS, MADE);
            realm(MAIL_SERVER, "email-code-everybody");
            assertThat(kcadm.make("passwordless").exitCode()).isZero();
        }

        @Test
        void inTheRealmMasterBindsItWhereThatIsWanted() {
            kcadm.flow(ALIAS, MADE);
            kcadm.answer("realms/master", "true,\"mail.example.test\",\"browser\"");
            assertThat(kcadm.makeIn("master", "passwordless", "--master").exitCode())
                    .isZero();
        }
    }

    @Nested
    @DisplayName("tells what else it changes")
    class Settings {

        @Test
        void ofAResetAndThatThereIsNoMailServer() {
            kcadm.flow("email-code-reset", new Drawing("Reset by email code  Required\nReset Password  Required"));
            kcadm.answer("realms/shop", "true,false,\"\",\"reset credentials\"");
            assertThat(kcadm.make("reset").text()).isEqualTo("""
                    Realm "shop": the reset credentials flow is "email-code-reset" now. Before it was "reset credentials".
                      resetPasswordAllowed: false -> true
                    It has no mail server yet: Realm settings, Email.
                    The first code of an account whose address is not verified removes its password, and what else was set up.
                    Back: kcadm.sh update realms/shop -s resetCredentialsFlow=reset\\ credentials -s resetPasswordAllowed=false
                    """);
        }

        /** Later versions know what 26.0 must be told. */
        @Test
        void ofTheListenersOfKeycloak260() {
            kcadm.flow(ALIAS, MADE);
            realm(MAIL_SERVER, ALIAS);
            kcadm.listeners("jboss-logging", "other");
            kcadm.answer("serverinfo", "\"26.0.8\"");
            assertThat(kcadm.make("passwordless").text())
                    .startsWith("""
                            Realm "shop": the browser flow is "email-code-passwordless".
                              eventsListeners: + email-otp-earlier-logins, to be taken out again before an update
                            """)
                    .contains("\nBack: kcadm.sh update realms/shop -s eventsListeners=");
            assertThat(changes())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "update realms/shop -s eventsListeners=[\"jboss-logging\",\"other\",\"email-otp-earlier-logins\"]");
            kcadm.listeners("email-otp-earlier-logins");
            assertThat(kcadm.make("passwordless").text()).contains(" is already ");
            kcadm.refuse("serverinfo");
            kcadm.listeners("jboss-logging");
            realm(MAIL_SERVER, "browser");
            assertThat(kcadm.make("passwordless").text())
                    .contains(
                            "\nOn Keycloak 26.0: Realm settings, Events, Event listeners: add email-otp-earlier-logins;");
            assertThat(changes()).last().asString().doesNotContain("eventsListeners");
        }

        @Test
        void ofTheRequiredActions() {
            kcadm.answer("realms/shop", "true,false,\"mail.example.test\",\"shop\"");
            kcadm.answer("authentication/required-actions", """
                    "email-otp-verify-email",false,20
                    "UPDATE_PASSWORD",true,30
                    "VERIFY_EMAIL",true,50
                    """);
            kcadm.answer("authentication/required-actions/email-otp-verify-email", "");
            kcadm.answer("authentication/required-actions/VERIFY_EMAIL", "");
            assertThat(kcadm.make("verified-address").text()).isEqualTo("""
                    Realm "shop": an address is verified by a code.
                      verifyEmail: false -> true
                    Back: kcadm.sh update authentication/required-actions/email-otp-verify-email -r shop -s enabled=false
                    Back: kcadm.sh update authentication/required-actions/VERIFY_EMAIL -r shop -s enabled=true
                    Back: kcadm.sh update realms/shop -s verifyEmail=false
                    """);
        }
    }

    @Nested
    @DisplayName("binds no flow in which the password alone is enough:")
    class Enough {

        private static final String APP_OR_CODE = "email-code-app-or-code";

        private static final String RIGHT = """
                Cookie                            Alternative
                forms                             Alternative
                  Username Password Form          Required
                  2FA                             Conditional
                    Condition - user configured   Required
                    OTP Form                      Alternative
                    WebAuthn Authenticator        Disabled
                    Email code                    Alternative
                """;

        static Stream<String> wrong() {
            return Stream.of(
                    RIGHT.replaceFirst("WebAuthn(.*)Disabled", "WebAuthn$1Required"),
                    RIGHT.replaceFirst("Condition -(.*)Required", "Condition -$1Disabled"),
                    RIGHT + "    SMS code  Required",
                    RIGHT + "    more  Conditional\n      Condition - user role  Required\n      SMS code  Required",
                    RIGHT + "SMS code  Required",
                    RIGHT.replaceFirst(
                            "(?m)^ +Email code", "  other  Conditional\n    Condition - user role  Required\n$0"));
        }

        @Test
        void andOneThatIsRight() {
            kcadm.flow(APP_OR_CODE, new Drawing(RIGHT));
            assertThat(kcadm.make("app-or-code").exitCode()).isZero();
        }

        @Test
        void andOneThatHasGrown() {
            kcadm.flow(
                    APP_OR_CODE,
                    new Drawing(RIGHT.replaceFirst(
                            "  2FA",
                            "  more  Conditional\n    Condition - user role  Required\n    SMS code  Required\n$0")));
            assertThat(kcadm.make("app-or-code").exitCode()).isZero();
        }

        @ParameterizedTest
        @MethodSource("wrong")
        void noneThatIsThere(String drawing) {
            kcadm.flow(APP_OR_CODE, new Drawing(drawing));
            Said said = kcadm.make("app-or-code");
            assertThat(said.text()).startsWith("flow.sh: The realm \"shop\" has another flow \"" + APP_OR_CODE + "\"");
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(changes()).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("wrong")
        void noneThatIsMadeOfAChangedOne(String drawing) {
            kcadm.answer("authentication/authenticator-providers", "\"auth-email-otp-form\"");
            kcadm.answer("authentication/flows/browser/copy", "");
            kcadm.answer("authentication/executions", "");
            kcadm.answerAfter(
                    "authentication/flows/browser/copy",
                    "authentication/flows/" + APP_OR_CODE + "/executions",
                    new Drawing(drawing).executions());
            Said said = kcadm.make("app-or-code");
            assertThat(said.text()).startsWith("flow.sh: \"" + APP_OR_CODE + "\" is not what docs/flows.md says");
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(changes()).noneMatch(change -> change.startsWith("update realms"));
        }
    }

    @Nested
    @DisplayName("changes nothing")
    class Refuses {

        @ParameterizedTest
        @ValueSource(strings = {"", "passwords"})
        void withoutAFlowThatItKnows(String flow) {
            Said said = kcadm.make(flow);
            assertThat(said.text()).startsWith("Usage: ");
            assertThat(said.exitCode()).isEqualTo(2);
        }

        @Test
        void withoutARealm() {
            Said said = SetUpScript.run("flow.sh", kcadm.environment(), List.of("reset"));
            assertThat(said.text()).startsWith("Usage: ");
            assertThat(said.exitCode()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"flow.sh", "check.sh"})
        void withoutTheRestOfTheFolder(String script, @TempDir Path alone) throws IOException {
            Path copy = Files.copy(Path.of("docs", "setup", script), alone.resolve(script));
            Said said = SetUpScript.run(copy.toString(), kcadm.environment(), List.of("reset", "shop"));
            assertThat(said.text())
                    .isEqualTo(script + ": There is no common.sh beside it: take the whole folder docs/setup.\n");
            assertThat(said.exitCode()).isEqualTo(2);
        }

        @Test
        void withoutKcadm() {
            Said said = SetUpScript.run("flow.sh", Map.of("KCADM", "/no/kcadm.sh"), List.of("reset", "shop"));
            assertThat(said.text()).startsWith("flow.sh: There is no kcadm.sh at /no/kcadm.sh.");
            assertThat(said.exitCode()).isEqualTo(2);
        }

        @ParameterizedTest
        @CsvSource({
            "outside-networks, --networks=office",
            "outside-networks, '--networks=192.0.2.0/24 2001:db8::/48'",
            "passwordless, --networks=192.0.2.0/24"
        })
        void withNetworksThatAreNoneOrForAnotherFlow(String flow, String networks) {
            Said said = kcadm.make(flow, networks);
            assertThat(said.text()).startsWith("flow.sh: --networks ");
            assertThat(said.exitCode()).isEqualTo(2);
        }

        @Test
        void ofARealmThatIsNotThere() {
            kcadm.refuse("realms/shop");
            refuses("flow.sh: There is no realm \"shop\".");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\"\""})
        void whereNobodyWouldGetInForWantOfAMailServer(String none) {
            kcadm.flow(ALIAS, MADE);
            realm(none, "browser");
            refuses("flow.sh: The realm \"shop\" has no mail server, so nobody would get in");
        }

        @Test
        void inTheRealmMaster() {
            kcadm.flow(ALIAS, MADE);
            kcadm.answer("realms/master", "true,\"mail.example.test\",\"browser\"");
            Said said = kcadm.makeIn("master", "passwordless");
            assertThat(said.text()).startsWith("flow.sh: In the realm master this can shut out all administrators.");
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(changes()).isEmpty();
        }

        @Test
        void inThePlaceOfAFlowOfItsOwn() {
            kcadm.flow(ALIAS, MADE);
            realm(MAIL_SERVER, "browser of ours");
            refuses("flow.sh: The realm \"shop\" has a flow of its own, \"browser of ours\", whose steps");
        }

        @Test
        void whereTheJarIsNotInstalled() {
            kcadm.answer("authentication/authenticator-providers", "\"auth-cookie\"");
            refuses("flow.sh: This Keycloak does not know the step auth-email-otp-first: install the jar first");
        }

        @Test
        void whereTheFlowsCannotBeRead() {
            kcadm.fail("authentication/flows/" + ALIAS + "/executions", "HTTP 403 Forbidden");
            refuses("flow.sh: The flow \"" + ALIAS + "\" cannot be read: HTTP 403 Forbidden");
        }

        @Test
        void ofARealmWithoutTheOriginal() {
            refuses("flow.sh: \"" + ALIAS + "\" cannot be made: ", "create authentication/flows/browser/copy");
        }
    }

    @Nested
    @DisplayName("removes what it cannot finish, and binds nothing")
    class Unfinished {

        @BeforeEach
        void makeTheCopy() {
            kcadm.answer("authentication/flows/browser/copy", "");
        }

        @Test
        void whenAChangeFails() {
            flowOnceCopied(ORIGINAL);
            refuses(
                    "flow.sh: \"" + ALIAS + "\" cannot be made: ",
                    "create authentication/flows/browser/copy",
                    "delete authentication/executions/id3",
                    "delete authentication/flows/id of ours");
        }

        @Test
        void whenTheOriginalHasBeenChanged() {
            flowOnceCopied(new Drawing("forms  Alternative\n  Username Form  Required"));
            refuses(
                    "flow.sh: The flow \"browser\" of this realm has no auth-username-password-form: ",
                    "create authentication/flows/browser/copy",
                    "delete authentication/flows/id of ours");
        }

        @Test
        void whenItHasNotBecomeWhatItShall() {
            flowOnceCopied(ORIGINAL);
            List.of("authentication/executions/id2", "authentication/executions/id3", "authentication/executions")
                    .forEach(path -> kcadm.answer(path, ""));
            Said said = kcadm.make("passwordless");
            assertThat(said.text()).startsWith("flow.sh: \"" + ALIAS + "\" is not what docs/flows.md says");
            assertThat(changes())
                    .noneMatch(change -> change.startsWith("update realms"))
                    .hasSize(5);
        }

        @Test
        void orSaysWhatIsLeftOverWhenNothingAnswersAnyMore() {
            kcadm.failAfter("authentication/flows/browser/copy", "HTTP 401 Unauthorized");
            Said said = kcadm.make("passwordless");
            assertThat(said.text())
                    .contains("HTTP 401 Unauthorized\n")
                    .endsWith("\nflow.sh: \"" + ALIAS + "\" may be left over, and is bound to nothing: delete it.\n");
            assertThat(said.exitCode()).isEqualTo(2);
        }

        @Test
        void whenTheAnswerToTheCopyIsLost() {
            kcadm.answer("authentication/flows", "\"%s\",\"id of ours\"".formatted(ALIAS));
            kcadm.fail("authentication/flows/browser/copy", "Read timed out");
            refuses(
                    "flow.sh: \"" + ALIAS + "\" cannot be made: Read timed out",
                    "create authentication/flows/browser/copy",
                    "delete authentication/flows/id of ours");
        }

        @Test
        void butNotWhatSomebodyElseHasMadeMeanwhile() {
            kcadm.answer("authentication/flows", "\"%s\",\"id of theirs\"".formatted(ALIAS));
            kcadm.fail("authentication/flows/browser/copy", "New flow alias name already exists");
            refuses(
                    "flow.sh: \"" + ALIAS + "\" cannot be made: New flow alias name already exists",
                    "create authentication/flows/browser/copy");
        }

        private void flowOnceCopied(Drawing drawing) {
            kcadm.answer("authentication/flows", "\"%s\",\"id of ours\"".formatted(ALIAS));
            kcadm.answerAfter(
                    "authentication/flows/browser/copy",
                    "authentication/flows/" + ALIAS + "/executions",
                    drawing.executions());
        }
    }

    private void refuses(String beginning, String... changes) {
        Said said = kcadm.make("passwordless");
        assertThat(said.text()).startsWith(beginning);
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(changes()).hasSameSizeAs(changes);
        for (int i = 0; i < changes.length; i++) {
            assertThat(changes().get(i)).startsWith(changes[i]);
        }
    }
}
