package io.github.emailotp.otp;

/**
 * Whether the browser that asks has logged this user in before. The two have budgets of their own, so that whoever knows a
 * name or a password cannot use up, from elsewhere, what the owner needs in their own browser.
 */
public enum Acquaintance {
    KNOWN,
    STRANGER
}
