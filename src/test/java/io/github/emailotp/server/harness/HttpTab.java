package io.github.emailotp.server.harness;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;

/** What a browser does below its pages: cookies, redirects, headers. It stops at the redirect into the application. */
final class HttpTab {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MOST_REDIRECTS = 20;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String appUrl;
    private final CookieJar cookies;
    private String server = "";
    private String userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private String address;
    private Map<String, String> headers = Map.of();
    private String last = "";
    private Optional<String> authorization = Optional.empty();
    private Duration waited = Duration.ZERO;
    private List<Page> answers = List.of();

    /**
     * A tab of the browser with these cookies.
     *
     * @param address the IP address that the server is told the browser has
     */
    HttpTab(String appUrl, CookieJar cookies, String address) {
        this.appUrl = appUrl;
        this.cookies = cookies;
        this.address = address;
    }

    String address() {
        return address;
    }

    void address(String next) {
        address = next;
    }

    /** From now on requests have these headers too, in place of a browser's usual ones and of those that were set so before. */
    void headers(Map<String, String> next) {
        headers = Map.copyOf(next);
    }

    /** From now on redirects to what begins with this path are not followed; empty for none. */
    void stopAt(String path) {
        last = path;
    }

    void authorization(Optional<String> next) {
        authorization = next;
    }

    HttpTab sharingCookies() {
        return with(cookies);
    }

    HttpTab copyingCookies() {
        return with(cookies.copy());
    }

    /**
     * From now on all requests go to this server, whatever their address says, as through a load balancer that has chosen
     * it: pages, links and cookies are those of the one address that all servers know themselves by.
     *
     * @param url without a slash at its end
     */
    void moveTo(String url) {
        server = url;
    }

    void userAgent(String next) {
        userAgent = next;
    }

    void cookie(String name, String path, String value) {
        cookies.put(name, path, value);
    }

    List<String> cookies(URI address) {
        return List.of(cookies.headerFor(address).split("; "));
    }

    /** How long servers have kept this tab waiting so far, in all. */
    Duration waited() {
        return waited;
    }

    Page get(URI address) {
        return follow(request(address).GET().build());
    }

    Page post(URI address, String contentType, String body) {
        return follow(posting(address, contentType, body));
    }

    /** Answers the very answer to this post, be it a redirect. */
    Page postOnly(URI address, String contentType, String body) {
        return send(posting(address, contentType, body));
    }

    private HttpTab with(CookieJar jar) {
        var tab = new HttpTab(appUrl, jar, address);
        tab.userAgent = userAgent;
        tab.server = server;
        return tab;
    }

    /** All answers to the last request that was followed: the redirects, and the page that they have led to. */
    List<Page> answers() {
        return answers;
    }

    private Page follow(HttpRequest first) {
        var hops = new ArrayList<Page>();
        Page page = send(first);
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            hops.add(page);
            if (!page.isRedirect() || page.url().toString().startsWith(appUrl) || isLast(page.url())) {
                answers = List.copyOf(hops);
                return page;
            }
            page = send(request(page.url()).GET().build());
        }
        throw new AssertionError("more than " + MOST_REDIRECTS + " redirects from " + first.uri());
    }

    private boolean isLast(URI target) {
        return !last.isEmpty() && target.getPath().startsWith(last);
    }

    private Page send(HttpRequest request) {
        long asked = System.nanoTime();
        HttpResponse<String> answer =
                HTTP.sendAsync(request, BodyHandlers.ofString()).join();
        waited = waited.plusNanos(System.nanoTime() - asked);
        cookies.store(answer.headers());
        URI url = answer.headers()
                .firstValue("Location")
                .map(request.uri()::resolve)
                .orElse(request.uri());
        return new Page(answer.statusCode(), url, answer.headers(), Jsoup.parse(answer.body(), url.toString()));
    }

    private HttpRequest posting(URI address, String contentType, String body) {
        return request(address)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private URI routed(URI target) {
        if (server.isEmpty()) {
            return target;
        }
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return URI.create(server + target.getRawPath() + query);
    }

    private HttpRequest.Builder request(URI target) {
        var request = HttpRequest.newBuilder(routed(target))
                .timeout(TIMEOUT)
                .header("User-Agent", userAgent)
                .header("Accept", "text/html")
                .header("Accept-Language", "en");
        if (!address.isEmpty()) {
            // As two kinds of proxies tell it; a server reads one of the two.
            request.header("X-Forwarded-For", address).header("Forwarded", "for=\"" + address + "\"");
        }
        headers.forEach(request::setHeader);
        authorization.ifPresent(value -> request.header("Authorization", value));
        String cookie = cookies.headerFor(target);
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }
}
