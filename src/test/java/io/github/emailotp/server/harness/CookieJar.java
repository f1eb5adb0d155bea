package io.github.emailotp.server.harness;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The cookies of one browser and one server. Safe for use by several threads.
 *
 * <p>Like a browser, and unlike the JDK's cookie store, it takes http://localhost for a secure origin: Keycloak marks all
 * of its cookies {@code Secure}. {@code Domain} and {@code SameSite} are not looked at, since there is one host only.
 */
final class CookieJar {

    /** A cookie is identified by its name and its path (RFC 6265 §5.3). */
    private record Key(String name, String path) {}

    private final Map<Key, String> cookies = new ConcurrentHashMap<>();

    /** A jar with the same cookies that goes its own way from now on. */
    CookieJar copy() {
        var copy = new CookieJar();
        copy.cookies.putAll(cookies);
        return copy;
    }

    void store(HttpHeaders answer) {
        for (String header : answer.allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(header)) {
                var key = new Key(cookie.getName(), cookie.getPath() == null ? "/" : cookie.getPath());
                if (cookie.hasExpired()) {
                    cookies.remove(key);
                } else {
                    cookies.put(key, cookie.getValue());
                }
            }
        }
    }

    void put(String name, String path, String value) {
        cookies.put(new Key(name, path), value);
    }

    /** The value of the header {@code Cookie} for a request to {@code target}; empty without any cookie. */
    String headerFor(URI target) {
        return cookies.entrySet().stream()
                .filter(cookie -> matches(cookie.getKey().path(), target.getPath()))
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** RFC 6265 §5.1.4. */
    private static boolean matches(String cookiePath, String path) {
        String folder = cookiePath.endsWith("/") ? cookiePath : cookiePath + "/";
        return path.equals(cookiePath) || path.startsWith(folder);
    }
}
