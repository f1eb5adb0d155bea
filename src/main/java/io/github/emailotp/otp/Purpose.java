package io.github.emailotp.otp;

/** What a code is asked for. A code mailed for one purpose is worthless for another. */
public enum Purpose {
    LOGIN,
    FIRST,
    RESET,
    VERIFY,
    LINK,
    ENROL
}
