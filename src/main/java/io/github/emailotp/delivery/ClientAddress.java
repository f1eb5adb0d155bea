package io.github.emailotp.delivery;

import io.github.emailotp.otp.ClientNetwork;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.common.ClientConnection;

/**
 * The IP address that a request comes from, in plain. Proxies write it in several ways, and RFC 7239 §6 demands brackets around
 * one of IPv6; of those Keycloak knows only a host name, and no address ({@code QuarkusClientConnection.getRemoteAddr}).
 */
public final class ClientAddress {

    /** An address in brackets or one of IPv4, and perhaps a port. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]*)]|([0-9.]+))(?::[0-9]+)?");

    private ClientAddress() {}

    /**
     * The address without brackets, port and zone; empty if Keycloak knows none. Where a proxy adds to the header, and does not overwrite
     * it, clients choose what is in it: any text that is no address would come into the mail.
     */
    public static String of(ClientConnection connection) {
        return Optional.ofNullable(connection.getRemoteAddr())
                .or(() -> Optional.ofNullable(connection.getRemoteHost()))
                .map(ClientAddress::plain)
                .map(ClientNetwork::withoutZone)
                .filter(ClientNetwork::isAddress)
                .orElse("");
    }

    private static String plain(String written) {
        Matcher matcher = WITH_PORT.matcher(written.strip());
        if (!matcher.matches()) {
            return written.strip();
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }
}
