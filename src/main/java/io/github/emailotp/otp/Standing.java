package io.github.emailotp.otp;

/** Whether the account may log in at all at this moment. */
public enum Standing {

    /** Nothing is known against it. */
    GOOD,

    /**
     * Disabled, or locked by brute-force detection: no mail is sent and no answer is compared, and the page shows what it
     * would show to anybody, so that it does not tell.
     */
    BARRED
}
