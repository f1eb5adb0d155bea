package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.utils.StringUtil;
import org.keycloak.vault.VaultStringSecret;

/**
 * Reads from a realm's SMTP settings how to log in: not at all, by password, or by XOAUTH2 token. Password and client secret
 * may be references into the vault. Thread-safe.
 */
final class Logins {

    static final String TOKEN = "TOKEN";
    static final String TOKEN_URL = "authTokenUrl";

    private static final List<String> NEEDED_FOR_TOKENS = List.of("user", TOKEN_URL, "authTokenClientId");

    private final Fingerprint fingerprint = new Fingerprint();
    private final AccessTokens tokens;

    Logins(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The login of these settings, as {@code DefaultEmailSenderProvider.selectAuthenticatorBasedOnConfig} chooses it. It holds
     * nothing of the session.
     *
     * @throws PooledEmailException if it lacks something, or {@code authType} is none that Keycloak can send with
     */
    Login of(KeycloakSession session, Map<String, String> config) throws PooledEmailException {
        Optional<String> type = type(config);
        if (type.isEmpty()) {
            return Login.none();
        }
        return switch (type.get()) {
            case "BASIC" -> password(session, config);
            case TOKEN -> token(session, config);
            // Also "none", of which nobody knows whether it means that there is a login.
            default -> throw unusable();
        };
    }

    /** How these settings log in, in capital letters; empty if they do not. */
    static Optional<String> type(Map<String, String> config) {
        return "true".equals(config.get("auth"))
                ? Optional.of(config.getOrDefault("authType", "basic").toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    private Login password(KeycloakSession session, Map<String, String> config) throws PooledEmailException {
        String user = config.get("user");
        String password = resolved(session, config.get("password"));
        if (StringUtil.isBlank(user) || password == null) {
            throw unusable();
        }
        var credentials = Optional.of(new Credentials(user, password));
        return new Login(fingerprint.of("basic", user, password), conversation -> credentials);
    }

    /** Not the token: it changes while a connection that was opened with an earlier one stays good. */
    private Login token(KeycloakSession session, Map<String, String> config) throws PooledEmailException {
        String secret = resolved(session, config.get("authTokenClientSecret"));
        if (secret == null || NEEDED_FOR_TOKENS.stream().map(config::get).anyMatch(StringUtil::isBlank)) {
            throw unusable();
        }
        String user = config.get("user");
        TokenRequest request = new TokenRequest(
                session.getProvider(HttpClientProvider.class).getHttpClient(),
                config.get(TOKEN_URL),
                text(config.get("authTokenScope")),
                config.get("authTokenClientId"),
                secret);
        String who = fingerprint.of("token", user, request.url(), request.scope(), request.clientId(), secret);
        return new Login(who, new TokenSource(tokens, who, user, request));
    }

    private record TokenSource(AccessTokens tokens, String who, String user, TokenRequest request)
            implements Login.Source {

        @Override
        public Optional<Credentials> credentials(Conversation conversation) throws PooledEmailException {
            return Optional.of(new Credentials(user, tokens.token(who, request, conversation)));
        }

        @Override
        public boolean isCurrent(Credentials asked) {
            return tokens.keeps(who, asked.secret());
        }

        @Override
        public boolean renew(Credentials refused) {
            tokens.forget(who, refused.secret());
            return true;
        }
    }

    /** As Keycloak: what the vault does not have is the secret itself. Null if there is none. */
    private static String resolved(KeycloakSession session, String secret) {
        try (VaultStringSecret fromVault = session.vault().getStringSecret(secret)) {
            return fromVault.get().orElse(secret);
        }
    }

    private static PooledEmailException unusable() {
        return new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
