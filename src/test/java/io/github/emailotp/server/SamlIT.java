package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.trusted.TrustingRealm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins that an application asks for in SAML: silent ones, those with a page, and those without a browser. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login by SAML")
class SamlIT {

    private static final String CLIENT = "saml-app";
    private static final String FLOW = "code at every login";
    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private FlowEditor flow;
    private String client;

    SamlIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @BeforeEach
    void askAtEveryLogin() {
        flow = FlowEditor.create(realm, FLOW)
                .addStep("auth-cookie", "REQUIRED", FLOW)
                .addStep("auth-email-otp-form", "REQUIRED", FLOW);
        client = realm.admin()
                .create(
                        realm.name() + "/clients",
                        Map.of(
                                "clientId",
                                CLIENT,
                                "protocol",
                                "saml",
                                "redirectUris",
                                List.of(realm.appUrl()),
                                "attributes",
                                Map.of(
                                        "saml.client.signature",
                                        "false",
                                        "saml.allow.ecp.flow",
                                        "true",
                                        "saml_assertion_consumer_url_post",
                                        realm.appUrl())));
    }

    @AfterEach
    void removeTheClient() {
        set("browserFlow", "browser email code");
        realm.admin().delete(realm.name() + "/clients/" + client);
        flow.delete();
    }

    @Test
    void thatIsPassiveMailsNothing() {
        LoginClient browser = loggedIn();
        set("browserFlow", FLOW);
        for (int i = 0; i < 5; i++) {
            ask(browser, "IsPassive=\"true\"");
            assertThat(browser.page().status()).isEqualTo(200);
            assertThat(samlResponse(browser)).contains("NoPassive");
        }
        requireMails(0);
    }

    @Test
    void thatMayShowAPageMailsOnce() {
        LoginClient browser = loggedIn();
        set("browserFlow", FLOW);
        ask(browser, "");
        assertThat(browser.page().isCodePage()).isTrue();
        browser.get(browser.page().url());
        browser.code(mail.awaitMail(user.email()).code());
        assertThat(samlResponse(browser)).contains("status:Success");
        requireMails(1);
    }

    @Test
    void thatForcesAnAuthenticationIsAskedForACodeInATrustedBrowser() {
        try (TrustingRealm trusting = TrustingRealm.bind(realm, mail)) {
            LoginClient browser = trusting.trustedBrowser(user);
            ask(browser, "");
            browser.password(user);
            assertThat(samlResponse(browser)).contains("status:Success");

            ask(browser, "ForceAuthn=\"true\"");
            assertThat(browser.submit(Map.of("password", user.password())).isCodePage())
                    .as("somebody is logged in")
                    .isTrue();

            realm.endSessions(user);
            ask(browser, "ForceAuthn=\"true\"");
            assertThat(browser.password(user).isCodePage())
                    .as("nobody is logged in")
                    .isTrue();
        }
    }

    private void ask(LoginClient browser, String attribute) {
        browser.get(URI.create(saml() + "?SAMLRequest=" + urlEncoded(deflated(authnRequest(attribute)))));
    }

    @Test
    void withoutABrowserIsRefusedInASoapMessageAndMailsNothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(ecp()).contains("Envelope", "status:NoPassive").doesNotContain("status:Success");
        }
        requireMails(0);
    }

    /** A door of {@code docs/flows.md}: Keycloak's own flow does not hold the step, that of the test realm does. */
    @Test
    void withoutABrowserTakesThePasswordAloneUntilEcpIsSwitchedOff() {
        FlowEditor ecp = FlowEditor.of(realm, "saml ecp").require("auth-email-otp-form", "DISABLED");
        try {
            assertThat(ecp()).contains("status:Success");
            ObjectNode saml = (ObjectNode) realm.admin().get(realm.name() + "/clients/" + client);
            ((ObjectNode) saml.required("attributes")).put("saml.allow.ecp.flow", "false");
            realm.admin().put(realm.name() + "/clients/" + client, saml);
            assertThat(ecp()).contains("Fault").doesNotContain("status:Success");
        } finally {
            ecp.require("auth-email-otp-form", "REQUIRED");
        }
    }

    private String ecp() {
        String soap = "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>" + authnRequest("")
                + "</S:Body></S:Envelope>";
        byte[] credentials = (user.username() + ":" + user.password()).getBytes(StandardCharsets.UTF_8);
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(saml()))
                                .header("Content-Type", "text/xml")
                                .header(
                                        "Authorization",
                                        "Basic " + Base64.getEncoder().encodeToString(credentials))
                                .POST(BodyPublishers.ofString(soap))
                                .build(),
                        BodyHandlers.ofString())
                .join()
                .body();
    }

    private LoginClient loggedIn() {
        LoginClient browser = realm.newClient();
        set("browserFlow", "step-up");
        browser.openLogin();
        assertThat(browser.password(user).isLoggedIn()).isTrue();
        return browser;
    }

    private String samlResponse(LoginClient browser) {
        String response =
                browser.page().document().select("input[name=SAMLResponse]").attr("value");
        return new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8);
    }

    private String saml() {
        return realm.url() + "/protocol/saml";
    }

    private String authnRequest(String attribute) {
        return "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_1\" Version=\"2.0\" "
                + "IssueInstant=\"" + Instant.now() + "\" AssertionConsumerServiceURL=\"" + realm.appUrl() + "\" "
                + attribute + ">"
                + "<saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">" + CLIENT
                + "</saml:Issuer></samlp:AuthnRequest>";
    }

    /** They leave in the background. */
    private void requireMails(int count) {
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).hasSize(count);
    }

    private void set(String setting, String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put(setting, flow));
    }

    /** SAML's binding by redirect: deflated without a header, then Base64. */
    private static String deflated(String xml) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            out.write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
