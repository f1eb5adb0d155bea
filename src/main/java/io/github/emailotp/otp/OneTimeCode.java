package io.github.emailotp.otp;

import java.nio.charset.StandardCharsets;

/**
 * The secret itself, in the form in which it is compared: ASCII digits and capitals. It cannot be printed by accident;
 * {@link #reveal()} is the only way out and is for the mail alone.
 *
 * <p>It has no {@code equals}: codes are compared as {@link SealedCode}s, in constant time.
 */
public final class OneTimeCode {

    private final String characters;

    OneTimeCode(String characters) {
        this.characters = characters;
    }

    /** The characters in plain. The caller hands them to the person and to nobody else: no log, note, cache or event. */
    public String reveal() {
        return characters;
    }

    byte[] bytes() {
        return characters.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "OneTimeCode[redacted]";
    }
}
