package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A mail server as realms name it.
 *
 * @param host its name or address, in small letters
 * @param port 1 to 65535
 */
public record ServerName(String host, int port) {

    private static final int SMTP = 25;
    private static final int SMTPS = 465;
    private static final int MAX_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern NO_HOST = Pattern.compile(".*[\\s\\p{Cntrl}/@].*|", Pattern.DOTALL);

    /**
     * The server of these {@link SmtpProperties}; without a port, that of SMTP, as for jakarta.mail.
     *
     * @throws PooledEmailException if they name none
     */
    static ServerName of(Properties properties) throws PooledEmailException {
        String host = properties.getProperty("mail.smtp.host", "");
        String port = properties.getProperty("mail.smtp.port", "");
        // With a colon, what is no address has its port in the wrong place.
        if (NO_HOST.matcher(host).matches() || (host.contains(":") && !AddressLiteral.is(host))) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION));
        }
        return new ServerName(host.toLowerCase(Locale.ROOT), port.isEmpty() ? usual(properties) : number(port));
    }

    /** The server of a realm's SMTP settings; empty if they name none. */
    public static Optional<ServerName> of(Map<String, String> config) {
        try {
            return Optional.of(of(SmtpProperties.of(config, "")));
        } catch (PooledEmailException e) {
            return Optional.empty();
        }
    }

    private static int usual(Properties properties) {
        return "true".equals(properties.getProperty("mail.smtp.ssl.enable")) ? SMTPS : SMTP;
    }

    private static int number(String port) throws PooledEmailException {
        int number = PORT.matcher(port).matches() ? Integer.parseInt(port) : 0;
        if (number < 1 || number > MAX_PORT) {
            throw new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION));
        }
        return number;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
