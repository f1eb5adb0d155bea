package io.github.emailotp.flow.network;

import io.github.emailotp.delivery.ClientAddress;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses that proxies say a request comes from. Where Keycloak takes none of them for the client's, it has not been told to listen to
 * this proxy ({@code --proxy-headers}): then the address that it knows is the proxy's, and everybody has it.
 *
 * @param written as the headers have them; empty if no proxy says anything
 */
record ForwardedAddresses(List<String> written) {

    private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

    /** RFC 7239 §5.2; whatever else such a header says is not about the client. */
    private static final Pattern FOR = Pattern.compile("(?i)(?<![a-z])for\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]*))");

    ForwardedAddresses {
        written = List.copyOf(written);
    }

    /** Of the two headers of which Keycloak can be told to read one. */
    static ForwardedAddresses of(HttpHeaders headers) {
        Stream<String> ofProxies = all(headers, "X-Forwarded-For").flatMap(BETWEEN::splitAsStream);
        Stream<String> ofTheStandard = all(headers, "Forwarded")
                .flatMap(header -> FOR.matcher(header).results().map(ForwardedAddresses::node));
        return new ForwardedAddresses(Stream.concat(ofProxies, ofTheStandard)
                .filter(text -> !text.isEmpty())
                .toList());
    }

    private static Stream<String> all(HttpHeaders headers, String name) {
        return Optional.ofNullable(headers.getRequestHeader(name)).orElse(List.of()).stream();
    }

    private static String node(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    /** Whether proxies say that a request comes from elsewhere than this address. */
    boolean disown(String address) {
        return !written.isEmpty()
                && written.stream()
                        .map(ClientAddress::read)
                        .flatMap(Optional::stream)
                        .map(AddressBlock::read)
                        .flatMap(Optional::stream)
                        .noneMatch(client -> client.holds(address));
    }
}
