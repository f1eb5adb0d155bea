package io.github.emailotp.flow;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.utils.SecureContextResolver;

/**
 * Cookies that a browser sends to one realm only, and that no script reads; {@code Secure} where Keycloak's own are.
 *
 * @param session the request's
 */
record RealmCookies(KeycloakSession session, RealmModel realm) {

    Optional<String> value(String name) {
        return Optional.ofNullable(
                        session.getContext().getRequestHeaders().getCookies().get(name))
                .map(Cookie::getValue);
    }

    Collection<Cookie> all() {
        return session.getContext().getRequestHeaders().getCookies().values();
    }

    void set(String name, String value, Duration lifetime) {
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

    void remove(String name) {
        set(name, "", Duration.ZERO);
    }
}
