package io.github.emailotp.server.harness;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * An answer to {@link LoginClient}.
 *
 * @param status the HTTP status
 * @param url the address it came from; the one it leads to if it is a redirect
 * @param headers the headers of the answer
 * @param document the parsed body; empty without one
 */
public record Page(int status, URI url, HttpHeaders headers, Document document) {

    /** Keycloak lets the browser forget a posted address: the page replaces it in the history by this one. */
    private static final Pattern REPLACED_ADDRESS =
            Pattern.compile("history\\.replaceState\\(\\{}, \"[^\"]*\", \"([^\"]+)\"");

    private static final Pattern AUTHORIZATION_CODE = Pattern.compile("(?:^|&)code=([^&]+)");

    private static final Pattern RESTART_ADDRESS = Pattern.compile("[^']*login-actions/restart[^']*");

    private static final String ERRORS =
            "[id^=input-error], #email-otp-notice, #email-otp-reason, .kc-feedback-text, #kc-error-message p.instruction";

    /** Whether this is the way back into the application with an authorization code. */
    public boolean isLoggedIn() {
        return authorizationCode().isPresent();
    }

    /** The OAuth authorization code that this page hands to the application. */
    public Optional<String> authorizationCode() {
        var matcher = AUTHORIZATION_CODE.matcher(url.getQuery() == null ? "" : url.getQuery());
        return isRedirect() && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    public boolean isRedirect() {
        return status / 100 == 3;
    }

    public boolean isPasswordPage() {
        return has("input[name=password]");
    }

    public boolean isCodePage() {
        return has("input[name=oneTimeCode]");
    }

    public boolean has(String cssSelector) {
        return document.selectFirst(cssSelector) != null;
    }

    /** The name of the field for a code: ours, Keycloak's own, or that of another version; ours if the page has none. */
    public String codeField() {
        Element field = document.selectFirst("input[autocomplete=one-time-code], input[name=otp]");
        return field == null ? "oneTimeCode" : field.attr("name");
    }

    /** The visible text of the page. */
    public String text() {
        return document.text();
    }

    /** The error that the page tells, of a field or of the whole; empty if it tells none. */
    public String error() {
        // keycloak.v2 keeps empty places for the errors that its scripts find.
        return document.select(ERRORS).stream()
                .map(Element::text)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    /** The address that a reload of this page in a browser would get. */
    public URI reloadAddress() {
        var matcher = REPLACED_ADDRESS.matcher(document.html());
        return matcher.find() ? url.resolve(matcher.group(1)) : url;
    }

    /** The address that leads to the beginning of the login: a link in the older theme, a scripted button in keycloak.v2. */
    URI restartAddress() {
        Element restart = element("[href*=login-actions/restart], [onclick*=login-actions/restart]");
        var matcher = RESTART_ADDRESS.matcher(restart.attr("href") + restart.attr("onclick"));
        if (!matcher.find()) {
            throw new AssertionError("no address in " + restart);
        }
        return url.resolve(matcher.group());
    }

    /** The form that has a field or button of one of these names; without any such form, the first one that posts. */
    Element form(Set<String> names) {
        for (Element form : document.select("form")) {
            if (form.select("[name]").stream().anyMatch(field -> names.contains(field.attr("name")))) {
                return form;
            }
        }
        return element("form[method=post]");
    }

    /** Where the form with these fields is posted to. */
    public URI action(Set<String> names) {
        return url.resolve(form(names).attr("action"));
    }

    /** What a browser posts for that form: all of its fields but the buttons, then {@code filled} over them. */
    Map<String, String> fields(Map<String, String> filled) {
        var fields = new LinkedHashMap<String, String>();
        for (Element field : form(filled.keySet()).select("input[name]:not([type=submit]):not([type=checkbox])")) {
            fields.put(field.attr("name"), field.attr("value"));
        }
        fields.putAll(filled);
        return fields;
    }

    /** The first element that the selector finds. */
    Element element(String cssSelector) {
        Element found = document.selectFirst(cssSelector);
        if (found == null) {
            throw new AssertionError("no " + cssSelector + " on page " + status + " " + url + ": " + text());
        }
        return found;
    }
}
