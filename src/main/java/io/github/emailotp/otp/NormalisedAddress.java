package io.github.emailotp.otp;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An email address in the one form that stands for the ways to write it: letter case, quotes (RFC 5321 §4.1.2), a plus tag (RFC 5233
 * subaddressing) and the domain's Unicode or ASCII form (RFC 5890) do not count, nor what the largest providers leave out, such as the dots in
 * Gmail's names. For counting mails only: mail is sent to the address as it is.
 */
public final class NormalisedAddress {

    /** Another name of the same mailboxes. */
    private static final Map<String, String> SAME_DOMAIN = Map.of(
            "googlemail.com", "gmail.com",
            "protonmail.com", "proton.me",
            "pm.me", "proton.me",
            "me.com", "icloud.com",
            "mac.com", "icloud.com",
            "ya.ru", "yandex.ru",
            "yandex.com", "yandex.ru");

    /** What does not count in names at a domain, as its provider says. */
    private static final Map<String, Pattern> LEFT_OUT =
            Map.of("gmail.com", Pattern.compile("\\."), "proton.me", Pattern.compile("[._-]"));

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"", Pattern.DOTALL);

    private static final Pattern QUOTED_PAIR = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private NormalisedAddress() {}

    /** The normalised form; what is no address keeps its own, in lower case. */
    public static String of(String address) {
        String plain =
                Normalizer.normalize(address.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int at = plain.lastIndexOf('@');
        if (at < 1) {
            return plain;
        }
        String domain = asciiDomain(plain.substring(at + 1));
        String provider = SAME_DOMAIN.getOrDefault(domain, domain);
        return name(unquoted(plain.substring(0, at)), provider) + "@" + provider;
    }

    /** Without quotes, and without the backslash in front of a character in them. */
    private static String unquoted(String local) {
        return QUOTED.matcher(local)
                .replaceAll(quoted -> Matcher.quoteReplacement(
                        QUOTED_PAIR.matcher(quoted.group(1)).replaceAll("$1")));
    }

    private static String name(String local, String provider) {
        int tag = local.indexOf('+');
        String untagged = tag < 1 ? local : local.substring(0, tag);
        return LEFT_OUT.containsKey(provider)
                ? LEFT_OUT.get(provider).matcher(untagged).replaceAll("")
                : untagged;
    }

    /**
     * By IDNA2003, which takes more names for the same than IDNA2008: not every sender knows the latter, and with one that does not, each way to
     * write a mailbox's domain would have limits of its own. Owners of {@code straße} and of {@code strasse} share theirs.
     */
    private static String asciiDomain(String domain) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noDomain) {
            return name;
        }
    }
}
