package io.github.emailotp.server.setup;

import static io.github.emailotp.server.setup.Asked.ADDRESS;
import static io.github.emailotp.server.setup.Asked.APP;
import static io.github.emailotp.server.setup.Asked.CODE;
import static io.github.emailotp.server.setup.Asked.KEY;
import static io.github.emailotp.server.setup.Asked.NOTHING;

import io.github.emailotp.server.harness.FlowEditor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A set-up of {@code docs/flows.md}.
 *
 * @param name its name there
 * @param steps does to a copy of the browser flow what the text says
 * @param asked what each kind of person is asked for, once the password is right
 */
record SetUp(String name, Consumer<FlowEditor> steps, Map<Person, Asked> asked) {

    private static final String PASSWORD = "auth-username-password-form";
    private static final String APP_STEP = "auth-otp-form";
    private static final String KEY_STEP = "webauthn-authenticator";
    private static final String STEP = "auth-email-otp-form";

    /** What the text recommends. */
    static final List<SetUp> RIGHT = List.of(
            new SetUp(
                    "a code for everybody",
                    flow -> inPlaceOfTheSubFlow(flow, "REQUIRED"),
                    expected(CODE, CODE, ADDRESS, ADDRESS, CODE)),
            new SetUp(
                    "the app, or a code",
                    flow -> besideTheApp(flow, "ALTERNATIVE", "ALTERNATIVE"),
                    expected(CODE, APP, ADDRESS, APP, CODE)),
            new SetUp(
                    "a security key, the app, or a code",
                    flow -> {
                        key(flow, "ALTERNATIVE");
                        besideTheApp(flow, "ALTERNATIVE", "ALTERNATIVE");
                    },
                    expected(CODE, APP, ADDRESS, APP, KEY)),
            new SetUp("only outside of trusted networks", SetUp::outside, expected(CODE, CODE, ADDRESS, ADDRESS, CODE)),
            new SetUp("not in a trusted browser", SetUp::unlessTrusted, expected(CODE, CODE, ADDRESS, ADDRESS, CODE)),
            // Whoever has a passkey chooses the password under "Try another way".
            new SetUp(
                    "a passkey, or password and code",
                    SetUp::passkeyOrPassword,
                    expected(CODE, APP, ADDRESS, APP, CODE)));

    /** What the text warns of. */
    static final List<SetUp> WRONG = List.of(
            new SetUp(
                    "Alternative beside a Required app",
                    flow -> besideTheApp(flow, "REQUIRED", "ALTERNATIVE"),
                    expected(NOTHING, APP, NOTHING, APP, NOTHING)),
            new SetUp(
                    "Required beside a Required app",
                    flow -> besideTheApp(flow, "REQUIRED", "REQUIRED"),
                    expected(NOTHING, APP, NOTHING, APP, NOTHING)),
            new SetUp(
                    "Required beside an Alternative app",
                    flow -> besideTheApp(flow, "ALTERNATIVE", "REQUIRED"),
                    expected(CODE, CODE, ADDRESS, ADDRESS, CODE)),
            new SetUp(
                    "Alternative beside a Required key",
                    flow -> {
                        besideTheApp(flow, "ALTERNATIVE", "ALTERNATIVE");
                        key(flow, "REQUIRED");
                    },
                    expected(NOTHING, NOTHING, NOTHING, NOTHING, KEY)),
            new SetUp(
                    "Alternative beside the password",
                    flow -> inPlaceOfTheSubFlow(flow, "ALTERNATIVE"),
                    expected(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)),
            new SetUp(
                    "left Disabled",
                    flow -> besideTheApp(flow, "ALTERNATIVE", "DISABLED"),
                    expected(NOTHING, APP, NOTHING, APP, NOTHING)));

    /** A recommended one by its name. */
    static SetUp right(String name) {
        return RIGHT.stream()
                .filter(setUp -> setUp.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<SetUp> all() {
        return Stream.concat(RIGHT.stream(), WRONG.stream()).toList();
    }

    @Override
    public String toString() {
        return name;
    }

    private static void inPlaceOfTheSubFlow(FlowEditor flow, String requirement) {
        String forms = flow.flowOf(PASSWORD);
        flow.deleteSubFlow(flow.flowOf(APP_STEP)).addStep(STEP, requirement, forms);
    }

    private static void unlessTrusted(FlowEditor flow) {
        onlyIf(flow, "conditional-email-otp-trusted").configure(STEP, Map.of("trustedBrowserDays", "30"));
    }

    /** All who come to the door are. */
    private static void outside(FlowEditor flow) {
        String condition = "conditional-email-otp-network";
        onlyIf(flow, condition).configure(condition, Map.of("networks", "192.0.2.0/24##2001:db8::/48"));
    }

    private static FlowEditor onlyIf(FlowEditor flow, String condition) {
        String forms = flow.flowOf(PASSWORD);
        return flow.deleteSubFlow(flow.flowOf(APP_STEP))
                .addSubFlow("code", "CONDITIONAL", forms)
                .addStep(condition, "REQUIRED", "code")
                .addStep(STEP, "REQUIRED", "code");
    }

    private static void besideTheApp(FlowEditor flow, String app, String code) {
        flow.require(APP_STEP, app).addStep(STEP, code, flow.flowOf(APP_STEP));
    }

    private static void key(FlowEditor flow, String requirement) {
        if (flow.has(KEY_STEP)) {
            flow.require(KEY_STEP, requirement);
        } else {
            flow.addStep(KEY_STEP, requirement, flow.flowOf(APP_STEP));
        }
    }

    private static void passkeyOrPassword(FlowEditor flow) {
        String forms = flow.flowOf(PASSWORD);
        flow.deleteSubFlow(flow.flowOf(APP_STEP))
                .deleteStep(PASSWORD)
                .addStep("auth-username-form", "REQUIRED", forms)
                .addSubFlow("passkey or password", "REQUIRED", forms)
                .addStep("webauthn-authenticator-passwordless", "ALTERNATIVE", "passkey or password")
                .addSubFlow("password and second factor", "ALTERNATIVE", "passkey or password")
                .addStep("auth-password-form", "REQUIRED", "password and second factor")
                .addSubFlow("second factor", "REQUIRED", "password and second factor")
                .addStep(APP_STEP, "ALTERNATIVE", "second factor")
                .addStep(STEP, "ALTERNATIVE", "second factor");
    }

    /** Who has a passkey and has typed the password all the same is asked like somebody without an app. */
    private static Map<Person, Asked> expected(
            Asked withoutApp, Asked withApp, Asked withoutAddress, Asked withAppOnly, Asked withSecurityKey) {
        var asked = new EnumMap<Person, Asked>(Person.class);
        asked.put(Person.WITHOUT_APP, withoutApp);
        asked.put(Person.WITH_APP, withApp);
        asked.put(Person.WITHOUT_ADDRESS, withoutAddress);
        asked.put(Person.WITH_APP_WITHOUT_ADDRESS, withAppOnly);
        asked.put(Person.WITH_SECURITY_KEY, withSecurityKey);
        asked.put(Person.WITH_PASSKEY, withoutApp);
        return asked;
    }
}
