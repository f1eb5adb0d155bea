package io.github.emailotp.smtp;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who gives the tokens with which realms log in at their mail servers (XOAUTH2). */
public final class TokenEndpoint {

    private TokenEndpoint() {}

    /**
     * Its host, in small letters, in a realm's SMTP settings: endpoints of one host mostly fail together.
     *
     * @return empty if the realm logs in without a token, or the settings name no host
     */
    public static Optional<String> host(Map<String, String> config) {
        if (!"true".equals(config.get("auth")) || !"token".equalsIgnoreCase(config.get("authType"))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                            URI.create(config.getOrDefault("authTokenUrl", "")).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
