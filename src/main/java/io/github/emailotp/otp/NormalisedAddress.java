package io.github.emailotp.otp;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * An email address in the one form that stands for all the ways to write it: letter case, a plus tag (RFC 5233
 * subaddressing) and the domain's Unicode or ASCII form (RFC 5890) do not count. For counting mails only: mail is sent
 * to the address as it is.
 */
public final class NormalisedAddress {

    private NormalisedAddress() {}

    /** The normalised form; what is no address keeps its own, in lower case. */
    public static String of(String address) {
        String plain =
                Normalizer.normalize(address.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int at = plain.lastIndexOf('@');
        if (at < 1) {
            return plain;
        }
        String local = plain.substring(0, at);
        int tag = local.indexOf('+');
        return (tag < 1 ? local : local.substring(0, tag)) + "@" + asciiDomain(plain.substring(at + 1));
    }

    private static String asciiDomain(String domain) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noDomain) {
            return name;
        }
    }
}
