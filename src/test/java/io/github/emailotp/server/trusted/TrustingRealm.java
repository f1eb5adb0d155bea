package io.github.emailotp.server.trusted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.storage.HashedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A realm whose people may trust their browser for 30 days, as docs/flows.md has it. */
public final class TrustingRealm implements AutoCloseable {

    static final String TYPE = "email-otp-trusted-browser";
    static final String CONDITION = "conditional-email-otp-trusted";
    static final String STEP = "auth-email-otp-form";
    public static final String BOX = "trustBrowser";

    private static final String FLOW = "browser trusting";
    private static final String SUB_FLOW = "code where the browser is not trusted";

    private final TestRealm realm;
    private final MailServer mail;
    private final FlowEditor flow;

    private TrustingRealm(TestRealm realm, MailServer mail, FlowEditor flow) {
        this.realm = realm;
        this.mail = mail;
        this.flow = flow;
    }

    public static TrustingRealm bind(TestRealm realm, MailServer mail) {
        return bind(realm, mail, "browser email code", true);
    }

    /** Of a flow that holds the step; with the condition, or without. */
    static TrustingRealm bind(TestRealm realm, MailServer mail, String original, boolean conditionally) {
        FlowEditor flow = FlowEditor.duplicate(realm, original, FLOW);
        if (conditionally) {
            String around = flow.flowOf(STEP);
            flow.deleteStep(STEP)
                    .addSubFlow(SUB_FLOW, "CONDITIONAL", around)
                    .addStep(CONDITION, "REQUIRED", SUB_FLOW)
                    .addStep(STEP, "REQUIRED", SUB_FLOW);
        }
        TrustingRealm trusting = new TrustingRealm(realm, mail, flow);
        trusting.configure(Map.of());
        trusting.use(FLOW);
        return trusting;
    }

    FlowEditor flow() {
        return flow;
    }

    /** With these settings beside what the tests need. */
    public void configure(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "trustedBrowserDays", "30",
                "mailsPer5Minutes", "1000",
                "mailsPer15Minutes", "1000",
                "mailsPerHour", "1000",
                "mailsPerDay", "1000"));
        all.putAll(settings);
        realm.admin().stepConfig(realm.name(), FLOW, all);
    }

    /** As the step is when it is added: nothing was ever saved. */
    void unconfigure() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of());
    }

    /** On 26.0, no listener is global: there, ours must be among these. */
    void listeners(String... ids) {
        realm.admin().updateRealm(realm.name(), settings -> {
            ArrayNode listeners = settings.putArray("eventsListeners");
            List.of(ids).forEach(listeners::add);
        });
    }

    void use(String browserFlow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", browserFlow));
    }

    @Override
    public void close() {
        use("browser email code");
        flow.delete();
    }

    /** A browser that this user trusts, and in which nobody is logged in any more. */
    public LoginClient trustedBrowser(TestUser user) {
        LoginClient client = realm.newClient();
        trust(client, user);
        return client;
    }

    /** Has the user log in and tick the box; answers the last page. */
    public Page trust(LoginClient client, TestUser user) {
        int mails = mail.mailsTo(user.email()).size();
        logIn(client, user);
        Page in = client.submit(
                Map.of("oneTimeCode", mail.awaitMail(user.email(), mails + 1).code(), BOX, "true"));
        if (!in.isLoggedIn()) {
            throw new AssertionError(in.text());
        }
        realm.endSessions(user);
        return in;
    }

    /** Name and password; answers the page behind, once its mail is there. */
    Page logIn(LoginClient client, TestUser user) {
        return logIn(client, user, Map.of());
    }

    Page logIn(LoginClient client, TestUser user, Map<String, String> parameters) {
        int mails = mail.mails().size();
        client.openLogin(parameters);
        Page page = client.password(user);
        if (page.isCodePage()) {
            // The account may have another address by now.
            Patience.until("the mail", () -> mail.mails().size() > mails);
        }
        return page;
    }

    /** What an administrator sees of the user's trusted browsers, in the order in which they were made. */
    public List<JsonNode> browsers(TestUser user) {
        var browsers = new ArrayList<JsonNode>();
        for (JsonNode credential : realm.admin().get(realm.name() + "/users/" + user.id() + "/credentials")) {
            if (credential.path("type").asText().equals(TYPE)) {
                browsers.add(credential);
            }
        }
        return browsers;
    }

    void remove(TestUser user, JsonNode browser) {
        realm.admin()
                .delete(realm.name() + "/users/" + user.id() + "/credentials/"
                        + browser.required("id").asText());
    }

    static String cookieName(TestRealm realm, TestUser user) {
        return HashedName.ofCookie(
                "trust", realm.admin().get(realm.name()).required("id").asText(), user.id());
    }

    /** The header that sets it. */
    static String setCookie(Page page) {
        return page.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("email-otp.trust."))
                .findFirst()
                .orElse("");
    }

    static String cookieValue(Page page) {
        String cookie = setCookie(page);
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')).replace("\"", "");
    }
}
