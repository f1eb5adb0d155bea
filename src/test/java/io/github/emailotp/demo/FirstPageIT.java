package io.github.emailotp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginPage;
import io.github.emailotp.server.harness.Passkeys;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.setup.Authenticator;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.support.ui.ExpectedConditions;

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
    private Browser browser;

    FirstPageIT(KeycloakServer server, MailServer mail) {
        this.server = server;
        this.admin = server.admin();
        this.mail = mail;
        this.realms = new DemoRealms(server.admin(), server.url(), Optional.empty());
    }

    @BeforeAll
    void open() {
        browser = Browser.open();
        pages = Pages.open(ANY_PORT);
        realms.make(mail.smtpSettings());
        inbox = Inbox.addTo(pages, mail);
        new FirstPage(realms.exhibits(), inbox.toString(), URI.create(server.url() + "/admin/")).addTo(pages);
    }

    @AfterAll
    void close() {
        browser.close();
        pages.close();
        realms.delete();
    }

    @Test
    void listsWhatCanBeTried() throws IOException {
        Document page = Jsoup.connect(pages.url().toString()).get();
        assertThat(page.select("article").eachAttr("id"))
                .containsExactly(
                        "login",
                        "passwordless",
                        "passkey",
                        "reset",
                        "register",
                        "verify",
                        "link",
                        "choice",
                        "trust",
                        "inside",
                        "outside",
                        "report");
        assertThat(page.select("article h2 a").eachText())
                .doesNotHaveDuplicates()
                .hasSize(12);
        assertThat(page.select(".user").eachText())
                .containsExactly(
                        "alice",
                        "dave@example.test",
                        "judy@example.test",
                        "erin@example.test",
                        "newcomer@example.test",
                        "bob",
                        "carol",
                        "frank",
                        "grace",
                        "heidi",
                        "heidi",
                        "ivan");
        assertThat(page.select(".password").eachText())
                .containsExactly("alice", "bob", "carol", "frank", "grace", "heidi", "heidi", "ivan");
        assertThat(page.select("p a").eachAttr("href")).containsExactly(inbox.toString(), server.url() + "/admin/");
        assertThat(statusOf(inbox)).isEqualTo(HttpURLConnection.HTTP_OK);
        assertThat(statusOf(URI.create(server.url() + "/admin/"))).isEqualTo(HttpURLConnection.HTTP_OK);
        assertThat(statusOf(pages.url().resolve("elsewhere"))).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
    }

    @Test
    void leadsToALoginWithACodeHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            logIn("login");
            enterCode("alice", time);
            endsAt("demo");
        }
        assertThat(sessions("demo", "alice")).hasSize(1);
    }

    @Tag("seldom")
    @Test
    void leadsToALoginWithoutAPasswordHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            String address = open("passwordless");
            browser.await("#username").sendKeys(address, Keys.ENTER);
            enterCode("dave", time);
            endsAt("demo-passwordless");
        }
    }

    /** Each time with another passkey: a browser may offer one that is not the account's any more. */
    @Tag("seldom")
    @Test
    void leadsToALoginWithAPasskeyHoweverOften() {
        Browser others = browser;
        for (int time = 1; time <= 2; time++) {
            try (Browser withPasskeys = Authenticator.browser()) {
                browser = withPasskeys;
                logInWithAPasskey(time);
            } finally {
                browser = others;
            }
        }
    }

    private void logInWithAPasskey(int time) {
        String passkeys = "[data-testid='webauthn-passwordless/credential-list'] [data-testrole=label]";
        String address = open("passkey");
        browser.await("#username").sendKeys(address, Keys.ENTER);
        enterCode("judy", time);
        browser.press("[data-testid='webauthn-passwordless/create']");
        Authenticator.registerIn(browser);
        browser.await(passkeys);
        signOut("demo-passkey");
        browser.open(server.url() + "/realms/demo-passkey/account/account-security/signing-in");
        if (!new Passkeys(admin, "demo-passkey").canBeEnabled()) {
            browser.press("#try-another-way");
            browser.press("li:last-child:has(#kc-select-credential-form) h2");
            browser.await("#authenticateWebAuthnButton").click();
        }
        browser.await(passkeys);
        assertThat(sessions("demo-passkey", "judy")).hasSize(1);
        assertThat(mail.mailsTo(address)).hasSize(time);
    }

    private void signOut(String realm) {
        browser.open(server.url() + "/realms/" + realm + "/protocol/openid-connect/logout");
        browser.press("#kc-logout");
    }

    @Tag("seldom")
    @Test
    void leadsToANewPasswordHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            String address = open("reset");
            browser.press("a[href*=reset-credentials]");
            browser.await("#username").sendKeys(address, Keys.ENTER);
            enterCode("erin", time);
            browser.await("#password-new").sendKeys("another");
            browser.await("#password-confirm").sendKeys("another", Keys.ENTER);
            browser.await(driver -> driver.getPageSource().contains("Your account has been updated"));
        }
    }

    @Tag("seldom")
    @Test
    void leadsToARegistrationHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            String address = open("register");
            browser.press("a[href*=registration]");
            browser.await("#email").sendKeys(address, Keys.ENTER);
            enterCode("newcomer", time);
            for (String field : List.of("username", "firstName", "lastName", "password", "password-confirm")) {
                browser.await("#" + field).sendKeys("newcomer");
            }
            browser.press("[type=submit]");
            endsAt("demo-register");
        }
        assertThat(all("demo-register/users")).hasSize(1);
    }

    @Tag("seldom")
    @Test
    void leadsToAnAddressThatACodeVerifiesHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            logIn("verify");
            assertThat(person("demo-verify", "bob").path("emailVerified").asBoolean())
                    .isFalse();
            enterCode("bob", time);
            endsAt("demo-verify");
            assertThat(person("demo-verify", "bob").path("emailVerified").asBoolean())
                    .isTrue();
        }
        assertThat(mail.mails().get(0).subject()).contains("Email code demo: an address is verified");
    }

    @Tag("seldom")
    @Test
    void leadsToAnAccountThatACodeLinksHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            logIn("link");
            browser.press("#linkAccount");
            assertThat(links()).isEmpty();
            enterCode("carol", time);
            endsAt("demo-link");
            assertThat(links()).hasSize(1);
        }
        assertThat(mail.mails().get(0).text()).contains("Demo provider");
    }

    @Tag("seldom")
    @Test
    void leadsToACodeThatIsSetUpByChoiceHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            logIn("choice");
            browser.press("[data-testid='email-otp/create']");
            enterCode("frank", time);
            browser.await("[data-testid='email-otp/credential-list'] [data-testrole=label]");
        }
    }

    @Tag("seldom")
    @Test
    void leadsToABrowserThatNeedsNoCodeTheSecondTimeHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            logIn("trust");
            browser.await("#email-otp-trust").click();
            enterCode("grace", time);
            browser.await("[data-testid='email-otp-trusted-browser/credential-list'] [data-testrole=label]");
            signOut("demo-trust");
            browser.open(server.url() + "/realms/demo-trust/account");
            LoginPage.in(browser).submit(new TestUser("", "grace", "", "grace"));
            endsAt("demo-trust");
        }
        assertThat(mail.mailsTo("grace@example.test")).hasSize(2);
    }

    @Tag("seldom")
    @Test
    void leadsToACodeOutsideOfTrustedNetworksHoweverOften() {
        browser.address("127.0.0.1");
        for (int time = 1; time <= 2; time++) {
            logIn("inside");
            endsAt("demo-network");
            assertThat(mail.mailsTo("heidi@example.test")).hasSize(time - 1);
            logIn("outside");
            enterCode("heidi", time);
            endsAt("demo-network");
        }
    }

    @Tag("seldom")
    @Test
    void leadsToALoginThatItsOwnerEndsByTheMailHoweverOften() {
        for (int time = 1; time <= 2; time++) {
            logIn("report");
            mail.awaitMail("ivan@example.test", time);
            String stranger = browser.driver().getWindowHandle();
            followTheNewestMailsLink();
            browser.press("#email-otp-report");
            assertThat(browser.await("#email-otp-reason").getText()).startsWith("Thank you");
            browser.driver().close();
            browser.driver().switchTo().window(stranger);
            browser.open(server.url() + "/realms/demo-report/account");
            LoginPage.in(browser).submit(new TestUser("", "ivan", "", "ivan"));
            assertThat(person("demo-report", "ivan").path("requiredActions"))
                    .extracting(JsonNode::asText)
                    .containsExactly("UPDATE_PASSWORD");
        }
    }

    /** As the inbox shows it; the browser is at its page then. */
    private void followTheNewestMailsLink() {
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open(inbox.toString());
        Set<String> before = browser.driver().getWindowHandles();
        browser.await(ExpectedConditions.frameToBeAvailableAndSwitchToIt(By.cssSelector("article iframe")));
        browser.await("a").click();
        browser.driver().switchTo().defaultContent();
        browser.await(driver -> driver.getWindowHandles().size() > before.size());
        browser.driver().close();
        Set<String> opened = new HashSet<>(browser.driver().getWindowHandles());
        opened.removeAll(before);
        browser.driver().switchTo().window(opened.iterator().next());
    }

    /** With the user and the password that stand beside the link. */
    private void logIn(String exhibit) {
        browser.open(pages.url().toString());
        String password = browser.await("#" + exhibit + " .password").getText();
        String user = open(exhibit);
        LoginPage.in(browser).submit(new TestUser("", user, "", password));
    }

    /** By the page's link; answers the user that stands beside it. */
    private String open(String exhibit) {
        browser.open(pages.url().toString());
        String user = browser.await("#" + exhibit + " .user").getText();
        // In this tab.
        browser.open(browser.driver()
                .findElement(By.cssSelector("#" + exhibit + " a"))
                .getAttribute("href"));
        return user;
    }

    private void enterCode(String person, int mails) {
        CodePage.in(browser)
                .enter(mail.awaitMail(person + "@example.test", mails).code());
    }

    private void endsAt(String realm) {
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
