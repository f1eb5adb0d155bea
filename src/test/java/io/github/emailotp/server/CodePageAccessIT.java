package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.Browser.ColorScheme;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For whom and where the page works: screen readers, the dark, small screens, strict security policies. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Everybody can use the page that asks for the code")
class CodePageAccessIT {

    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final String WRONG = "00000000";
    private static final int PHONE = 320;

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final Browser browser = Browser.open();

    CodePageAccessIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @EnumSource
    void asTheGuidelinesWant(ColorScheme scheme) {
        realm.configureStep(Map.of("codeAttempts", "2", "trustedBrowserDays", "30"));
        browser.prefer(scheme);
        CodePage page = browser.openLogin(realm).logIn(user);
        assertThat(violations()).as("the first page").isEmpty();
        page.enter(WRONG);
        assertThat(page.error()).isNotBlank();
        assertThat(violations()).as("with an error").isEmpty();
        page.enter(WRONG);
        browser.await("#email-otp-restart");
        assertThat(violations()).as("at the end").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void asTheGuidelinesWantWhenTheMailCouldNotBeSent(ColorScheme scheme) {
        browser.prefer(scheme);
        realm.configureStep(Map.of("delivery", "wait"));
        mail.respond(Response.REJECT);
        browser.openLogin(realm).submit(user);
        browser.await("[data-state=undelivered]");
        assertThat(violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es"})
    void onAPhoneWithoutScrollingSideways(String language) {
        realm.configureStep(Map.of("trustedBrowserDays", "30"));
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        representation -> representation.put(
                                "email",
                                user.username() + "@averylongcompanynamewithoutanyhyphen.somedepartment.example.test"));
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", PHONE, "height", 740, "deviceScaleFactor", 2, "mobile", true));
        CodePage page =
                browser.openLogin(realm.loginUrl() + "&ui_locales=" + language).logIn(user);
        assertThat(width()).isEqualTo(PHONE);
        page.enter(WRONG);
        assertThat(page.error()).isNotBlank();
        assertThat(width()).isEqualTo(PHONE);
    }

    @Test
    void withoutAWordInTheBrowsersConsole() {
        CodePage page = browser.openLogin(realm).logIn(user);
        page.enter(WRONG);
        assertThat(page.error()).isNotBlank();
        assertThat(browser.driver().manage().logs().get("browser").getAll()).isEmpty();
    }

    /** Keycloak's own inline scripts do not run under this policy; ours are files. */
    @Test
    void whereASecurityPolicyForbidsInlineScriptsAndStyles() {
        String policy = setPolicy("script-src 'self'; style-src 'self'");
        try {
            CodePage page = browser.openLogin(realm).logIn(user);
            browser.await(driver -> !page.resendButton().isEnabled());
            assertThat(page.resendButton().getText()).matches("Send a new code in 0:\\d\\d");
            assertThat(page.field().getCssValue("letter-spacing")).isNotEqualTo("normal");
            assertThat(browser.has(
                            "#email-otp-form [style], #email-otp-form [onclick], #email-otp-form script:not([src])"))
                    .isFalse();
            page.enter(mail.awaitMail(user.email()).code());
            browser.awaitUrl(realm.appUrl());
        } finally {
            setPolicy(policy);
        }
    }

    private List<String> violations() {
        return new AxeBuilder()
                .withTags(WCAG).analyze(browser.driver()).getViolations().stream()
                        .flatMap(CodePageAccessIT::describe)
                        .toList();
    }

    private static Stream<String> describe(Rule rule) {
        return rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml() + " " + rule.getHelp());
    }

    private long width() {
        return (Long) browser.driver().executeScript("return document.documentElement.scrollWidth");
    }

    /** Answers the policy that was set before. */
    private String setPolicy(String policy) {
        String name = "contentSecurityPolicy";
        String before = realm.admin()
                .get(realm.name())
                .at("/browserSecurityHeaders/" + name)
                .asText();
        realm.admin()
                .updateRealm(
                        realm.name(),
                        representation -> representation
                                .withObject("/browserSecurityHeaders")
                                .put(name, policy));
        return before;
    }
}
