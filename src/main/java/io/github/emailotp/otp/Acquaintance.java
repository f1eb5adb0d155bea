package io.github.emailotp.otp;

/**
 * What is known of who asks. Each has budgets of its own, so that whoever knows a name or a password cannot use up what the owner
 * needs in their own browser, and whoever knows only a name not what the owner needs in a new one.
 */
public enum Acquaintance {
    /** The browser has logged the user in before. */
    KNOWN,
    /** It has not, but somebody has shown that they may be the user, by a password for instance. */
    STRANGER,
    /** Nothing has been shown yet. */
    ANONYMOUS
}
