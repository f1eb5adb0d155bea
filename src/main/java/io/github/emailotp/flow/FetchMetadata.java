package io.github.emailotp.flow;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What browsers say of a request by themselves; no page can change the headers that begin with {@code Sec-}. Keycloak's cookies
 * go with requests from other sites, too ({@code SameSite=None}, by its {@code CookieScope.FEDERATION}): without this, any page
 * that names the login as its picture, or holds it in a hidden frame, has codes mailed to whoever looks at that page.
 */
final class FetchMetadata {

    /** W3C Speculation Rules; and the names that browsers had for it before. */
    private static final List<String> PURPOSES = List.of("Sec-Purpose", "Purpose", "X-Moz");

    /** W3C Fetch Metadata Request Headers: the realm's own pages, or the person at the address bar. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private FetchMetadata() {}

    /**
     * Whether nobody sees the answer, as far as the browser knows: it is fetched ahead, or is part of another site's page, and no
     * page of its own. False for browsers that do not say.
     */
    static boolean saysThatNobodyLooks(HttpHeaders headers) {
        return isAhead(headers) || isPartOfAnotherSite(headers);
    }

    private static boolean isAhead(HttpHeaders headers) {
        return PURPOSES.stream()
                .flatMap(name -> value(headers, name).stream())
                .anyMatch(purpose -> purpose.contains("prefetch"));
    }

    private static boolean isPartOfAnotherSite(HttpHeaders headers) {
        return value(headers, "Sec-Fetch-Site")
                        .filter(site -> !OWN_SITES.contains(site))
                        .isPresent()
                && value(headers, "Sec-Fetch-Dest")
                        .filter(destination -> !destination.equals("document"))
                        .isPresent();
    }

    private static Optional<String> value(HttpHeaders headers, String name) {
        return Optional.ofNullable(headers.getHeaderString(name)).map(value -> value.toLowerCase(Locale.ROOT));
    }
}
