package io.github.emailotp.flow;

import io.github.emailotp.otp.SealingKeys;
import io.github.emailotp.storage.HashedName;
import jakarta.ws.rs.core.Cookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

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
    private final RealmCookies cookies;

    KnownBrowsers(KeycloakSession session, RealmModel realm, SealingKeys keys, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.keys = keys;
        this.clock = clock;
        this.cookies = new RealmCookies(session, realm);
    }

    /**
     * Whether the browser of this request has passed the step for them.
     *
     * @param lifetime how long it is known since then; zero if never
     */
    boolean include(Addressee addressee, Duration lifetime) {
        return cookies.value(cookieName(addressee))
                .flatMap(BrowserToken::parse)
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
        cookies.set(cookieName(addressee), token.text(), lifetime);
        forgetOldest(cookieName(addressee));
    }

    private BrowserToken.Owner owner(Addressee addressee) {
        return new BrowserToken.Owner(realm.getId(), addressee.id(), addressee.address());
    }

    private void forgetOldest(String newest) {
        cookies.all().stream()
                .filter(cookie -> cookie.getName().startsWith(COOKIE_PREFIX))
                .filter(cookie -> !cookie.getName().equals(newest))
                .sorted(Comparator.comparing(KnownBrowsers::issuedAt).reversed())
                .skip(MAX_COOKIES - 1L)
                .forEach(cookie -> cookies.remove(cookie.getName()));
    }

    private static Instant issuedAt(Cookie cookie) {
        return BrowserToken.parse(cookie.getValue()).map(BrowserToken::issuedAt).orElse(Instant.EPOCH);
    }

    private String cookieName(Addressee addressee) {
        return HashedName.ofCookie(COOKIE_KIND, realm.getId(), addressee.id());
    }
}
