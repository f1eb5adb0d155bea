package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which language it chooses; that each is complete is for {@link LanguagesIT} to show. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The language of the mail with the code")
class MailLanguageIT extends MailOfALogin {

    private static final List<Function<ReceivedMail, String>> PARTS = List.of(
            ReceivedMail::subject,
            ReceivedMail::text,
            mail -> Jsoup.parse(mail.html()).text());

    private final KeycloakServer server;

    MailLanguageIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        super(realm, mail);
        this.server = server;
    }

    /** As the page, on versions too on which Keycloak's own mails disregard what application and browser ask for. */
    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "es"})
    void isInOneLanguageWithItsTimes(String asked) {
        client.openLogin(Map.of("ui_locales", asked));
        client.password(user);
        ReceivedMail received = mail.awaitMail(user.email());
        String language = Jsoup.parse(received.html()).selectFirst("html").attr("lang");
        assertThat(language).isEqualTo(asked);
        String date = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(Locale.forLanguageTag(language))
                .format(LocalDate.now(ZoneId.systemDefault()));
        assertThat(received.text()).contains(date);
    }

    @Test
    void isInTheLanguageOfTheBrowser() {
        client.headers(Map.of("Accept-Language", "fr-CA, fr;q=0.9, en;q=0.5"));
        assertThat(languages(askForACode())).containsExactly("fr", "fr");
    }

    @Test
    void isInTheLanguageThatWasChosenInTheBrowserOnce() {
        client.openLogin();
        client.switchLanguage("es");
        LoginClient later = client.newTab();
        later.openLogin();
        later.password(user);
        assertThat(later.page().document().selectFirst("html").attr("lang")).isEqualTo("es");
        assertThat(languages(mail.awaitMail(user.email()))).containsExactly("es", "es");
    }

    /** That of the mark-up, and that of the words. */
    private static List<String> languages(ReceivedMail received) {
        String spoken = Bundle.SAMPLE.stream()
                .filter(language -> received.text()
                                .contains(Bundle.in(language)
                                        .text("emailOtpMailSecret")
                                        .replace("\u00a0", " "))
                        || received.text().contains(Bundle.in(language).text("emailOtpMailSecret")))
                .findFirst()
                .orElse("none");
        return List.of(Jsoup.parse(received.html()).selectFirst("html").attr("lang"), spoken);
    }

    @Test
    void isInTheLanguageOfTheUserBeforeThatOfTheBrowser() {
        speak(user, "de");
        ReceivedMail received = askForACode();
        assertThat(received.subject()).contains("ist Ihr Anmeldecode");
        assertThat(received.parts())
                .allSatisfy(text -> assertThat(text).contains("Dies ist Code 1.", "5 Minuten lang"));
    }

    @Test
    void isInTheLanguageOfTheRealmIfItSpeaksNoOther() {
        setLanguages("de", "de");
        try {
            assertThat(askForACode().subject()).contains("ist Ihr Anmeldecode");
        } finally {
            setLanguages("en", "en", "de", "fr", "es");
        }
    }

    @ParameterizedTest
    @CsvSource({"en, Account Console", "de, (Konto-K|Accountk)onsole"})
    void namesKeycloaksOwnApplicationsInTheLanguageOfTheMail(String language, String name) {
        String challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        client.get(URI.create(server.url() + "/realms/test/protocol/openid-connect/auth?client_id=account-console"
                + "&redirect_uri=" + server.url() + "/realms/test/account/&response_type=code&scope=openid"
                + "&code_challenge_method=S256&code_challenge=" + challenge));
        client.switchLanguage(language);
        client.password(user);
        assertThat(mail.awaitMail(user.email()).parts())
                .allSatisfy(text -> assertThat(text).containsPattern("(Application|Anwendung):? " + name));
    }

    @ParameterizedTest
    @CsvSource({
        "en, digits",
        "de, digits",
        "fr, digits",
        "es, digits",
        "en, letters-and-digits",
        "de, letters-and-digits",
        "fr, letters-and-digits",
        "es, letters-and-digits"
    })
    void doesNotMatterToWhoPastesAllOfItIntoTheField(String language, String alphabet) {
        realm.configureStep(Map.of("codeAlphabet", alphabet));
        for (Function<ReceivedMail, String> part : PARTS) {
            TestUser reader = realm.newUser();
            speak(reader, language);
            LoginClient login = realm.newClient();
            login.openLogin();
            login.password(reader);
            // A field has one line.
            String pasted = part.apply(mail.awaitMail(reader.email())).replaceAll("\\R", " ");
            assertThat(login.code(pasted).isLoggedIn()).as(pasted).isTrue();
        }
    }

    private void speak(TestUser reader, String language) {
        realm.admin()
                .updateUser(
                        realm.name(),
                        reader.id(),
                        account -> account.withObject("/attributes")
                                .putArray("locale")
                                .add(language));
    }

    private ReceivedMail askForACode() {
        begin();
        return mail.awaitMail(user.email());
    }

    private void setLanguages(String standard, String... all) {
        realm.admin().updateRealm(realm.name(), representation -> {
            representation.put("defaultLocale", standard);
            var languages = representation.putArray("supportedLocales");
            List.of(all).forEach(languages::add);
        });
    }
}
