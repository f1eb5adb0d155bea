package io.github.emailotp.otp;

import java.net.IDN;
import java.util.Locale;

/**
 * An email address made unreadable enough to show on a page before the login is complete, and readable enough to know
 * which mailbox to open: the first character of the local part and the domain. A local part of one character, and a plus
 * tag, are hidden whole; the number of dots does not tell the length.
 */
public final class MaskedAddress {

    private static final String DOTS = "•••";

    private MaskedAddress() {}

    /** The masked form, the domain in Unicode; only dots if this is no address. */
    public static String of(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1) {
            return DOTS;
        }
        int tag = address.indexOf('+');
        String name = address.substring(0, tag >= 0 && tag < at ? tag : at);
        boolean isLong = name.codePointCount(0, name.length()) > 1;
        String start =
                isLong && Character.isLetterOrDigit(name.codePointAt(0)) ? Character.toString(name.codePointAt(0)) : "";
        return start + DOTS + "@" + inUnicode(address.substring(at + 1));
    }

    private static String inUnicode(String domain) {
        return domain.toLowerCase(Locale.ROOT).contains("xn--") ? IDN.toUnicode(domain) : domain;
    }
}
