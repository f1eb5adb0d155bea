package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.Map;
import java.util.Optional;
import org.keycloak.utils.EmailValidationUtil;
import org.keycloak.utils.StringUtil;

/**
 * The addresses of a mail as they stand in its header.
 *
 * @param from the sender, with its display name
 * @param replyTo where answers go: the sender unless the realm says otherwise
 * @param to the recipient's bare address
 */
record MailAddresses(InternetAddress from, InternetAddress replyTo, String to) {

    /**
     * The addresses for these SMTP settings. Domains are written in ASCII unless the realm allows UTF-8.
     *
     * @throws PooledEmailException if one of them cannot be used
     */
    static MailAddresses of(Map<String, String> config, String recipient) throws PooledEmailException {
        InternetAddress from = sender(config);
        InternetAddress replyTo = replyTo(config).orElse(from);
        String to = checked(recipient, config).orElseThrow(() -> failure(Kind.BAD_ADDRESS));
        return new MailAddresses(from, replyTo, to);
    }

    /**
     * Looks at the addresses among the settings, as Keycloak does since 26.3 when an administrator saves them.
     *
     * @throws PooledEmailException if one of them cannot be used
     */
    static void validate(Map<String, String> config) throws PooledEmailException {
        sender(config);
        replyTo(config);
    }

    /** The domain of the sender, in ASCII. */
    String senderDomain() {
        String address = from.getAddress();
        return DomainName.ascii(address.substring(address.lastIndexOf('@') + 1));
    }

    private static InternetAddress sender(Map<String, String> config) throws PooledEmailException {
        String address = checked(config.get("from"), config).orElseThrow(() -> failure(Kind.BAD_CONFIGURATION));
        return named(address, config.get("fromDisplayName"));
    }

    private static Optional<InternetAddress> replyTo(Map<String, String> config) throws PooledEmailException {
        if (!StringUtil.isNotBlank(config.get("replyTo"))) {
            return Optional.empty();
        }
        String address = checked(config.get("replyTo"), config).orElseThrow(() -> failure(Kind.BAD_CONFIGURATION));
        return Optional.of(named(address, config.get("replyToDisplayName")));
    }

    /** {@code DefaultEmailSenderProvider.convertEmail}, but for names that IDNA2003 takes for others. */
    private static Optional<String> checked(String address, Map<String, String> config) {
        String bare = address == null ? "" : address.strip();
        if (!EmailValidationUtil.isValidEmail(bare)) {
            return Optional.empty();
        }
        return "true".equals(config.get("allowutf8")) ? Optional.of(bare) : ascii(bare);
    }

    /** With its domain in ASCII; empty if there is no such. */
    static Optional<String> ascii(String address) {
        int domain = address.lastIndexOf('@') + 1;
        try {
            String ascii = address.substring(0, domain) + DomainName.ascii(address.substring(domain));
            return Optional.of(ascii).filter(MailAddresses::isAscii);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** Whether all of them are in ASCII, so that any server takes them. */
    boolean areAscii() {
        return isAscii(from.getAddress()) && isAscii(replyTo.getAddress()) && isAscii(to);
    }

    /**
     * The same for a server that takes ASCII only.
     *
     * @throws PooledEmailException if one of them cannot be written so
     */
    MailAddresses inAscii() throws PooledEmailException {
        String recipient = ascii(to).orElseThrow(() -> failure(Kind.BAD_ADDRESS));
        return new MailAddresses(inAscii(from), inAscii(replyTo), recipient);
    }

    private static InternetAddress inAscii(InternetAddress address) throws PooledEmailException {
        String bare = ascii(address.getAddress()).orElseThrow(() -> failure(Kind.BAD_CONFIGURATION));
        return named(bare, address.getPersonal());
    }

    private static InternetAddress named(String address, String displayName) throws PooledEmailException {
        try {
            InternetAddress bare = new InternetAddress(address);
            return StringUtil.isNotBlank(displayName) ? new InternetAddress(address, displayName, "utf-8") : bare;
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION), e);
        }
    }

    private static PooledEmailException failure(Kind kind) {
        return new PooledEmailException(SmtpFailure.of(kind));
    }
}
