package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the mail says, and what it must not do. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The mail with the code")
class CodeMailIT {

    /**
     * How Android finds a code to offer: 5 to 8 letters and digits, one of them a digit, perhaps with dashes, and the
     * first of this kind within {@value #ANDROID_READS} characters.
     */
    private static final Pattern ANDROID =
            Pattern.compile("(?<![\\w-])(?=[A-Za-z-]*\\d)[A-Za-z0-9](?:-?[A-Za-z0-9]){4,7}(?![\\w-])");

    private static final int ANDROID_READS = 600;
    private static final int MOST_BYTES = 20_000;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    CodeMailIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @Nested
    @DisplayName("has the code")
    class Code {

        @Test
        void atTheFrontOfTheSubject() {
            ReceivedMail received = askForACode();
            assertThat(received.subject()).isEqualTo(received.code() + " is your login code for Test Realm (code 1)");
        }

        @Test
        void butNotInTheSubjectAndItsPreviewWhereTheStepIsSetSo() {
            realm.configureStep(Map.of("codeInSubject", "false"));
            ReceivedMail received = askForACode();
            assertThat(received.subject()).isEqualTo("Your login code for Test Realm (code 1)");
            // As long as an inbox shows of a mail, and nothing to read: programs that show it as text begin with the
            // code.
            String preview = Jsoup.parse(received.html())
                    .selectFirst("div[style*=display]")
                    .wholeText();
            assertThat(preview).hasSizeGreaterThan(150).matches("[\\u00ad\\u00a0]+");
        }

        @Test
        void onceInTheTextForProgramsToFind() {
            ReceivedMail received = askForACode();
            String code = received.code();
            assertThat(code).matches("\\d{8}");
            assertThat(received.text()).containsOnlyOnce(code);
            assertThat(received.text().indexOf(code)).isLessThan(ANDROID_READS);
            assertThat(foundByAndroid(received.text())).isEqualTo(code);
        }

        @Test
        void ofLettersForProgramsToFind() {
            realm.configureStep(Map.of("codeAlphabet", "letters-and-digits"));
            ReceivedMail received = askForACode();
            assertThat(foundByAndroid(received.text()))
                    .isEqualTo(received.code())
                    .containsPattern("[0-9]");
        }

        @Test
        void onceInTheHtmlInOnePieceToCopy() {
            ReceivedMail received = askForACode();
            var document = Jsoup.parse(received.html());
            assertThat(document.select(".eo-code").text()).isEqualTo(received.code());
            assertThat(document.text()).containsOnlyOnce(received.code());
        }

        /** With {@code user-select: all}, a double click selects nothing in Firefox and Thunderbird. */
        @Test
        void asAWordThatADoubleClickSelects() {
            assertThat(askForACode().html()).doesNotContain("user-select");
        }
    }

    @Test
    void tellsFromWhichLoginItIs() {
        for (String text : askForACode().parts()) {
            SoftAssertions.assertSoftly(softly -> {
                softly.assertThat(text).contains("This is code 1.");
                softly.assertThat(text)
                        .contains("on the page of " + URI.create(server.url()).getAuthority());
                softly.assertThat(text).contains("valid for 5 minutes");
                softly.assertThat(text).contains("We never ask for it");
                softly.assertThat(text).containsPattern("Application:? Test Application");
                softly.assertThat(text).containsPattern("Account at:? Test Realm");
                softly.assertThat(text).containsPattern("Sent:? .*\\d{1,2}:\\d{2}.* " + zone());
                softly.assertThat(text).containsPattern("IP address:? " + Pattern.quote(client.address()));
                softly.assertThat(text).contains("Was this not you?", "If you log in with a password, change it");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox 140.0 on Linux
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 | Chrome 141.0.0 on Windows
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1 | Mobile Safari 18.5 on iOS
            """)
    void namesTheBrowser(String userAgent, String shown) {
        client.userAgent(userAgent);
        assertThat(askForACode().parts()).allSatisfy(text -> assertThat(text).containsPattern("Browser:? " + shown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "curl/8.14.1", "<script>alert(1)</script>", "x'\"&${1234*4321}<#list>"})
    void saysNothingOfABrowserItDoesNotKnow(String userAgent) {
        client.userAgent(userAgent);
        ReceivedMail received = askForACode();
        assertThat(received.text()).doesNotContain("Other", "Unknown", "<").doesNotContainPattern("5,?332,?114");
        assertThat(Jsoup.parse(received.html()).select("script")).isEmpty();
    }

    @Test
    void loadsNothingFromElsewhere() {
        String html = askForACode().html();
        assertThat(Jsoup.parse(html)
                        .select("img, script, link, iframe, object, embed, form, a, base, [src], [background]"))
                .isEmpty();
        assertThat(html).doesNotContainPattern("(?i)url\\s*\\(|@import|https?:|//[a-z]");
    }

    @Test
    void isSmall() {
        assertThat(askForACode().size()).isLessThan(MOST_BYTES);
    }

    @Test
    void hasAPlainTextForThoseWhoReadNoHtml() {
        String text = askForACode().text();
        assertThat(text).doesNotContain("<", "&", "\r\n\r\n\r\n");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
    }

    private ReceivedMail askForACode() {
        client.openLogin();
        client.password(user);
        return mail.awaitMail(user.email());
    }

    private static String foundByAndroid(String text) {
        var matcher = ANDROID.matcher(text.substring(0, Math.min(ANDROID_READS, text.length())));
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    private static String zone() {
        return DateTimeFormatter.ofPattern("z", Locale.ENGLISH).format(ZonedDateTime.now(ZoneId.systemDefault()));
    }
}
