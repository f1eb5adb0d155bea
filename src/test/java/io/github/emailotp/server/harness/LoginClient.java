package io.github.emailotp.server.harness;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One tab of a browser without scripts, over plain HTTP: it opens pages, posts their forms and follows their links, up to
 * the redirect into the application.
 *
 * <p>Each verb answers the page it led to and makes it the current one; the next verb starts from there. One thread at a
 * time; {@link #postInParallel} brings its own.
 */
public final class LoginClient {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final String loginUrl;
    private final String appUrl;
    private final HttpTab tab;
    private Page page;

    LoginClient(String loginUrl, String appUrl) {
        this(loginUrl, appUrl, new HttpTab(appUrl, new CookieJar(), ClientAddress.next()));
    }

    private LoginClient(String loginUrl, String appUrl, HttpTab tab) {
        this.loginUrl = loginUrl;
        this.appUrl = appUrl;
        this.tab = tab;
    }

    /** Another tab of the same browser: the same cookies, no page yet. */
    public LoginClient newTab() {
        return new LoginClient(loginUrl, appUrl, tab.sharingCookies());
    }

    /**
     * From now on the load balancer in front of the cluster sends this tab's requests to this node. Before, they go to the
     * node whose address the cluster bears.
     */
    public void moveTo(KeycloakServer node) {
        tab.moveTo(node.url());
    }

    /** As {@link #moveTo(KeycloakServer)}, to a proxy in front of the one server. */
    public void moveTo(ReverseProxy proxy) {
        tab.moveTo(proxy.url());
    }

    /** From now on this tab says that it is this browser. */
    public void userAgent(String next) {
        tab.userAgent(next);
    }

    /** The IP address that the server sees. */
    public String address() {
        return tab.address();
    }

    /** From now on this tab has another IP address; every client begins with one of its own. */
    public void address(String next) {
        tab.address(next);
    }

    /** From now on the browser sends these headers too, in place of those that were set so before. */
    public void headers(Map<String, String> next) {
        tab.headers(next);
    }

    /**
     * From now on redirects to what begins with this path are not followed, as where somebody holds an answer back; empty for none.
     */
    public void stopAt(String path) {
        tab.stopAt(path);
    }

    /** Begins a login with this header {@code Authorization}. */
    public Page openLoginWith(String authorization) {
        tab.authorization(Optional.of(authorization));
        try {
            return openLogin();
        } finally {
            tab.authorization(Optional.empty());
        }
    }

    /** Puts a cookie into the browser that no server has set. */
    public void setCookie(String name, String path, String value) {
        tab.cookie(name, path, value);
    }

    /** What a request to this address carries, each as {@code name=value}. */
    public List<String> cookies(URI address) {
        return tab.cookies(address);
    }

    /** How long servers have kept this tab waiting so far, in all: from each request to the end of its answer. */
    public Duration waited() {
        return tab.waited();
    }

    /** The current page. */
    public Page page() {
        return page;
    }

    /** All that the last verb was answered: the redirects that were followed, and the current page. */
    public List<Page> answers() {
        return tab.answers();
    }

    public boolean isLoggedIn() {
        return page.isLoggedIn();
    }

    /** Begins a login into the application. */
    public Page openLogin() {
        return openLogin(Map.of());
    }

    /** Begins a login with more parameters of the authorization request, such as {@code prompt} or {@code login_hint}. */
    public Page openLogin(Map<String, String> parameters) {
        return get(URI.create(parameters.isEmpty() ? loginUrl : loginUrl + "&" + encoded(parameters)));
    }

    /** Types user name and password. */
    public Page password(TestUser user) {
        return submit(Map.of("username", user.username(), "password", user.password()));
    }

    /** Types the code. */
    public Page code(String code) {
        return submit(Map.of(page.codeField(), code));
    }

    /** Presses the button that asks for another code. */
    public Page resend() {
        return submit(Map.of("resend", "true"));
    }

    /** Posts the form of the current page that has these fields, its hidden ones included. */
    public Page submit(Map<String, String> fields) {
        return post(page.action(fields.keySet()), FORM, encoded(page.fields(fields)));
    }

    /** Posts any body to any address. */
    public Page post(URI address, String contentType, String body) {
        page = tab.post(address, contentType, body);
        return page;
    }

    public Page get(URI address) {
        page = tab.get(address);
        return page;
    }

    /** Presses the browser's reload button. */
    public Page reload() {
        return get(page.reloadAddress());
    }

    /** Follows Keycloak's link, or presses its button, to the beginning of the login. */
    public Page restart() {
        return get(page.restartAddress());
    }

    /** Chooses another language on the current page. */
    public Page switchLanguage(String language) {
        // A link in the older login theme, an option with the address as its value in keycloak.v2.
        String parameter = "kc_locale=" + language;
        String attribute = page.has("option[value*=" + parameter + "]") ? "value" : "href";
        return follow("[" + attribute + "*=" + parameter + "]", attribute);
    }

    /** Follows "Try another way". */
    public Page tryAnotherWay() {
        return submit(Map.of("tryAnotherWay", "on"));
    }

    /**
     * Posts the current page's form {@code times} times at the same moment and answers the answers.
     *
     * <p>Redirects are not followed: that would be another request, and one that comes while a sibling's login is being
     * finished is let in by Keycloak as well, into the same user session and without asking any authenticator. Each post
     * has its own copy of the cookies; neither the current page nor this tab's cookies change.
     */
    public List<Page> postInParallel(int times, Map<String, String> fields) {
        return postInParallel(Stream.generate(tab::copyingCookies).limit(times).toList(), fields);
    }

    /** As {@link #postInParallel(int, Map)}, {@code timesEach} times to each of these servers. */
    public List<Page> postInParallel(int timesEach, Map<String, String> fields, List<KeycloakServer> servers) {
        return postInParallel(twins(timesEach, servers), fields);
    }

    /**
     * As {@link #postInParallel(int, Map, List)}, to servers that may die meanwhile.
     *
     * @return how many of the posts a server took with it: what it has done of them it told nobody
     */
    public long postInParallelToMortals(int timesEach, Map<String, String> fields, List<KeycloakServer> servers) {
        URI action = page.action(fields.keySet());
        String body = encoded(page.fields(fields));
        return AtOnce.call(twins(timesEach, servers).stream()
                        .<Callable<Boolean>>map(twin -> () -> isLost(() -> twin.postOnly(action, FORM, body)))
                        .toList())
                .stream()
                .filter(isLost -> isLost)
                .count();
    }

    /** Whether a request reached a server, and the server died before its answer. */
    public static boolean isLost(Runnable request) {
        try {
            request.run();
            return false;
        } catch (CompletionException died) {
            return !(died.getCause() instanceof ConnectException);
        }
    }

    private List<HttpTab> twins(int timesEach, List<KeycloakServer> servers) {
        var twins = new ArrayList<HttpTab>();
        for (int i = 0; i < timesEach; i++) {
            for (KeycloakServer server : servers) {
                HttpTab twin = tab.copyingCookies();
                twin.moveTo(server.url());
                twins.add(twin);
            }
        }
        return twins;
    }

    private List<Page> postInParallel(List<HttpTab> twins, Map<String, String> fields) {
        URI action = page.action(fields.keySet());
        String body = encoded(page.fields(fields));
        return AtOnce.call(twins.stream()
                .<Callable<Page>>map(twin -> () -> twin.postOnly(action, FORM, body))
                .toList());
    }

    /** Follows the first link that the selector finds. */
    public Page follow(String cssSelector) {
        return follow(cssSelector, "href");
    }

    private Page follow(String cssSelector, String attribute) {
        return get(page.url().resolve(page.element(cssSelector).attr(attribute)));
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
