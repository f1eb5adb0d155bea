package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Map;

/**
 * How long a realm wants to wait for its mail server.
 *
 * @param connect for a connection to one address
 * @param answer for an answer to a command that takes no work
 * @param write until what is written is taken
 */
record Timeouts(Duration connect, Duration answer, Duration write) {

    /** Where nothing is waited for. */
    static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Keycloak's default. */
    private static final Duration DEFAULT = Duration.ofSeconds(10);

    private static final Duration MOST = Duration.ofSeconds(30);

    /** Those of a realm's SMTP settings, which are milliseconds; what is no positive number would be "for ever" to jakarta.mail. */
    static Timeouts of(Map<String, String> config) {
        return new Timeouts(
                read(config.get("connectionTimeout")), read(config.get("timeout")), read(config.get("writeTimeout")));
    }

    private static Duration read(String millis) {
        if (millis == null || !millis.matches("[1-9][0-9]{0,8}")) {
            return DEFAULT;
        }
        Duration wanted = Duration.ofMillis(Long.parseLong(millis));
        return wanted.compareTo(MOST) < 0 ? wanted : MOST;
    }
}
