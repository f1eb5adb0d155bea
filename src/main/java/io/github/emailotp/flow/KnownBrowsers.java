package io.github.emailotp.flow;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.SealingKeys;
import io.github.emailotp.otp.SealingKeys.SealingKey;
import io.github.emailotp.storage.HashedName;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.utils.SecureContextResolver;

/**
 * Recognises a browser that has passed the step for a user before, by a signed cookie per realm and user; nothing is stored
 * on the server. It opens nothing: it only decides which budget a request draws on ({@link Acquaintance}).
 *
 * <p>An administrator makes all browsers strangers by <i>Sessions → Revocation</i> for the realm, or by signing the user
 * out of all sessions.
 */
final class KnownBrowsers {

    private static final String COOKIE_KIND = "browser";
    private static final String COOKIE_PREFIX = "email-otp." + COOKIE_KIND + ".";
    private static final String CONTEXT = "email-otp.browser.v1";

    /** A browser that many people share keeps the latest; their cookies travel with each request to the realm. */
    private static final int MAX_COOKIES = 8;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final SealingKeys keys;
    private final Clock clock;

    KnownBrowsers(KeycloakSession session, RealmModel realm, SealingKeys keys, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Whether the browser of this request has passed the step for the user.
     *
     * @param lifetime how long it is known since then; zero if never
     */
    Acquaintance with(UserModel user, Duration lifetime) {
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(cookieName(user));
        boolean known = cookie != null
                && Token.parse(cookie.getValue())
                        .filter(token -> isGenuine(token, user) && isFresh(token, user, lifetime))
                        .isPresent();
        return known ? Acquaintance.KNOWN : Acquaintance.STRANGER;
    }

    /** Makes the browser of this request a known one for the user. */
    void remember(UserModel user, Duration lifetime) {
        if (lifetime.isZero()) {
            return;
        }
        SealingKey key = keys.active();
        Instant now = clock.instant();
        setCookie(cookieName(user), new Token(key.id(), now, mac(key, user, now)).text(), lifetime);
        forgetOldest(cookieName(user));
    }

    private boolean isGenuine(Token token, UserModel user) {
        return keys.find(token.keyId())
                .map(key -> mac(key, user, token.issuedAt()))
                .filter(mac -> MessageDigest.isEqual(mac.getBytes(StandardCharsets.UTF_8), token.macBytes()))
                .isPresent();
    }

    private boolean isFresh(Token token, UserModel user, Duration lifetime) {
        long notBefore = Math.max(realm.getNotBefore(), session.users().getNotBeforeOfUser(realm, user));
        Instant now = clock.instant();
        return token.issuedAt().getEpochSecond() >= notBefore
                && token.issuedAt().plus(lifetime).isAfter(now);
    }

    private String mac(SealingKey key, UserModel user, Instant issuedAt) {
        String input = String.join("\n", CONTEXT, realm.getId(), user.getId(), "" + issuedAt.getEpochSecond());
        return encode(key.mac(input.getBytes(StandardCharsets.UTF_8)));
    }

    private void forgetOldest(String newest) {
        session.getContext().getRequestHeaders().getCookies().values().stream()
                .filter(cookie -> cookie.getName().startsWith(COOKIE_PREFIX))
                .filter(cookie -> !cookie.getName().equals(newest))
                .sorted(Comparator.comparing(KnownBrowsers::age).reversed())
                .skip(MAX_COOKIES - 1L)
                .forEach(cookie -> setCookie(cookie.getName(), "", Duration.ZERO));
    }

    private static Instant age(Cookie cookie) {
        return Token.parse(cookie.getValue()).map(Token::issuedAt).orElse(Instant.EPOCH);
    }

    private void setCookie(String name, String value, Duration lifetime) {
        String path = RealmsResource.realmBaseUrl(session.getContext().getUri())
                .path("/")
                .build(realm.getName())
                .getRawPath();
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(name)
                        .value(value)
                        .path(path)
                        .maxAge(Math.toIntExact(lifetime.toSeconds()))
                        .secure(SecureContextResolver.isSecureContext(session))
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }

    private String cookieName(UserModel user) {
        return HashedName.of(COOKIE_KIND, realm.getId(), user.getId());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the cookie holds. */
    private record Token(String keyId, Instant issuedAt, String mac) {

        byte[] macBytes() {
            return mac.getBytes(StandardCharsets.UTF_8);
        }

        String text() {
            return String.join(
                    ".", encode(keyId.getBytes(StandardCharsets.UTF_8)), "" + issuedAt.getEpochSecond(), mac);
        }

        static Optional<Token> parse(String text) {
            String[] fields = text.split("\\.", -1);
            if (fields.length != 3) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Token(
                        new String(Base64.getUrlDecoder().decode(fields[0]), StandardCharsets.UTF_8),
                        Instant.ofEpochSecond(Long.parseLong(fields[1])),
                        fields[2]));
            } catch (IllegalArgumentException | DateTimeException forged) {
                return Optional.empty();
            }
        }
    }
}
