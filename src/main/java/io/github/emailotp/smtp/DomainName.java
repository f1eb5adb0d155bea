package io.github.emailotp.smtp;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Domains in ASCII as IDNA2008 has them (RFC 5891). {@link IDN} knows only IDNA2003, which takes {@code straße} for {@code strasse}: that
 * is another name, and may be another owner's (RFC 5894 §7.2).
 */
final class DomainName {

    /** IDEOGRAPHIC FULL STOP and its kin are typed for dots. */
    private static final Pattern DOT = Pattern.compile("[.\\u3002\\uFF0E\\uFF61]");

    /** What IDNA2003 maps or drops, and IDNA2008 keeps: ß, final sigma, the joiners. */
    private static final Pattern KEPT = Pattern.compile("[\\u00DF\\u03C2\\u200C\\u200D]");

    private static final String PREFIX = "xn--";
    private static final int MAX_LABEL = 63;

    private DomainName() {}

    /**
     * The domain in ASCII.
     *
     * @throws IllegalArgumentException if it cannot be a domain
     */
    static String ascii(String domain) {
        if (!KEPT.matcher(domain).find()) {
            return IDN.toASCII(domain);
        }
        return Stream.of(DOT.split(domain, -1)).map(DomainName::label).collect(Collectors.joining("."));
    }

    private static String label(String label) {
        if (!KEPT.matcher(label).find()) {
            return IDN.toASCII(label);
        }
        String ascii =
                PREFIX + Punycode.encode(Normalizer.normalize(label.toLowerCase(Locale.ROOT), Normalizer.Form.NFC));
        if (ascii.length() > MAX_LABEL) {
            throw new IllegalArgumentException("a label must have at most " + MAX_LABEL + " characters");
        }
        return ascii;
    }
}
