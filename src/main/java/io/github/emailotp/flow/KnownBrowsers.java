package io.github.emailotp.flow;

import io.github.emailotp.otp.SealingKeys;
import io.github.emailotp.storage.HashedName;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.utils.SecureContextResolver;

/**
 * Recognises a browser that has passed the step for a user before, by a signed cookie per realm and user; nothing is stored
 * on the server. It opens nothing: it only decides which budget a request draws on ({@link io.github.emailotp.otp.Acquaintance}).
 *
 * <p>An administrator makes all browsers strangers by <i>Sessions → Revocation</i> for the realm, or by signing the user
 * out of all sessions.
 */
final class KnownBrowsers {

    private static final String COOKIE_KIND = "browser";
    private static final String COOKIE_PREFIX = "email-otp." + COOKIE_KIND + ".";

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
     * Whether the browser of this request has passed the step for them.
     *
     * @param lifetime how long it is known since then; zero if never
     */
    boolean include(Addressee addressee, Duration lifetime) {
        return Optional.ofNullable(cookies().get(cookieName(addressee)))
                .flatMap(cookie -> BrowserToken.parse(cookie.getValue()))
                .filter(token -> token.isGenuine(owner(addressee), keys))
                .filter(token -> token.isFresh(clock.instant(), lifetime, notBefore(addressee)))
                .isPresent();
    }

    private long notBefore(Addressee addressee) {
        return Math.max(realm.getNotBefore(), addressee.notBefore(session, realm));
    }

    /** Makes the browser of this request a known one for them. */
    void remember(Addressee addressee, Duration lifetime) {
        if (lifetime.isZero()) {
            return;
        }
        BrowserToken token = BrowserToken.issue(owner(addressee), clock.instant(), keys.active());
        setCookie(cookieName(addressee), token.text(), lifetime);
        forgetOldest(cookieName(addressee));
    }

    private BrowserToken.Owner owner(Addressee addressee) {
        return new BrowserToken.Owner(realm.getId(), addressee.id(), addressee.address());
    }

    private void forgetOldest(String newest) {
        cookies().values().stream()
                .filter(cookie -> cookie.getName().startsWith(COOKIE_PREFIX))
                .filter(cookie -> !cookie.getName().equals(newest))
                .sorted(Comparator.comparing(KnownBrowsers::issuedAt).reversed())
                .skip(MAX_COOKIES - 1L)
                .forEach(cookie -> setCookie(cookie.getName(), "", Duration.ZERO));
    }

    private static Instant issuedAt(Cookie cookie) {
        return BrowserToken.parse(cookie.getValue()).map(BrowserToken::issuedAt).orElse(Instant.EPOCH);
    }

    private Map<String, Cookie> cookies() {
        return session.getContext().getRequestHeaders().getCookies();
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

    private String cookieName(Addressee addressee) {
        return HashedName.ofCookie(COOKIE_KIND, realm.getId(), addressee.id());
    }
}
