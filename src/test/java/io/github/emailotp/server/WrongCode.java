package io.github.emailotp.server;

/** A code as good as the right one, but for one digit. */
public final class WrongCode {

    private WrongCode() {}

    public static String insteadOf(String code) {
        return (code.charAt(0) == '9' ? "0" : "9") + code.substring(1);
    }
}
