package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every view of the page, and the mail, in some languages; {@code EveryLanguageIT} looks at all. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Who speaks another language reads it")
class LanguagesIT {

    /** What people see when a text is missing, or was not formatted, or was formatted once too often. */
    private static final Pattern LEFTOVER = Pattern.compile("emailOtp|auth-email|\\{|\\$|''|\\\\|MISSING");

    private static final String WRONG = "00000000";
    private static final char NO_BREAK = '\u00a0';
    private static final int LONG_ENOUGH_TO_BE_NO_COINCIDENCE = 10;

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    LanguagesIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    /** Should Keycloak learn another, this fails on the version that has. */
    @Test
    void whichKeycloaksLoginThemeSpeaks() throws IOException {
        List<String> keycloaks = ThemeLanguages.of("login");
        assertThat(keycloaks).hasSizeGreaterThan(25);
        assertThat(Bundle.LANGUAGES.stream().map(Bundle::tag)).containsAll(keycloaks);
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#SAMPLE")
    void onThePage(String language) {
        Texts texts = new Texts(language);
        realm.configureStep(Map.of("codeAttempts", "2", "codeLifetime", "90"));
        assertThat(view(logIn(language), language))
                .contains(texts.text("emailOtpTitle"), texts.text("emailOtpLabel"), texts.text("emailOtpResend"));
        assertThat(view(client.code(" "), language)).contains(texts.text("emailOtpMissing"));
        assertThat(view(client.code("1"), language)).contains(texts.text("emailOtpMalformed", 8));
        assertThat(view(client.code(WRONG), language)).contains(texts.text("emailOtpWrong1", 1, 1));
        assertThat(view(client.reload(), language)).contains(texts.text("emailOtpTriesLeft1", 1));
        assertThat(view(client.code(WRONG), language)).contains(texts.text("emailOtpTooManyTries"));
        assertThat(view(client.reload(), language)).contains(texts.text("emailOtpRestart"));
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#SAMPLE")
    void inTheMail(String language) {
        Texts texts = new Texts(language);
        realm.configureStep(Map.of("codeLifetime", "90"));
        client.openLogin();
        client.switchLanguage(language);
        client.password(user);
        ReceivedMail received = mail.awaitMail(user.email());
        String lifetime = texts.text(
                "emailOtpMinutesAndSeconds", texts.text("emailOtpMinutes1", 1), texts.text("emailOtpSeconds", 30));
        for (String part : List.of(received.text(), Jsoup.parse(received.html()).text())) {
            assertThat(part.replace(NO_BREAK, ' '))
                    .contains(texts.text("emailOtpMailCode"), texts.text("emailOtpMailNotYouHelp"), lifetime);
            assertClean(part, language);
        }
        assertThat(received.subject().replace(NO_BREAK, ' '))
                .isEqualTo(texts.text("emailOtpSubjectWithCode", received.code(), "Test Realm", 1));
        assertThat(Jsoup.parse(received.html()).selectFirst("html").attr("lang"))
                .isEqualTo(language);
    }

    private Page logIn(String language) {
        client.openLogin(Map.of("ui_locales", language));
        return client.password(user);
    }

    /** The text of a page, after a look at what it must not hold. */
    private String view(Page page, String language) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.document().selectFirst("html").attr("lang")).isEqualTo(language);
        assertClean(page.text(), language);
        return page.text();
    }

    /** As the bundle has them, but for the blanks: jsoup reads a no-break space as a plain one. */
    private record Texts(String language) {

        String text(String key, Object... arguments) {
            return Bundle.in(language).text(key, arguments).replace(NO_BREAK, ' ');
        }
    }

    private static void assertClean(String text, String language) {
        assertThat(text).doesNotContainPattern(LEFTOVER);
        if (language.equals("en")) {
            return;
        }
        Bundle english = Bundle.in("en");
        Bundle own = Bundle.in(language);
        assertThat(english.keys())
                .filteredOn(key -> english.raw(key).length() >= LONG_ENOUGH_TO_BE_NO_COINCIDENCE)
                .filteredOn(key -> !english.raw(key).equals(own.raw(key)))
                .allSatisfy(
                        key -> assertThat(text.replace("Test Application", "")).doesNotContain(english.raw(key)));
    }
}
