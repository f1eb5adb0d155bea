package io.github.emailotp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginPage;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What {@code ./mvnw -Pdemo} shows first. */
@Tag("every-version")
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(KeycloakExtension.class)
@DisplayName("The demo's first page")
class FirstPageIT {

    private static final int ANY_PORT = 0;

    private final KeycloakServer server;
    private final AdminApi admin;
    private final MailServer mail;
    private final DemoRealms realms;
    private Pages pages;
    private URI inbox;

    FirstPageIT(KeycloakServer server, MailServer mail) {
        this.server = server;
        this.admin = server.admin();
        this.mail = mail;
        this.realms = new DemoRealms(server.admin(), server.url());
    }

    @BeforeAll
    void open() {
        pages = Pages.open(ANY_PORT);
        realms.make(mail.smtpSettings(), Optional.empty());
        inbox = Inbox.addTo(pages, mail);
        new FirstPage(realms.exhibits(), inbox.toString(), URI.create(server.url() + "/admin/")).addTo(pages);
    }

    @AfterAll
    void close() {
        pages.close();
        realms.delete();
    }

    @Test
    void listsWhatCanBeTried() throws IOException {
        Document page = Jsoup.connect(pages.url().toString()).get();
        assertThat(page.select("article").eachAttr("id")).containsExactly("login", "verify", "link");
        assertThat(page.select("article h2 a").eachText())
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(page.select(".user").eachText()).containsExactly("alice", "bob", "carol");
        assertThat(page.select(".password").eachText()).containsExactly("alice", "bob", "carol");
        assertThat(page.select("p a").eachAttr("href")).containsExactly(inbox.toString(), server.url() + "/admin/");
        assertThat(statusOf(inbox)).isEqualTo(HttpURLConnection.HTTP_OK);
        assertThat(statusOf(URI.create(server.url() + "/admin/"))).isEqualTo(HttpURLConnection.HTTP_OK);
        assertThat(statusOf(pages.url().resolve("elsewhere"))).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
    }

    @Test
    void leadsToALoginWithACodeHoweverOften() {
        try (Browser browser = Browser.open()) {
            for (int time = 1; time <= 2; time++) {
                logIn(browser, "login");
                enterCode(browser, "alice", time);
                endsAt(browser, "demo");
            }
        }
        assertThat(sessions("demo", "alice")).hasSize(1);
    }

    @Test
    void leadsToAnAddressThatACodeVerifiesHoweverOften() {
        try (Browser browser = Browser.open()) {
            for (int time = 1; time <= 2; time++) {
                logIn(browser, "verify");
                assertThat(person("demo-verify", "bob").path("emailVerified").asBoolean())
                        .isFalse();
                enterCode(browser, "bob", time);
                endsAt(browser, "demo-verify");
                assertThat(person("demo-verify", "bob").path("emailVerified").asBoolean())
                        .isTrue();
            }
        }
        assertThat(mail.mails().get(0).subject()).contains("Email code demo: an address is verified");
    }

    @Test
    void leadsToAnAccountThatACodeLinksHoweverOften() {
        try (Browser browser = Browser.open()) {
            for (int time = 1; time <= 2; time++) {
                logIn(browser, "link");
                browser.press("#linkAccount");
                assertThat(links()).isEmpty();
                enterCode(browser, "carol", time);
                endsAt(browser, "demo-link");
                assertThat(links()).hasSize(1);
            }
        }
        assertThat(mail.mails().get(0).text()).contains("Demo provider");
    }

    /** By the page's link, with the user and the password that stand beside it. */
    private void logIn(Browser browser, String exhibit) {
        browser.open(pages.url().toString());
        String user = browser.await("#" + exhibit + " .user").getText();
        String password = browser.await("#" + exhibit + " .password").getText();
        // In this tab.
        browser.open(browser.driver()
                .findElement(By.cssSelector("#" + exhibit + " a"))
                .getAttribute("href"));
        LoginPage.in(browser).submit(new TestUser("", user, "", password));
    }

    private void enterCode(Browser browser, String person, int mails) {
        CodePage.in(browser)
                .enter(mail.awaitMail(person + "@example.test", mails).code());
    }

    private void endsAt(Browser browser, String realm) {
        browser.awaitUrl(server.url() + "/realms/" + realm + "/account");
    }

    private List<JsonNode> sessions(String realm, String name) {
        return all(realm + "/users/" + person(realm, name).required("id").asText() + "/sessions");
    }

    private List<JsonNode> links() {
        return all(
                "demo-link/users/" + person("demo-link", "carol").required("id").asText() + "/federated-identity");
    }

    private JsonNode person(String realm, String name) {
        return all(realm + "/users?exact=true&username=" + name).get(0);
    }

    private List<JsonNode> all(String path) {
        return StreamSupport.stream(admin.get(path).spliterator(), false).toList();
    }

    private static int statusOf(URI address) throws IOException {
        return Jsoup.connect(address.toString())
                .ignoreContentType(true)
                .ignoreHttpErrors(true)
                .execute()
                .statusCode();
    }
}
