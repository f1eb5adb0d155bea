package io.github.emailotp.smtp;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who gives the tokens with which realms log in at their mail servers (XOAUTH2): endpoints of one host mostly fail together. */
public final class TokenHost {

    private TokenHost() {}

    /** The name of a realm's SMTP settings for it, in small letters; empty if the realm logs in without a token, or they name none. */
    public static Optional<String> of(Map<String, String> config) {
        return Logins.type(config).filter(Logins.TOKEN::equals).flatMap(token -> host(config.get(Logins.TOKEN_URL)));
    }

    private static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(url)
                    .map(address -> URI.create(address).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
