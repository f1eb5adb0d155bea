package io.github.emailotp.server.named;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that the server has answered to what somebody did last, each redirect and the page, without what differs from one login to the next whoever
 * logs in: two are alike if they tell the same.
 *
 * @param text all but the waits
 * @param waits in seconds, in the order of the page
 */
public record Likeness(String text, List<Integer> waits) {

    private static final Set<String> EVERY_TIME_ANOTHER = Set.of("date", "set-cookie", "content-length");

    /** The parts of addresses that name a login. */
    private static final Pattern LOGIN =
            Pattern.compile("(session_code|tab_id|client_data|state|execution|auth_session_id|kc_locale)=[^&\"'\\s]*");

    /** Keycloak's scripts look by it whether another tab has logged in. */
    private static final Pattern SESSION_HASH = Pattern.compile("\"[A-Za-z0-9+/_=-]{43,}\"");

    /** None is another than any. */
    private static final Pattern WAIT = Pattern.compile("(data-(?:wait|left|refresh-in)=\")([1-9]\\d*)\"");

    private static final Pattern WAIT_IN_WORDS = Pattern.compile("(<span data-left=\"[^\"]*\">)[^<]*");

    /** A wait that has begun some seconds later is the same wait: people come one after the other. */
    private static final int LATER_SECONDS = 4;

    /** Of what somebody is told who has typed this name. */
    public static Likeness of(LoginClient client, String name) {
        String whole = client.answers().stream().map(Likeness::text).collect(Collectors.joining("\n\n"));
        List<Integer> waits = WAIT.matcher(whole)
                .results()
                .map(wait -> Integer.valueOf(wait.group(2)))
                .toList();
        String withoutWaits =
                WAIT_IN_WORDS.matcher(WAIT.matcher(whole).replaceAll("$1N\"")).replaceAll("$1N");
        return new Likeness(
                withoutWaits.replace(name, "NAME").replace(URLEncoder.encode(name, StandardCharsets.UTF_8), "NAME"),
                waits);
    }

    /** Fails unless another is told the same, at about the same time. */
    public void requireOf(String who, Likeness other) {
        assertThat(other.text).as(who).isEqualTo(text);
        assertThat(other.waits)
                .as("the waits of %s", who)
                .usingElementComparator((one, another) -> Math.abs(one - another) <= LATER_SECONDS ? 0 : one - another)
                .containsExactlyElementsOf(waits);
    }

    private static String text(Page page) {
        return String.join("\n", Integer.toString(page.status()), headers(page), cookies(page), html(page));
    }

    /** Where a redirect leads is among them. */
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

    private static String html(Page page) {
        String html = LOGIN.matcher(page.document().outerHtml()).replaceAll("$1");
        return SESSION_HASH.matcher(html).replaceAll("HASH");
    }
}
