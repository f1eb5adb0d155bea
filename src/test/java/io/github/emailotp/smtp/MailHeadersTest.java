package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

@DisplayName("The header of a mail")
class MailHeadersTest {

    private final MailServer server = MailServer.plain();
    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    private ReceivedMail sent(String from, String subject) throws EmailException {
        var settings = new HashMap<>(server.smtpSettings());
        settings.put("from", from);
        sender.provider().send(settings, "alice@example.test", subject, "Text", "<p>HTML</p>");
        return server.mails().get(server.mails().size() - 1);
    }

    @Test
    void saysThatAProgramWroteIt() throws EmailException {
        ReceivedMail mail = sent("login@example.test", "Subject");
        assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(mail.header("X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(mail.header("Precedence")).isEqualTo("bulk");
        assertThat(mail.headers()).doesNotContainKey("List-Unsubscribe");
    }

    /** Some answering machines look for nothing else. */
    @Test
    void namesAListOfTheSendersDomain() throws EmailException {
        assertThat(sent("login@example.test", "Subject").header("List-Id")).isEqualTo("<account-mail.example.test>");
        assertThat(sent("login@bücher.test", "Subject").header("List-Id"))
                .isEqualTo("<account-mail.xn--bcher-kva.test>");
        assertThat(ListId.OF_THE_SENDER.of("[192.0.2.1]")).isEmpty();
        assertThat(ListId.NONE.of("example.test")).isEmpty();
    }

    @Test
    void namesAnotherListIfTheAdministratorSaysSo() throws Exception {
        try (var other = new TestSender(TestSender.LIMITS, "List-Id: <codes.example.test>")) {
            other.provider().send(server.smtpSettings(), "alice@example.test", "Subject", "Text", "");
        }
        assertThat(server.mails().get(0).header("List-Id")).isEqualTo("<codes.example.test>");
    }

    @Test
    void hasAnIdOfItsOwnInTheDomainOfTheSender() throws EmailException {
        String first = sent("login@example.test", "Subject").header("Message-ID");
        String second = sent("login@example.test", "Subject").header("Message-ID");
        assertThat(List.of(first, second))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("<[0-9a-f-]{36}@example\\.test>"));
        assertThat(sent("login@bücher.test", "Subject").header("Message-ID")).endsWith("@xn--bcher-kva.test>");
    }

    @Test
    void hasTheTimeOfTheSending() throws EmailException {
        String date = sent("login@example.test", "Subject").header("Date").replaceFirst(" \\(.*\\)$", "");
        Instant instant =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(instant).isEqualTo(sender.now());
    }

    @Test
    void cannotBeAddedToByASubject() throws EmailException {
        ReceivedMail mail = sent("login@example.test", "Subject\r\nBcc: mallory@example.test\n\nText");
        assertThat(mail.headers()).doesNotContainKey("Bcc");
        assertThat(mail.subject()).isEqualTo("Subject Bcc: mallory@example.test Text");
    }

    @Test
    void hasWhatTheAdministratorAdds() {
        assertThat(read("List-Id: <login.example.test>; X-Entity: a=b; c=d;X-Last: 1;", 0))
                .containsEntry("List-Id", "<login.example.test>")
                .containsEntry("X-Entity", "a=b; c=d")
                .containsEntry("X-Last", "1")
                .hasSize(6);
        assertThat(read("x-auto-response-suppress: OOF", 0))
                .containsEntry("x-auto-response-suppress", "OOF")
                .hasSize(3);
        assertThat(read(" ", 0)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bcc: mallory@example.test",
                "to: mallory@example.test",
                "Content-Type: text/html",
                "Resent-To: mallory@example.test",
                "Message-ID: <1@example.test>",
                "X-A: b\r\nBcc: mallory@example.test",
                "X-A: b\nBcc: mallory@example.test",
                "X A: b",
                "X-A:",
                "X-A",
                "X-Ä: b",
                "X-A: ä",
                ": b",
            })
    void hasNothingThatIsNoHeaderToAdd(String setting) {
        assertThat(read(setting, 1)).hasSize(3);
    }

    @Test
    void hasNoLineThatIsTooLong() {
        assertThat(read("X-A: " + "b".repeat(900), 0)).hasSize(4);
        assertThat(read("X-A: " + "b".repeat(901), 1)).hasSize(3);
    }

    private static Map<String, String> read(String setting, int expectedWarnings) {
        List<String> warnings = new ArrayList<>();
        Map<String, String> headers =
                ExtraHeaders.read(setting, ListId.OF_THE_SENDER, warnings::add).headers();
        assertThat(warnings).hasSize(expectedWarnings).noneMatch(warning -> warning.contains("mallory"));
        return headers;
    }
}
