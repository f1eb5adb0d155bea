package io.github.emailotp.flow.network;

import io.github.emailotp.otp.ClientNetwork;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits, as CIDR writes them (RFC 4632 §3.1, RFC 4291 §2.3); without a length it is the one address.
 * An IPv4 address that is mapped into IPv6 (RFC 4291 §2.5.5.2) is that of IPv4.
 *
 * @param bits the length of an address: 32 or 128
 * @param prefix what they begin with, in {@code bits} bits
 * @param length how many bits that is, from 1 to {@code bits}
 */
record AddressBlock(int bits, BigInteger prefix, int length) {

    private static final Pattern WRITTEN = Pattern.compile("([^/\\s]+)(?:/([0-9]{1,3}))?");

    /** Reads one; empty if it is none, or has all addresses there are. What is not an address is not looked up. */
    static Optional<AddressBlock> read(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return address(parts.group(1)).flatMap(address -> {
            int bits = address.getAddress().length * Byte.SIZE;
            int length = parts.group(2) == null ? bits : Integer.parseInt(parts.group(2));
            return length >= 1 && length <= bits
                    ? Optional.of(new AddressBlock(bits, first(address, length), length))
                    : Optional.empty();
        });
    }

    /** Whether this is one of them; what is no address is not. */
    boolean holds(String written) {
        return address(written)
                .filter(address -> address.getAddress().length * Byte.SIZE == bits)
                .filter(address -> first(address, length).equals(prefix))
                .isPresent();
    }

    private static BigInteger first(InetAddress address, int length) {
        int rest = address.getAddress().length * Byte.SIZE - length;
        return new BigInteger(1, address.getAddress()).shiftRight(rest);
    }

    private static Optional<InetAddress> address(String written) {
        if (!ClientNetwork.isAddress(written)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(written));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
