package io.github.emailotp.smtp;

import java.util.Map;
import java.util.Properties;

/**
 * All that two mails must have in common to go through the same connection. It is kept as long as its connections, so it
 * holds neither a Keycloak session nor a password.
 *
 * @param properties the properties of the jakarta.mail session, with the socket factory that stands for the truststore
 * @param login {@link Login#fingerprint()}
 */
record ConnectionKey(Map<Object, Object> properties, String login) {

    ConnectionKey {
        properties = Map.copyOf(properties);
    }

    Properties sessionProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /** Host and port: what else is in here need not be in a log. */
    @Override
    public String toString() {
        return properties.getOrDefault("mail.smtp.host", "localhost")
                + ":"
                + properties.getOrDefault("mail.smtp.port", "default port");
    }
}
