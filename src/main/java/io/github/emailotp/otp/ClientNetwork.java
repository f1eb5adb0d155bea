package io.github.emailotp.otp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, since a network of that size is
 * what one household or phone is given (RFC 6177, RFC 7934) and can change its address within it at will.
 */
public final class ClientNetwork {

    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /** Whether this is written as an IP address. */
    public static boolean isAddress(String text) {
        return LITERAL.matcher(text).matches();
    }

    /** An IPv6 address without the network card that it is reached by (RFC 4007 §11), which can be any text. */
    public static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    /** The name of the client's network; what is no IP address, such as a proxy's "unknown", is its own name. */
    public static String of(String remoteAddress) {
        String plain = withoutZone(withoutBrackets(remoteAddress.strip()));
        // Only literals: anything else would be looked up in the DNS.
        if (!isAddress(plain)) {
            return plain.toLowerCase(Locale.ROOT);
        }
        try {
            InetAddress address = InetAddress.getByName(plain);
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(address.getAddress(), 0, PREFIX_BYTES) + "/64"
                    : address.getHostAddress();
        } catch (UnknownHostException noAddress) {
            return plain;
        }
    }
}
