package io.github.emailotp.server.named;

import io.github.emailotp.server.harness.Page;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that an answer of the server tells, without what differs from one login to the next whoever logs in: two answers are alike if they tell
 * the same.
 */
public final class Likeness {

    private static final Set<String> EVERY_TIME_ANOTHER = Set.of("date", "set-cookie", "content-length");

    /** The parts of addresses that name a login. */
    private static final Pattern LOGIN =
            Pattern.compile("(session_code|tab_id|client_data|state|execution|auth_session_id|kc_locale)=[^&\"'\\s]*");

    /** Keycloak's scripts look by it whether another tab has logged in. */
    private static final Pattern SESSION_HASH = Pattern.compile("\"[A-Za-z0-9+/_=-]{43,}\"");

    /** A wait that has begun a second later is the same wait; none is another. */
    private static final Pattern WAIT = Pattern.compile("(data-(?:wait|left|refresh-in)=\")[1-9]\\d*\"");

    private static final Pattern WAIT_IN_WORDS = Pattern.compile("(<span data-left=\"[^\"]*\">)[^<]*");

    private Likeness() {}

    /** Of the answer to somebody who has typed this name. */
    public static String of(Page page, String name) {
        return String.join("\n", Integer.toString(page.status()), headers(page), cookies(page), html(page, name));
    }

    private static String headers(Page page) {
        var headers = new TreeMap<String, List<String>>();
        page.headers().map().forEach((header, values) -> headers.put(header.toLowerCase(Locale.ROOT), values));
        headers.keySet().removeAll(EVERY_TIME_ANOTHER);
        return LOGIN.matcher(headers.toString()).replaceAll("$1");
    }

    /** Their names, and all of them but the value. */
    private static String cookies(Page page) {
        return page.headers().allValues("set-cookie").stream()
                .map(cookie -> cookie.replaceFirst("=[^;]*", ""))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String html(Page page, String name) {
        String html = page.document().outerHtml().replace(name, "NAME");
        html = LOGIN.matcher(html).replaceAll("$1");
        html = SESSION_HASH.matcher(html).replaceAll("HASH");
        html = WAIT.matcher(html).replaceAll("$1N\"");
        return WAIT_IN_WORDS.matcher(html).replaceAll("$1N");
    }
}
