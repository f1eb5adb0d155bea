package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Page and mail of a login in each language, in a browser as wide as a small phone. Pictures of all go to {@code target/languages}. */
@Tag("every-version")
@Tag("seldom")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A login in each language")
class EveryLanguageIT {

    private static final Path PICTURES = Path.of("target", "languages");
    private static final int PHONE = 320;
    private static final int HEIGHT = 760;
    private static final String WRONG = "00000000";
    private static final Set<String> FROM_RIGHT_TO_LEFT = Set.of("ar", "fa");

    /** Whether the code, or what the page asks for it with, runs from right to left. */
    private static final String DIRECTION = "return getComputedStyle(document.querySelector(arguments[0])).direction";

    /** Of the title, with its text of this state and with that of the others. */
    private static final String HEIGHTS = "const title = document.querySelector('.email-otp-title');"
            + "const high = (text, other) => { title.firstElementChild.textContent = text; title.dataset.other = other;"
            + "return title.closest('#kc-page-title').offsetHeight; };"
            + "const [one, two] = arguments; return [...new Set([high(two, one), high(one, two)])];";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final Browser browser = Browser.open();
    private final PageRules rules = new PageRules(browser);

    EveryLanguageIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void speak() {
        languages(Bundle.LANGUAGES);
    }

    @AfterEach
    void restore() {
        browser.close();
        languages(Bundle.SAMPLE);
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#LANGUAGES")
    void hasAPageThatFitsAndAMailOfTheSameLanguage(String language) throws IOException {
        Bundle texts = Bundle.in(language);
        String direction = FROM_RIGHT_TO_LEFT.contains(language) ? "rtl" : "ltr";
        TestUser user = realm.newUser();
        browser.emulate(PHONE, HEIGHT);
        CodePage page = browser.openLogin(realm.loginUrl() + "&ui_locales=" + Bundle.tag(language))
                .logIn(user);
        requirePage(language, direction);
        assertThat(page.resendButton().getText())
                .startsWith(texts.text("emailOtpResendIn", "0:").replaceFirst("0:.*", ""))
                .containsPattern("(?<!\\d)0:\\d\\d(?!\\d)");
        picture(language, "page");
        page.enter(WRONG);
        assertThat(plain(page.error())).isEqualTo(plain(texts.text("emailOtpWrong", "4", "1")));
        requirePage(language, direction);
        picture(language, "wrong-code");
        assertThat(script(HEIGHTS, texts.text("emailOtpTitle"), texts.text("emailOtpTitleNoCode")))
                .as("heights of the title, which changes in place")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
        requireMail(texts, direction, mail.awaitMail(user.email()), language);
    }

    private void requirePage(String language, String direction) {
        assertThat(attribute("lang")).isEqualTo(Bundle.tag(language));
        assertThat(script(DIRECTION, "body")).isEqualTo(direction);
        assertThat(script(DIRECTION, "#oneTimeCode")).as("the code").isEqualTo("ltr");
        assertThat(script("return document.documentElement.scrollWidth"))
                .as("width")
                .isEqualTo((long) PHONE);
        assertThat(rules.cutOff()).isEmpty();
        assertThat(rules.violations()).isEmpty();
    }

    private void requireMail(Bundle texts, String direction, ReceivedMail received, String language)
            throws IOException {
        assertThat(plain(received.subject()))
                .isEqualTo(plain(texts.text("emailOtpSubjectWithCode", received.code(), "Test Realm", "1")));
        assertThat(plain(received.text())).startsWith(plain(texts.text("emailOtpMailCode")));
        Path file = Files.createDirectories(PICTURES.resolve(server.version())).resolve(language + "-mail.html");
        Files.writeString(file, received.html());
        browser.open(file.toUri().toString());
        assertThat(attribute("lang")).isEqualTo(Bundle.tag(language));
        assertThat(script(DIRECTION, ".eo-card")).isEqualTo(direction);
        assertThat(script(DIRECTION, ".eo-code")).as("the code").isEqualTo("ltr");
        assertThat(plain((String) script("return document.body.innerText")))
                .contains(plain(texts.text("emailOtpMailSecret")));
        assertThat(script("return document.documentElement.scrollWidth"))
                .as("width")
                .isEqualTo((long) PHONE);
        picture(language, "mail");
    }

    /** With blanks at which lines may break. */
    private static String plain(String text) {
        return text.replace('\u00a0', ' ').replace('\u202f', ' ');
    }

    private String attribute(String name) {
        return (String) script("return document.documentElement.getAttribute(arguments[0])", name);
    }

    private Object script(String script, Object... arguments) {
        return browser.driver().executeScript(script, arguments);
    }

    private void picture(String language, String what) {
        browser.screenshot(PICTURES.resolve(server.version()).resolve(language + "-" + what + ".png"));
    }

    private void languages(List<String> languages) {
        realm.admin().updateRealm(realm.name(), representation -> {
            var supported = representation.putArray("supportedLocales");
            languages.forEach(language -> supported.add(Bundle.tag(language)));
        });
    }
}
