package io.github.emailotp.demo;

import java.util.HashMap;
import java.util.Map;

/**
 * A real mail account that the demo sends through.
 *
 * @param host the submission server, such as {@code smtp.gmail.com}
 * @param port 587 (STARTTLS), 465 (TLS from the first byte), or any other
 * @param security how the connection is protected
 * @param user the user name of the login; empty for a server that wants none
 * @param password the password of the login, or an app password
 * @param from the sender's address
 */
record SmtpAccount(String host, int port, Security security, String user, String password, String from) {

    /** The protection of an SMTP connection. */
    enum Security {
        STARTTLS,
        TLS,
        NONE;

        /** What is customary on this port: TLS on 465, STARTTLS elsewhere (RFC 8314). */
        static Security customaryOn(int port) {
            return port == 465 ? TLS : STARTTLS;
        }
    }

    /** What a realm's {@code smtpServer} must hold to send through this account. */
    Map<String, String> smtpSettings() {
        var settings = new HashMap<>(Map.of("host", host, "port", Integer.toString(port), "from", from));
        settings.put("starttls", Boolean.toString(security == Security.STARTTLS));
        settings.put("ssl", Boolean.toString(security == Security.TLS));
        if (!user.isEmpty()) {
            settings.putAll(Map.of("auth", "true", "user", user, "password", password));
        }
        return settings;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s:%d as %s".formatted(host, port, user.isEmpty() ? "anybody" : user);
    }
}
