package io.github.emailotp.otp;

/** What a code is asked for. A code mailed for one purpose is worthless for another. */
public enum Purpose {
    LOGIN,
    FIRST,
    RESET,
    REGISTER,
    VERIFY,
    LINK,
    ENROL;

    /** Whether whoever knows a name, and has shown nothing else, may ask for such a code: nothing may tell then who has an account. */
    public boolean needsOnlyAName() {
        return this == FIRST || this == RESET || this == REGISTER;
    }
}
