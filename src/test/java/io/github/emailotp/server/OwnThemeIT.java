package io.github.emailotp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.SecondExtension;
import io.github.emailotp.server.harness.SecondKeycloak;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a company makes page and mail its own: texts of the realm, a frame for mails, templates, or a copy of the theme. */
@Tag("every-version")
@Tag("long")
@ExtendWith(SecondExtension.class)
@DisplayName("A company's own")
class OwnThemeIT {

    private static final Path OURS = Path.of("themes", "email-otp");

    private final SecondKeycloak server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;
    private final Path themes;

    OwnThemeIT(SecondKeycloak server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.themes = server.themes();
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @AfterEach
    void restore() throws IOException {
        use("", "");
        for (String theme : new String[] {"example-corp", "email-otp"}) {
            remove(themes.resolve(theme));
        }
    }

    @Test
    void textsOfTheRealmReplaceOurs() {
        String texts = realm.name() + "/localization/en";
        realm.admin()
                .post(
                        texts,
                        Map.of(
                                "emailOtpTitle", "A title of Example Corp",
                                "emailOtpMailCode", "A heading of Example Corp",
                                "emailOtpSubjectWithCode", "{0} is a subject of {1}"));
        try {
            assertThat(logIn().text()).contains("A title of Example Corp");
            ReceivedMail received = mail.awaitMail(user.email());
            assertThat(received.subject()).isEqualTo(received.code() + " is a subject of Test Realm");
            assertThat(received.text()).contains("A heading of Example Corp: " + received.code());
            assertThat(received.html()).contains("A heading of Example Corp");
        } finally {
            realm.admin().delete(texts);
        }
    }

    /** Who reads German is told nothing in English, but what is said otherwise in German. */
    @Test
    void textsReplaceOursInTheLanguageThatTheyAreIn() throws IOException {
        for (String type : new String[] {"login", "email"}) {
            write(
                    "example-corp/" + type + "/theme.properties",
                    "parent=" + (type.equals("login") ? "keycloak.v2" : "base"));
            write(
                    "example-corp/" + type + "/messages/messages_en.properties",
                    "emailOtpTitle=A title of Example Corp\nemailOtpLabel=A label\nemailOtpMailCode=A heading\n");
            write(
                    "example-corp/" + type + "/messages/messages_de.properties",
                    "emailOtpLabel=Eine Beschriftung\nemailOtpMailSecret=Geheim!\n");
        }
        use("example-corp", "example-corp");
        String english = realm.name() + "/localization/en";
        String german = realm.name() + "/localization/de";
        realm.admin().post(english, Map.of("emailOtpMailNotYou", "Not you?"));
        realm.admin().post(german, Map.of("emailOtpSubmit", "Los", "emailOtpSubjectWithCode", "{0} von {1}"));
        try {
            client.openLogin(Map.of("ui_locales", "de"));
            Page page = client.password(user);
            assertThat(page.text()).contains("Postfach prüfen", "Eine Beschriftung", "Los", "Neuen Code schicken");
            ReceivedMail received = mail.awaitMail(user.email());
            assertThat(received.subject()).isEqualTo(received.code() + " von Test Realm");
            for (String part :
                    new String[] {received.text(), Jsoup.parse(received.html()).text()}) {
                assertThat(part).contains("Ihr Anmeldecode", "Geheim!", "Waren Sie das nicht?");
            }
            LoginClient another = realm.newClient();
            another.openLogin(Map.of("ui_locales", "en"));
            assertThat(another.password(realm.newUser()).text()).contains("A title of Example Corp", "A label");
        } finally {
            realm.admin().delete(english);
            realm.admin().delete(german);
        }
    }

    @Test
    void mistakesInTextsOfTheRealmGiveOurOwnAndOneWarning() {
        String texts = realm.name() + "/localization/en";
        realm.admin().post(texts, Map.of("emailOtpTitle", "Hello {name}", "emailOtpWrong", "Wrong {"));
        try {
            assertThat(logIn().text()).contains("Check your email");
            assertThat(client.code("00000000").error())
                    .isEqualTo("Wrong code: enter the newest one, number 1 (4 tries left).");
            assertThat(client.code("00000001").error()).startsWith("Wrong code");
            assertThat(server.logLines("emailOtpTitle")).hasSize(1);
            assertThat(server.logLines("emailOtpWrong")).hasSize(1);
        } finally {
            realm.admin().delete(texts);
        }
    }

    /** A text of the page, one of the mail, and its subject. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            emailOtpMalformed       | A text {
            emailOtpMalformed       | A text of {name}
            emailOtpMalformed       | A text of {7}
            emailOtpMailCode        | A text {
            emailOtpMailCode        | A text of {name}
            emailOtpMailCode        | A text of {7}
            emailOtpSubjectWithCode | A text {
            emailOtpSubjectWithCode | A text of {name}
            emailOtpSubjectWithCode | A text of {7}
            """)
    void mistakeInATextGivesOurOwnAndLosesNoCode(String key, String mistake) {
        String texts = realm.name() + "/localization/en";
        realm.admin().post(texts, Map.of(key, mistake));
        int before = warnings();
        try {
            logIn();
            assertThat(client.code("1").error()).isEqualTo("Enter all 8 digits, as they stand in the email.");
            ReceivedMail received = mail.awaitMail(user.email());
            assertThat(received.subject()).isEqualTo(received.code() + " is your login code for Test Realm (code 1)");
            assertThat(received.text()).contains("Your login code: " + received.code());
            assertThat(client.code("2").error()).startsWith("Enter all");
            assertThat(client.code(received.code()).isLoggedIn()).isTrue();
            assertThat(warnings()).isEqualTo(before + 1);
        } finally {
            realm.admin().delete(texts);
        }
    }

    /** Those of the realm's themes, which have another theme as their parent. */
    @ParameterizedTest
    @ValueSource(strings = {"A text {", "A text of {name}", "A text of {7}"})
    void mistakeInAThemeGivesOurOwnAndLosesNoCode(String mistake) throws IOException {
        String texts = "emailOtpMailCode=%1$s\nemailOtpSubjectWithCode=%1$s\nemailOtpMissing=%1$s\n".formatted(mistake);
        for (String type : new String[] {"login", "email"}) {
            write(
                    "example-corp/" + type + "/theme.properties",
                    "parent=" + (type.equals("login") ? "keycloak.v2" : "base"));
            write("example-corp/" + type + "/messages/messages_en.properties", texts);
        }
        mailWithoutMistakes();
        use("example-corp", "example-corp");
        int before = warnings();
        logIn();
        assertThat(client.code(" ").error()).isEqualTo("Enter the code from the email.");
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.subject()).isEqualTo(received.code() + " is your login code for Test Realm (code 1)");
        assertThat(received.text()).contains("Your login code: " + received.code());
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
        assertThat(warnings()).as("one of the page, one of the mail").isEqualTo(before + 2);
    }

    /** From then on the log tells of mistakes anew. */
    private void mailWithoutMistakes() {
        TestUser other = realm.newUser();
        LoginClient another = realm.newClient();
        another.openLogin();
        another.password(other);
        mail.awaitMail(other.email());
    }

    private int warnings() {
        return server.logLines("cannot be formatted, so the product's own").size()
                + server.logLines("has a text for the mail with a mistake").size();
    }

    @Test
    void thatFailsIsNamedInTheLog() throws IOException {
        write("example-corp/login/theme.properties", "parent=keycloak.v2");
        write("example-corp/login/login-mailed-code.ftl", "${emailOtp.noSuchThing}");
        use("example-corp", "");
        client.openLogin();
        assertThat(client.password(user).status()).isEqualTo(500);
        assertThat(server.logLines("those of the login theme example-corp are"))
                .singleElement()
                .asString()
                .contains("example-corp/login/login-mailed-code.ftl", "/template.ftl", "/mailed-code-words.ftl");
    }

    /** It is in use elsewhere, with another model. */
    @Test
    void templateOfAnotherExtensionIsNotTakenForOurs() throws IOException {
        write("example-corp/login/theme.properties", "parent=keycloak.v2");
        write("example-corp/login/login-email-otp.ftl", "${noSuchThing}");
        write("example-corp/email/theme.properties", "parent=base");
        write("example-corp/email/html/email-otp.ftl", "${noSuchThing}");
        use("example-corp", "example-corp");
        logIn();
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void frameForMailsIsAroundOurs() throws IOException {
        write("example-corp/email/theme.properties", "parent=base");
        write(
                "example-corp/email/html/template.ftl",
                "<#macro emailLayout><html lang=\"en\"><head><title>Corp</title></head><body>"
                        + "<p id=\"corp\">A letter of Example Corp</p><#nested></body></html></#macro>");
        use("", "example-corp");
        logIn();
        ReceivedMail received = mail.awaitMail(user.email());
        var document = Jsoup.parse(received.html());
        assertThat(document.select("#corp").text()).isEqualTo("A letter of Example Corp");
        assertThat(document.select(".eo-code").text()).isEqualTo(received.code());
        assertThat(document.select("title").text()).isEqualTo("Corp");
        assertThat(document.select("html, head, body")).hasSize(3);
    }

    @Test
    void templatesReplaceOurs() throws IOException {
        write("example-corp/email/theme.properties", "parent=base");
        write("example-corp/email/html/mailed-code.ftl", "<p>Example Corp: <b>${code}</b> for ${host}, ${ip}</p>");
        write(
                "example-corp/email/text/mailed-code.ftl",
                "Example Corp: ${code} until ${lifetimeSeconds} s after ${sentAt}");
        write("example-corp/login/theme.properties", "parent=keycloak.v2");
        write(
                "example-corp/login/login-mailed-code.ftl",
                "<form method=post action='${url.loginAction}'>Example Corp ${emailOtp.maskedAddress} <input name=oneTimeCode></form>");
        use("example-corp", "example-corp");
        assertThat(logIn().text()).isEqualTo("Example Corp u•••@example.test");
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.text()).startsWith("Example Corp: ").contains(" until 300 s after ");
        assertThat(Jsoup.parse(received.html()).text())
                .isEqualTo("Example Corp: " + received.code() + " for "
                        + client.page().url().getAuthority() + ", " + client.address());
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
    }

    /** In a language that the theme does not speak, its own are in English. */
    @Test
    void templateFindsItsOwnTextsAndKeycloaks() throws IOException {
        write("example-corp/login/theme.properties", "parent=keycloak.v2");
        write("example-corp/login/messages/messages_en.properties", "corpHint=A hint\nemailOtpCorp=A name like ours\n");
        write(
                "example-corp/login/login-mailed-code.ftl",
                "<#assign text = emailOtp.text><p>${text('corpHint')}, ${text('emailOtpCorp')}, ${text('doCancel')},"
                        + " ${text('emailOtpSubmit')}</p>");
        use("example-corp", "");
        client.openLogin(Map.of("ui_locales", "de"));
        assertThat(client.password(user).text()).isEqualTo("A hint, A name like ours, Abbrechen, Weiter");
    }

    /** Under another name, its mails take their texts from there. */
    @ParameterizedTest
    @ValueSource(strings = {"email-otp", "example-corp"})
    void copyOfOurThemeIsAThemeOfItsOwn(String name) throws IOException {
        copy(OURS, themes.resolve(name));
        String mails = name + "/email/theme.properties";
        write(mails, Files.readString(themes.resolve(mails)).replace("import=login/email-otp", "import=login/" + name));
        String texts = name + "/login/messages/messages_en.properties";
        write(
                texts,
                Files.readString(themes.resolve(texts))
                        + "\nemailOtpTitle=A copied title\nemailOtpMailCode=A copied heading\n");
        use(name, name);
        Page page = logIn();
        assertThat(page.text()).contains("A copied title", "u•••@example.test");
        assertThat(page.has("link[href*=/login/" + name + "/css/mailed-code.css]"))
                .isTrue();
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.text()).contains("A copied heading: " + received.code(), "valid for 5 minutes");
        assertThat(received.html()).contains("A copied heading");
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
    }

    private Page logIn() {
        client.openLogin();
        Page page = client.password(user);
        assertThat(page.isCodePage()).as(page.text()).isTrue();
        return page;
    }

    private void use(String loginTheme, String emailTheme) {
        realm.admin()
                .updateRealm(
                        realm.name(),
                        representation ->
                                representation.put("loginTheme", loginTheme).put("emailTheme", emailTheme));
    }

    private void write(String file, String text) throws IOException {
        Path path = themes.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, UTF_8);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
