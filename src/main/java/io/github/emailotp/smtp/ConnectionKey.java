package io.github.emailotp.smtp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * All that two mails must have in common to go through the same connection: server, encryption, truststore and login, but not
 * what is said of the sender, and not how long is waited. It is kept as long as its connections, so it holds neither a Keycloak
 * session nor a password.
 *
 * @param server the mail server
 * @param properties the properties of the jakarta.mail session, with the socket factory that stands for the truststore
 * @param login {@link Login#fingerprint()}
 */
record ConnectionKey(ServerName server, Map<Object, Object> properties, String login) {

    private static final String TLS = "mail.smtp.ssl.enable";

    private static final String DEBUG = "mail.debug";

    /** What each mail brings along, whatever the connection. */
    private static final Set<Object> OF_A_MAIL = Set.of(
            "mail.from",
            "mail.smtp.from",
            "mail.smtp.host",
            "mail.smtp.port",
            "mail.smtp.timeout",
            "mail.smtp.connectiontimeout",
            "mail.smtp.writetimeout");

    ConnectionKey {
        properties = Map.copyOf(properties);
    }

    /**
     * The key of mails with these {@link SmtpProperties}.
     *
     * @throws PooledEmailException if they name no server
     */
    static ConnectionKey of(Properties properties, String login) throws PooledEmailException {
        Map<Object, Object> own = new HashMap<>(properties);
        own.keySet().removeAll(OF_A_MAIL);
        return new ConnectionKey(ServerName.of(properties), own, login);
    }

    String host() {
        return server.host();
    }

    int port() {
        return server.port();
    }

    /** Whose limits and whose login it is. */
    MailAccount account() {
        return new MailAccount(server, login);
    }

    /** Without STARTTLS (RFC 8314 §3). */
    boolean isTlsFromTheFirstByte() {
        return "true".equals(properties.get(TLS));
    }

    /** What the log tells of what is said. */
    Trace trace() {
        return "true".equals(properties.get(DEBUG)) ? new Trace(Optional.of(server)) : Trace.NONE;
    }

    Properties sessionProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        // Angus would tell contents and addresses, too.
        copy.remove(DEBUG);
        return copy;
    }

    /** Host and port: what else is in here need not be in a log. */
    @Override
    public String toString() {
        return server.toString();
    }
}
