package io.github.emailotp.flow.setup;

import java.util.List;
import java.util.stream.Stream;

/**
 * A flow, and what is true of it.
 *
 * @param letIn who gets in with the password alone, empty for nobody
 * @param asked what the script says that people are asked for after the password: with an app; with an app and no address;
 *     without an app; without app and address; with a security key
 * @param facts what is wrong
 * @param advice what to do
 */
record Shape(String name, Drawing drawing, String letIn, List<String> asked, List<String> facts, List<String> advice) {

    private static final String NOTHING = "NOTHING";
    private static final String CODE = "a mailed code";
    private static final String APP = "the app";
    private static final String APP_OR_CODE = "the app, or a mailed code";
    private static final String NO_WAY = "no way in";
    private static final String NO_ADDRESS = "no way in: the page says that there is no address";

    static final List<Shape> RIGHT = List.of(
            right("a code for everybody", """
                    Cookie                    Alternative
                    Kerberos                  Disabled
                    forms                     Alternative
                      Username Password Form  Required
                      Email code              Required
                    """, CODE, NO_ADDRESS, CODE, NO_ADDRESS, CODE),
            right("the app, or a code, in a realm made from 26.4 on", """
                    Cookie                                        Alternative
                    Organization                                  Alternative
                      Conditional Organization                    Conditional
                        Condition - user configured               Required
                        Organization Identity-First Login         Alternative
                    forms                                         Alternative
                      Username Password Form                      Required
                      2FA                                         Conditional
                        Condition - user configured               Required
                        Condition - credential [webauthn-passwordless]  Required
                        OTP Form                                  Alternative
                        WebAuthn Authenticator                    Disabled
                        Email code                                Alternative
                    """, APP_OR_CODE, APP, CODE, NO_ADDRESS, CODE),
            right("a passkey, or password and code", """
                    forms                                    Alternative
                      Username Form                          Required
                      passkey or password                    Required
                        WebAuthn Passwordless Authenticator  Alternative
                        password and second factor           Alternative
                          Password Form                      Required
                          second factor                      Required
                            OTP Form                         Alternative
                            Email code                       Alternative
                    """, APP_OR_CODE, APP, CODE, NO_ADDRESS, CODE),
            right(
                    "the app and a code",
                    """
                    forms                       Alternative
                      Username Password Form    Required
                      OTP Form                  Required
                      Email code                Required
                    """,
                    "the app and a mailed code",
                    "the app, then " + NO_ADDRESS,
                    CODE,
                    NO_ADDRESS,
                    CODE),
            right("not in a trusted browser, nor in a trusted network", """
                    Username Password Form                      Required
                    code                                        Conditional
                      Condition - trusted browser               Required
                      Condition - outside of trusted networks   Required
                      Email code                                Required
                    """, CODE, NO_ADDRESS, CODE, NO_ADDRESS, CODE),
            right("a Disabled step beside one that is asked for", """
                    Username Password Form  Required
                    Email code              Required
                    Email code              Disabled
                    old                     Disabled
                      OTP Form              Required
                      Email code            Alternative
                    """, CODE, NO_ADDRESS, CODE, NO_ADDRESS, CODE),
            right(
                    "nothing but a sub-flow that is skipped for some",
                    """
                    2FA                            Conditional
                      Condition - user configured  Required
                      OTP Form                     Required
                      Email code                   Required
                    """,
                    "the app and a mailed code",
                    "the app, then " + NO_ADDRESS,
                    NO_WAY,
                    NO_WAY,
                    NO_WAY),
            right("a code for whoever has used a password", """
                    Username Password Form                    Required
                    2FA                                       Conditional
                      Condition - credential [only password]  Required
                      Email code                              Required
                    """, CODE, NO_ADDRESS, CODE, NO_ADDRESS, CODE),
            right(
                    "a conditional app, and a code for everybody",
                    """
                    Username Password Form         Required
                    2FA                            Conditional
                      Condition - user configured  Required
                      OTP Form                     Required
                    Email code                     Required
                    """,
                    "the app and a mailed code",
                    "the app, then " + NO_ADDRESS,
                    CODE,
                    NO_ADDRESS,
                    CODE));

    static final List<Shape> WRONG = List.of(
            wrong(
                    "Alternative beside a Required app",
                    """
                    forms                            Alternative
                      Username Password Form         Required
                      2FA                            Conditional
                        Condition - user configured  Required
                        OTP Form                     Required
                        Email code                   Alternative
                    """,
                    "whoever has no app",
                    List.of(APP, APP, NOTHING, NOTHING, NOTHING),
                    List.of(
                            "Email code is Alternative beside OTP Form, which is Required: it counts for nothing.",
                            "\"2FA\" is skipped, without a word, for whoever has not set up OTP Form."),
                    "In \"2FA\", set OTP Form to Alternative."),
            wrong(
                    "Required beside a Required app",
                    """
                    forms                            Alternative
                      Username Password Form         Required
                      2FA                            Conditional
                        Condition - user configured  Required
                        OTP Form                     Required
                        Email code                   Required
                    """,
                    "whoever has no app",
                    List.of("the app and a mailed code", "the app, then " + NO_ADDRESS, NOTHING, NOTHING, NOTHING),
                    List.of("\"2FA\" is skipped, without a word, for whoever has not set up OTP Form."),
                    "In \"2FA\", set OTP Form and Email code to Alternative."),
            wrong(
                    "Required beside an Alternative app",
                    """
                    forms                            Alternative
                      Username Password Form         Required
                      2FA                            Conditional
                        Condition - user configured  Required
                        OTP Form                     Alternative
                        Email code                   Required
                    """,
                    "",
                    List.of(CODE, NO_ADDRESS, CODE, NO_ADDRESS, CODE),
                    List.of("OTP Form is Alternative beside Email code, which is Required: it counts for nothing."),
                    "In \"2FA\", set Email code to Alternative."),
            wrong(
                    "Alternative beside a Required key",
                    """
                    Username Password Form         Required
                    2FA                            Conditional
                      Condition - user configured  Required
                      OTP Form                     Alternative
                      Email code                   Alternative
                      WebAuthn Authenticator       Required
                    """,
                    "whoever has no security key",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, "the security key"),
                    List.of(
                            "OTP Form and Email code are Alternative beside WebAuthn Authenticator, which is Required:"
                                    + " they count for nothing.",
                            "\"2FA\" is skipped, without a word, for whoever has not set up WebAuthn Authenticator."),
                    "In \"2FA\", set WebAuthn Authenticator to Alternative."),
            wrong(
                    "Required beside a Required passkey",
                    """
                    Username Password Form                 Required
                    2FA                                    Conditional
                      Condition - user configured          Required
                      WebAuthn Passwordless Authenticator  Required
                      Email code                           Required
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("\"2FA\" is skipped, without a word, for whoever has not set up WebAuthn Passwordless"
                            + " Authenticator."),
                    "In \"2FA\", set WebAuthn Passwordless Authenticator and Email code to Alternative."),
            wrong(
                    "Alternative beside the password",
                    """
                    forms                     Alternative
                      Username Password Form  Required
                      Email code              Alternative
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("Email code is Alternative beside Username Password Form, which is Required: it counts for"
                            + " nothing."),
                    "In \"forms\", set Email code to Required."),
            wrong(
                    "left Disabled",
                    """
                    forms                            Alternative
                      Username Password Form         Required
                      2FA                            Conditional
                        Condition - user configured  Required
                        OTP Form                     Alternative
                        Email code                   Disabled
                    """,
                    "whoever has no app",
                    List.of(APP, APP, NOTHING, NOTHING, NOTHING),
                    List.of("Email code in \"2FA\" is Disabled: the code is never asked for."),
                    "In \"2FA\", set Email code to Alternative."),
            wrong(
                    "left Disabled below the password",
                    """
                    Username Password Form  Required
                    Email code              Disabled
                    old                     Disabled
                      OTP Form              Required
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("Email code in \"copy\" is Disabled: the code is never asked for."),
                    "In \"copy\", set Email code to Required."),
            wrong(
                    "left Disabled, alone in a sub-flow",
                    """
                    Username Password Form  Required
                    second factor           Required
                      Email code            Disabled
                    """,
                    "",
                    List.of(NO_WAY, NO_WAY, NO_WAY, NO_WAY, NO_WAY),
                    List.of("Email code in \"second factor\" is Disabled: the code is never asked for."),
                    "In \"second factor\", set Email code to Required."),
            wrong(
                    "in a sub-flow beside a Required app",
                    """
                    Username Password Form         Required
                    2FA                            Conditional
                      Condition - user configured  Required
                      OTP Form                     Required
                      and by mail                  Required
                        Email code                 Required
                    """,
                    "whoever has no app",
                    List.of("the app and a mailed code", "the app, then " + NO_ADDRESS, NOTHING, NOTHING, NOTHING),
                    List.of("\"2FA\" is skipped, without a word, for whoever has not set up OTP Form."),
                    "In \"2FA\", let the step stand directly, Alternative, beside the other second factors."),
            wrong(
                    "in a Disabled sub-flow",
                    """
                    Username Password Form  Required
                    second factor           Disabled
                      Email code            Required
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("\"second factor\", which holds the step, is Disabled: the code is never asked for."),
                    "Set \"second factor\" to Required."),
            wrong(
                    "in a Disabled level of authentication",
                    """
                    level 1                                Conditional
                      Condition - Level of Authentication  Required
                      Username Password Form               Required
                    level 2                                Disabled
                      Condition - Level of Authentication  Required
                      Email code                           Required
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("\"level 2\", which holds the step, is Disabled: the code is never asked for."),
                    "Set \"level 2\" to Conditional."),
            wrong(
                    "in an Alternative sub-flow beside the password",
                    """
                    Username Password Form  Required
                    second factor           Alternative
                      Email code            Required
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("\"second factor\" is Alternative beside Username Password Form, which is Required: it"
                            + " counts for nothing."),
                    "In \"copy\", set \"second factor\" to Required."),
            wrong(
                    "in a Conditional sub-flow without a condition",
                    """
                    Username Password Form           Required
                    second factor                    Conditional
                      Condition - user configured    Disabled
                      Email code                     Required
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("\"second factor\" is Conditional and holds no condition: it is always skipped."),
                    "Set \"second factor\" to Required."),
            wrong(
                    "in a sub-flow that the condition does not look into",
                    """
                    Username Password Form         Required
                    2FA                            Conditional
                      Condition - user configured  Required
                      OTP Form                     Alternative
                      or by mail                   Alternative
                        Email code                 Required
                    """,
                    "whoever has no app",
                    List.of(APP_OR_CODE, APP, NOTHING, NOTHING, NOTHING),
                    List.of("\"2FA\" is skipped, without a word, for whoever has not set up OTP Form."),
                    "In \"2FA\", let the step stand directly, Alternative, beside the other second factors."),
            wrong(
                    "skipped for whoever has used a password",
                    """
                    Username Password Form               Required
                    2FA                                  Conditional
                      Condition - credential [password]  Required
                      Email code                         Alternative
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("\"2FA\" is skipped for whoever logs in with a password: Condition - credential."),
                    "Leave password out of the credentials of Condition - credential in \"2FA\"."),
            wrong(
                    "either the password or a code",
                    """
                    Cookie                    Alternative
                    forms                     Alternative
                      Username Password Form  Alternative
                      Email code              Alternative
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of("There is a way round the step."),
                    "Compare the flow with docs/flows.md."),
            wrong(
                    "recovery codes that nobody need have",
                    """
                    Username Password Form                 Required
                    2FA                                    Conditional
                      Condition - user configured          Required
                      Recovery Authentication Code Form    Required
                      Email code                           Alternative
                    """,
                    "everybody",
                    List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
                    List.of(
                            "Email code is Alternative beside Recovery Authentication Code Form, which is Required: it"
                                    + " counts for nothing.",
                            "\"2FA\" is skipped, without a word, for whoever has not set up Recovery Authentication Code"
                                    + " Form."),
                    "In \"2FA\", set Recovery Authentication Code Form to Alternative."),
            wrong(
                    "an app that can be set up at login",
                    """
                    Username Password Form  Required
                    second factor           Required
                      OTP Form              Required
                      Email code            Alternative
                    """,
                    "whoever has no app",
                    List.of(
                            APP,
                            APP,
                            "NOTHING: they set up OTP Form, and are in",
                            "NOTHING: they set up OTP Form, and are in",
                            "NOTHING: they set up OTP Form, and are in"),
                    List.of("Email code is Alternative beside OTP Form, which is Required: it counts for nothing."),
                    "In \"second factor\", set OTP Form to Alternative."));

    /** What only its settings or another extension can tell: no warning, and no promise. */
    static final List<Shape> UNCERTAIN = List.of(
            right(
                    "a step-up",
                    """
                    Cookie                                   Alternative
                    levels                                   Alternative
                      level 1                                Conditional
                        Condition - Level of Authentication  Required
                        Username Password Form               Required
                      level 2                                Conditional
                        Condition - Level of Authentication  Required
                        Email code                           Required
                    """,
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code"),
            right(
                    "a code for people with a role",
                    """
                    Username Password Form    Required
                    2FA                       Conditional
                      Condition - user role   Required
                      Email code              Required
                    """,
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code"),
            right(
                    "a condition of another extension",
                    """
                    Username Password Form    Required
                    2FA                       Conditional
                      Condition - network     Required
                      Email code              Required
                    """,
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code"),
            right(
                    "a step of another extension instead",
                    """
                    Username Password Form    Required
                    second factor             Required
                      SMS code                Alternative
                      Email code              Alternative
                    """,
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code",
                    "perhaps NOTHING, else no way in: the page says that there is no address",
                    "perhaps NOTHING, else a mailed code"));

    static Stream<Shape> all() {
        return Stream.of(RIGHT, WRONG, UNCERTAIN).flatMap(List::stream);
    }

    private static Shape right(String name, String drawing, String... asked) {
        return new Shape(name, new Drawing(drawing), "", List.of(asked), List.of(), List.of());
    }

    private static Shape wrong(
            String name, String drawing, String letIn, List<String> asked, List<String> facts, String advice) {
        return new Shape(name, new Drawing(drawing), letIn, asked, facts, List.of(advice));
    }

    @Override
    public String toString() {
        return name;
    }
}
