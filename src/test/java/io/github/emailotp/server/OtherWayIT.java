package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.FreshLook;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page for users who could also take the code of their authenticator app; the flow itself is in {@link FlowsIT}. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Where there is another way, the page that asks for the code")
class OtherWayIT {

    private static final String FLOW = "alternatives";
    private static final String CHOICE = "input[name=authenticationExecution]";
    private static final String LOOK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));";

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    OtherWayIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @BeforeEach
    void takeTheFlowWithAnotherWay() {
        bind(FLOW);
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        representation -> representation
                                .putArray("credentials")
                                .addObject()
                                .put("type", "otp")
                                .put("secretData", "{\"value\":\"a secret of twenty b\"}")
                                .put(
                                        "credentialData",
                                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}"));
        client.openLogin();
        client.password(user);
    }

    @AfterEach
    void takeTheUsualFlow() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of());
        bind("browser email code");
    }

    @Test
    void leadsThereAndBackWithoutAnotherMail() {
        choose("Email code");
        assertThat(client.page().isCodePage()).isTrue();
        assertThat(choose("Authenticator Application").text()).contains("One-time code");
        choose("Email code");
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    /** Keycloak runs its flow from the top at each address. What was mailed is still good for whoever chooses the code again. */
    @Test
    void isChosenAgainAfterAReloadAndInAnotherLanguage() {
        choose("Email code");
        assertThat(client.reload().text()).contains("One-time code");
        choose("Email code");
        assertThat(client.switchLanguage("de").isCodePage()).isFalse();
        client.switchLanguage("en");
        choose("Email code");
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    @Test
    void namesItWhenTheMailCouldNotBeSent() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("delivery", "wait"));
        mail.respond(Response.REJECT);
        Page page = choose("Email code");
        assertThat(page.error()).startsWith("Your mailbox did not take the mail");
        assertThat(page.has("button.pf-m-primary[name=tryAnotherWay]")).isTrue();
        assertThat(page.has(".pf-m-primary[name=resend]")).isFalse();
        assertThat(client.submit(Map.of("tryAnotherWay", "on")).text()).contains("Authenticator Application");
        assertThat(choose("Authenticator Application").text()).contains("One-time code");
    }

    /** Keycloak answers with the page of the app, its first way, at every address of this login. */
    @Test
    void staysWhenItsScriptLooksForNews() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("resendCooldown", "10"));
        try (Browser browser = Browser.open()) {
            CodePage page = openCodePage(browser);
            page.field().sendKeys("12");
            page.awaitNews("spam folder");
            assertThat(page.field().getDomProperty("value")).isEqualTo("12");
            page.field().clear();
            page.enter(mail.awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
        }
    }

    @Test
    void losesNoCodeThatIsTypedWhileItsScriptLooks() {
        try (Browser browser = Browser.open()) {
            CodePage page = openCodePage(browser);
            lookForLong(browser);
            page.enter(mail.awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
        }
    }

    /** A look makes the address another, also that of Keycloak's form. */
    @Test
    void leadsThereAfterItsScriptHasLooked() {
        try (Browser browser = Browser.open()) {
            openCodePage(browser);
            FreshLook.finds("new", browser);
            browser.await("#try-another-way").click();
            browser.await("li:has(" + CHOICE + ")");
        }
    }

    /** A phone puts the tab to sleep, or a lift has no network. */
    @Test
    void losesNothingByALookWhoseAnswerIsLost() {
        try (Browser browser = Browser.open()) {
            CodePage page = openCodePage(browser);
            page.field().sendKeys("12");
            browser.driver()
                    .executeAsyncScript(
                            "const done = arguments[0];"
                                    + "const body = new URLSearchParams({ look: 'true' });"
                                    + "fetch(document.getElementById('email-otp-form').action, { method: 'POST', body }).then(() => done())");
            FreshLook.willFind("new", browser);
            browser.driver()
                    .executeScript("document.getElementById('email-otp-form').failures = 1;"
                            + "dispatchEvent(new Event('online'));");
            FreshLook.await("new", browser);
            assertThat(page.field().getDomProperty("value")).isEqualTo("12");
            page.enter(mail.awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
        }
    }

    @Test
    void keepsTheFocusWhereThereIsNoField() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("delivery", "wait"));
        mail.respond(Response.REJECT);
        try (Browser browser = Browser.open()) {
            chooseEmail(browser);
            browser.await("#email-otp-other-way");
            browser.driver().executeScript("document.getElementById('email-otp-other-way').focus()");
            FreshLook.finds("new", browser);
            browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
            browser.await("li:has(" + CHOICE + ")");
        }
    }

    @Test
    void leadsThereWhileItsScriptLooks() {
        try (Browser browser = Browser.open()) {
            openCodePage(browser);
            lookForLong(browser);
            browser.await("#try-another-way").click();
            browser.await("li:has(" + CHOICE + ")");
        }
    }

    /** Keycloak's own button for it goes, and ours comes. */
    @Test
    void movesNothingWhenTheMailIsRefused() {
        mail.respond(Response.REJECT);
        mail.delay(Duration.ofSeconds(3));
        try (Browser browser = Browser.open()) {
            openCodePage(browser);
            Map<?, ?> before = new PageRules(browser).tops();
            browser.await("#email-otp-other-way");
            assertThat(new PageRules(browser).tops()).isEqualTo(before);
            assertThat(browser.driver().findElement(By.id("try-another-way")).isDisplayed())
                    .isFalse();
        }
    }

    @Test
    void isShortAndAccessible() {
        try (Browser browser = Browser.open()) {
            openCodePage(browser);
            PageRules rules = new PageRules(browser);
            assertThat(rules.words()).isLessThanOrEqualTo(PageRules.MOST_WORDS);
            assertThat(rules.violations()).isEmpty();
        }
    }

    @Test
    void isAccessibleWhereTheOtherWayHelps() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("delivery", "wait"));
        mail.respond(Response.REJECT);
        try (Browser browser = Browser.open()) {
            chooseEmail(browser);
            browser.await("#email-otp-other-way");
            assertThat(new PageRules(browser).violations()).isEmpty();
        }
    }

    private static void lookForLong(Browser browser) {
        browser.driver()
                .executeScript("const get = window.fetch;"
                        + "window.fetch = async (...what) => {"
                        + "  const answer = await get(...what);"
                        + "  await new Promise((resolve) => setTimeout(resolve, 3000));"
                        + "  return answer; };"
                        + LOOK
                        + "await new Promise((resolve) => setTimeout(resolve, 1000));");
    }

    private CodePage openCodePage(Browser browser) {
        chooseEmail(browser);
        return CodePage.in(browser);
    }

    private void chooseEmail(Browser browser) {
        browser.openLogin(realm).submit(user);
        browser.await("#try-another-way").click();
        browser.await("li:last-child:has(" + CHOICE + ") h2").click();
    }

    @Test
    void namesItOnce() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("delivery", "wait"));
        mail.respond(Response.REJECT);
        try (Browser browser = Browser.open()) {
            chooseEmail(browser);
            browser.await("#email-otp-other-way");
            assertThat(browser.driver().findElement(By.id("try-another-way")).isDisplayed())
                    .isFalse();
        }
    }

    @Test
    void advisesItWhereTheServiceHasAProblem() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("delivery", "wait"));
        mail.respond(Response.REJECT_CONTENT);
        assertThat(choose("Email code").error()).endsWith("Log in another way, or try again later.");
    }

    @Test
    void namesItWhenThereWereTooManyMails() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("mailsPer5Minutes", "1"));
        choose("Email code");
        LoginClient again = realm.newClient();
        again.openLogin();
        again.password(user);
        choose(again, "Email code");
        assertThat(again.page().text()).contains("Too many codes were asked for", "Try Another Way");
        assertThat(choose(again, "Authenticator Application").text()).contains("One-time code");
    }

    @Test
    void namesItWhileWrongCodesHaveToWait() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("guessesFree", "1", "guessWait", "600"));
        choose("Email code");
        assertThat(client.code("00000000").error()).contains("in 10 minutes");
        assertThat(choose("Authenticator Application").text()).contains("One-time code");
        LoginClient again = realm.newClient();
        again.openLogin();
        again.password(user);
        choose(again, "Email code");
        assertThat(again.page().text()).contains("in 10 minutes", "Try Another Way");
    }

    @Test
    void namesItWhenNoTryIsLeft() {
        realm.admin().stepConfig(realm.name(), FLOW, Map.of("codeAttempts", "1"));
        choose("Email code");
        client.code("00000000");
        assertThat(client.page().text()).contains("too many wrong codes", "Try Another Way");
        assertThat(choose("Authenticator Application").text()).contains("One-time code");
    }

    /** Opens Keycloak's list of other ways and chooses from it. */
    private Page choose(String name) {
        return choose(client, name);
    }

    private static Page choose(LoginClient client, String name) {
        Page list = client.tryAnotherWay();
        String choice = list.document().select("li:has(" + CHOICE + "):contains(" + name + ") " + CHOICE).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + list.text()))
                .attr("value");
        return client.submit(Map.of("authenticationExecution", choice));
    }

    private void bind(String flow) {
        realm.admin().updateRealm(realm.name(), representation -> representation.put("browserFlow", flow));
    }
}
