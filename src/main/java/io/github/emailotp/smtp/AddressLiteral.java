package io.github.emailotp.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts that are written as addresses: they need no resolver. */
final class AddressLiteral {

    private static final Pattern V4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    /** What may be an IPv6 address, without the network card that it is reached by (RFC 4007 §11). */
    private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f:][0-9A-Fa-f:.]*)(%[^%]+)?");

    private AddressLiteral() {}

    /** Whether this is an address, of IPv6 also in brackets. */
    static boolean is(String host) {
        return V4.matcher(host).matches() || isV6(host);
    }

    private static boolean isV6(String host) {
        Matcher address = V6.matcher(withoutBrackets(host));
        return address.matches() && address.group(1).contains(":") && isV6Address(address.group(1));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** What begins so and has a colon, Java takes for an address or for a mistake, and asks nobody. */
    private static boolean isV6Address(String text) {
        try {
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException mistake) {
            return false;
        }
    }
}
