package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.harness.TlsExtension;
import io.github.emailotp.server.harness.TlsKeycloak;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What {@link UnseenRequestIT} says browsers do, by a real one: over TLS, since Keycloak's cookies go to it from other sites there
 * only. Without the guard, the picture and the frame mail a code each.
 */
@Tag("other-site")
@ExtendWith(TlsExtension.class)
@DisplayName("Another site's page, in the browser of somebody who is logged in,")
class OtherSiteIT {

    private final TlsKeycloak keycloak;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final Browser browser = Browser.withCookiesForOtherSites();

    OtherSiteIT(TlsKeycloak keycloak, TestRealm realm, MailServer mail) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @BeforeEach
    void logInAtTheLowerLevel() {
        bind("step-up");
        browser.openLogin(realm).submit(user);
        browser.awaitUrl(realm.appUrl());
    }

    @AfterEach
    void leave() {
        browser.close();
        bind("browser email code");
    }

    @Test
    void hasNoCodesMailedByItsPicturesAndFrames() throws IOException {
        String stepUp = realm.loginUrl() + "&acr_values=2";
        HttpServer site = site(
                "<img src='%1$s' onerror='document.title += 1'><iframe src='%1$s' onload='document.title += 2'></iframe>"
                        .formatted(stepUp));
        try {
            browser.open("http://127.0.0.1:" + site.getAddress().getPort());
            browser.await(
                    page -> page.getTitle().contains("1") && page.getTitle().contains("2"));
            requireMails(0);
            browser.open(stepUp);
            browser.await("[name=oneTimeCode]");
            requireMails(1);
        } finally {
            site.stop(0);
        }
    }

    private static HttpServer site(String page) throws IOException {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] html = page.getBytes(StandardCharsets.UTF_8);
        site.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, html.length);
                exchange.getResponseBody().write(html);
            }
        });
        site.start();
        return site;
    }

    /** They leave in the background. */
    private void requireMails(int count) {
        keycloak.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).hasSize(count);
    }

    private void bind(String flow) {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("browserFlow", flow));
    }
}
