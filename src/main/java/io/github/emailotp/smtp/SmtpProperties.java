package io.github.emailotp.smtp;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.keycloak.utils.StringUtil;

/**
 * The properties of the jakarta.mail session for a realm's SMTP settings: those of {@code DefaultEmailSenderProvider.
 * buildEmailProperties} of Keycloak 26.7, on every version. Earlier versions know fewer settings, and their realms have none
 * of the others.
 */
final class SmtpProperties {

    private static final String ALLOW_UTF8 = "mail.mime.allowutf8";
    private static final List<String> PROTOCOLS = supportedProtocols();

    private SmtpProperties() {}

    /** Whether a connection with these settings may speak TLS, and so needs the truststore; Keycloak's condition. */
    static boolean wantTrust(Map<String, String> config) {
        return isOn(config, "ssl") || isOn(config, "starttls") || isOn(config, "auth");
    }

    /**
     * The properties without those of the truststore.
     *
     * @param config the realm's SMTP settings
     * @param from the sender's address
     */
    static Properties of(Map<String, String> config, String from) {
        Properties properties = new Properties();
        copy(config, "host", properties, "mail.smtp.host");
        copy(config, "port", properties, "mail.smtp.port");
        flag(config, "auth", properties, "mail.smtp.auth");
        flag(config, "debug", properties, "mail.debug");
        flag(config, "ssl", properties, "mail.smtp.ssl.enable");
        flag(config, "starttls", properties, "mail.smtp.starttls.enable");
        flag(config, "allowutf8", properties, ALLOW_UTF8);
        if ("token".equals(config.get("authType"))) {
            properties.setProperty("mail.smtp.auth.mechanisms", "XOAUTH2");
        }
        if (wantTrust(config) && !PROTOCOLS.isEmpty()) {
            properties.setProperty("mail.smtp.ssl.protocols", String.join(" ", PROTOCOLS));
        }
        addTimeouts(config, properties);
        if (StringUtil.isNotBlank(config.get("envelopeFrom"))) {
            properties.setProperty("mail.smtp.from", envelopeFrom(config));
        }
        properties.setProperty("mail.from", from);
        addOwn(config, properties);
        return properties;
    }

    /** Written as the other addresses are. */
    private static String envelopeFrom(Map<String, String> config) {
        String address = config.get("envelopeFrom").strip();
        return isOn(config, "allowutf8")
                ? address
                : MailAddresses.ascii(address).orElse(address);
    }

    /** Nothing but that headers may have UTF-8 in them. */
    static Properties allowingUtf8() {
        Properties properties = new Properties();
        properties.setProperty(ALLOW_UTF8, "true");
        return properties;
    }

    /** Whether headers may have UTF-8 in them (RFC 6532). */
    static boolean allowUtf8(Properties properties) {
        return "true".equals(properties.getProperty(ALLOW_UTF8));
    }

    /** For the pool they are of no meaning: {@link Conversation} keeps them. */
    private static void addTimeouts(Map<String, String> config, Properties properties) {
        Timeouts timeouts = Timeouts.of(config);
        properties.setProperty("mail.smtp.connectiontimeout", millis(timeouts.connect()));
        properties.setProperty("mail.smtp.timeout", millis(timeouts.answer()));
        properties.setProperty("mail.smtp.writetimeout", millis(timeouts.write()));
    }

    /** Where we differ from Keycloak's sender. */
    private static void addOwn(Map<String, String> config, Properties properties) {
        // Whoever stands between us and the server can hide its STARTTLS (RFC 8314 §3.2): configured means required.
        flag(config, "starttls", properties, "mail.smtp.starttls.required");
        // Say QUIT, but do not wait for the answer: it may be a dead server that a connection is closed for.
        properties.setProperty("mail.smtp.quitwait", "false");
    }

    private static void copy(Map<String, String> config, String key, Properties properties, String name) {
        if (config.get(key) != null) {
            properties.setProperty(name, config.get(key));
        }
    }

    private static void flag(Map<String, String> config, String key, Properties properties, String name) {
        if (isOn(config, key)) {
            properties.setProperty(name, "true");
        }
    }

    private static boolean isOn(Map<String, String> config, String key) {
        return "true".equals(config.get(key));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static List<String> supportedProtocols() {
        try {
            return List.of(SSLContext.getDefault().getSupportedSSLParameters().getProtocols());
        } catch (NoSuchAlgorithmException e) {
            return List.of();
        }
    }
}
