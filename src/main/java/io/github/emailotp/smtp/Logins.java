package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.Transport;
import java.util.Locale;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.vault.VaultStringSecret;

/**
 * Reads from a realm's SMTP settings how to log in: not at all, by password, or by XOAUTH2 token. Password and client secret
 * may be references into the vault. Thread-safe.
 */
final class Logins {

    private final Fingerprint fingerprint = new Fingerprint();
    private final TokenLogin tokens;

    Logins(TokenLogin tokens) {
        this.tokens = tokens;
    }

    /**
     * The login of these settings, as {@code DefaultEmailSenderProvider.selectAuthenticatorBasedOnConfig} chooses it.
     *
     * @throws PooledEmailException if {@code authType} is none that Keycloak knows
     */
    Login of(KeycloakSession session, Map<String, String> config) throws PooledEmailException {
        if (!"true".equals(config.get("auth"))) {
            return new Login("", Transport::connect);
        }
        return switch (config.getOrDefault("authType", "basic").toUpperCase(Locale.ROOT)) {
            case "NONE" -> new Login("", Transport::connect);
            case "BASIC" -> password(session, config);
            case "TOKEN" -> token(session, config);
            default -> throw new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION));
        };
    }

    private Login password(KeycloakSession session, Map<String, String> config) {
        String user = config.get("user");
        String password = resolved(session, config.get("password"));
        return new Login(fingerprint.of("basic", text(user), text(password)), t -> t.connect(user, password));
    }

    /** Not the token: it changes while a connection that was opened with an earlier one stays good. */
    private Login token(KeycloakSession session, Map<String, String> config) {
        String who = fingerprint.of(
                "token",
                text(config.get("user")),
                text(config.get("authTokenUrl")),
                text(config.get("authTokenScope")),
                text(config.get("authTokenClientId")),
                text(resolved(session, config.get("authTokenClientSecret"))));
        return new Login(who, transport -> tokens.connect(session, config, transport));
    }

    /** As Keycloak: what the vault does not have is the secret itself. Null if there is none, as jakarta.mail wants it. */
    private static String resolved(KeycloakSession session, String secret) {
        try (VaultStringSecret fromVault = session.vault().getStringSecret(secret)) {
            return fromVault.get().orElse(secret);
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
