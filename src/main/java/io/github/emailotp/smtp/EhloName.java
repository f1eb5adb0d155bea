package io.github.emailotp.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** What EHLO says of who speaks: a name, or an address where the machine has no name that may be said (RFC 5321 §4.1.3, §4.1.4). */
final class EhloName {

    private static final Pattern HOST_NAME =
            Pattern.compile("(?i)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private static final Pattern IPV4 = Pattern.compile("\\d+(\\.\\d+){3}");

    private EhloName() {}

    /**
     * What is said.
     *
     * @param name the name, as far as it is known; empty if it is not
     * @param own the address that the connection is made from
     */
    static String of(String name, InetAddress own) {
        if (name.startsWith("[")) {
            return name;
        }
        if (IPV4.matcher(name).matches()) {
            // What Java gives for the name of a machine that has none.
            return "[" + name + "]";
        }
        return HOST_NAME.matcher(name).matches() ? name : literal(own);
    }

    private static String literal(InetAddress own) {
        return "[" + (own instanceof Inet6Address ? "IPv6:" : "")
                + own.getHostAddress().replaceFirst("%.*", "") + "]";
    }
}
