package io.github.emailotp.flow.network;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A proxy to which Keycloak does not listen: the address that Keycloak knows is the proxy's then, and everybody has it. It is told by a header
 * that proxies set, whatever is in it, since anybody can send one; and by an address that is not public: a public one can be that of an office
 * whose own proxy sets such headers on the way out.
 */
final class UnheardProxy {

    /** Of which Keycloak can be told to read one. */
    private static final List<String> HEADERS = List.of("X-Forwarded-For", "Forwarded");

    /** RFC 1918, RFC 6598, RFC 3927, RFC 1122 §3.2.1.3, RFC 4193 and RFC 4291. */
    private static final List<AddressBlock> NOT_PUBLIC = Stream.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "127.0.0.0/8",
                    "fc00::/7",
                    "fe80::/10",
                    "::1")
            .map(AddressBlock::read)
            .flatMap(Optional::stream)
            .toList();

    private UnheardProxy() {}

    /** Whether this Keycloak listens to proxies: by a header ({@code --proxy-headers}), or below HTTP ({@code --proxy-protocol-enabled}). */
    static boolean isHeard() {
        return isHeard(ConfigProvider.getConfig());
    }

    static boolean isHeard(Config config) {
        return config.getOptionalValue("kc.proxy-headers", String.class).isPresent()
                || config.getOptionalValue("kc.proxy-protocol-enabled", Boolean.class)
                        .orElse(false);
    }

    /** Whether a request with these headers, which comes from this address as Keycloak sees it, has come through one. */
    static boolean isBehind(HttpHeaders headers, String address) {
        return NOT_PUBLIC.stream().anyMatch(block -> block.holds(address))
                && HEADERS.stream()
                        .flatMap(name -> Optional.ofNullable(headers.getRequestHeader(name)).stream())
                        .flatMap(List::stream)
                        .anyMatch(value -> !value.isBlank());
    }
}
