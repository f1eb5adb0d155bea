package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.server.mail.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;

@DisplayName("Beside Keycloak's own sender, setting by setting, the mail")
class SameMailAsKeycloakTest extends BesideKeycloak {

    private String subject = "Subject";
    private String text = "Text";
    private String html = "<p>HTML</p>";

    @ParameterizedTest
    @CsvSource({
        "fromDisplayName, Login",
        "fromDisplayName, Größe & Ähre",
        "fromDisplayName, ' '",
        "replyTo, help@example.test",
        "replyTo, ''",
        "envelopeFrom, bounces@example.test",
        "from, 'o''neil+login@example.test'",
    })
    void isThatOfBoth(String key, String value) throws EmailException {
        settings.put(key, value);
        settings.put("replyToDisplayName", "Hilfe für alle");
        requireSame(KeycloaksOwnSender.OLDEST, ALICE);
        requireSame(KeycloaksOwnSender.NEWEST, ALICE);
    }

    @Test
    void isThatOfBothInEveryScript() throws EmailException {
        subject = "Ihr Code für «Ñandú» " + "lang ".repeat(40) + "ログイン";
        text = "Größe: 1234-5678\nログイン\n.\n" + "x".repeat(1_200);
        html = "<p>ログイン</p>";
        requireSame(KeycloaksOwnSender.OLDEST, ALICE);
        requireSame(KeycloaksOwnSender.NEWEST, ALICE);
    }

    @ParameterizedTest
    @MethodSource
    void isThatOfBothHoweverItsTextIsEncoded(String said) throws EmailException {
        text = said;
        html = "<p>" + said + "</p>";
        requireSame(KeycloaksOwnSender.OLDEST, ALICE);
        requireSame(KeycloaksOwnSender.NEWEST, ALICE);
    }

    static Stream<String> isThatOfBothHoweverItsTextIsEncoded() {
        String line = "x".repeat(991);
        return Stream.of(
                "tab\tand\r\nlines \n of = both\r kinds ",
                line,
                line + "1234567\n" + line,
                line + "12345678\n" + line,
                "control \u0007",
                "\u007f delete",
                "äöüabcdef",
                "äöüabcde",
                "ログイン".repeat(60));
    }

    @Test
    void isThatOfBothWithOnePart() throws EmailException {
        text = null;
        requireSame(KeycloaksOwnSender.OLDEST, ALICE);
        text = "Text";
        html = null;
        requireSame(KeycloaksOwnSender.NEWEST, ALICE);
    }

    @Test
    void writesDomainsAsTheNewest() throws EmailException {
        settings.putAll(Map.of("from", "login@bücher.test", "replyTo", "help@grün.test"));
        requireSame(KeycloaksOwnSender.NEWEST, "alice@ähre.test");
        assertThat(server.mails().get(0).envelope().to()).containsExactly("alice@xn--hre-pla.test");
    }

    @Test
    void mayBeUtf8AsThatOfTheNewest() throws EmailException {
        settings.putAll(Map.of("allowutf8", "true", "from", "jürgen@bücher.test", "replyTo", "hélène@grün.test"));
        requireSame(KeycloaksOwnSender.NEWEST, "älice@ähre.test");
    }

    @Test
    void mayHaveNamesInUtf8AsThatOfTheNewest() throws EmailException {
        settings.putAll(Map.of("allowutf8", "true", "fromDisplayName", "Größe", "replyToDisplayName", "Ähre"));
        settings.put("replyTo", "help@example.test");
        requireSame(KeycloaksOwnSender.NEWEST, ALICE);
        byte[] source = server.mails().get(0).source().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(source, StandardCharsets.UTF_8))
                .contains("From: \"Größe\" <login@example.test>", "Reply-To: \"Ähre\" <help@example.test>");
    }

    @ParameterizedTest
    @CsvSource({"from, nobody", "from, bücher@example.test", "replyTo, nobody", "authType, magic"})
    void isNotSentWithSettingsThatTheNewestRefuses(String key, String value) {
        settings.putAll(Map.of("auth", "true", key, value));
        for (EmailSenderProvider sender :
                new EmailSenderProvider[] {own(KeycloaksOwnSender.NEWEST), pooled.provider()}) {
            assertThatThrownBy(() -> send(sender, ALICE)).isInstanceOf(EmailException.class);
        }
    }

    private void requireSame(KeycloaksOwnSender keycloak, String to) throws EmailException {
        server.clear();
        send(pooled.provider(), to);
        send(own(keycloak), to);
        ReceivedMail ours = server.mails().get(0);
        ReceivedMail theirs = server.mails().get(1);
        assertThat(steady(ours)).isEqualTo(steady(theirs));
        assertThat(ours.envelope().from()).isEqualTo(theirs.envelope().from());
        assertThat(ours.envelope().to()).isEqualTo(theirs.envelope().to());
    }

    private void send(EmailSenderProvider sender, String to) throws EmailException {
        sender.send(settings, to, subject, text, html);
    }

    /** Without what differs from mail to mail, and without what only ours have. */
    private String steady(ReceivedMail mail) {
        Predicate<String> own = line -> Stream.of("Auto-Submitted: ", "X-Auto-Response", "Precedence: ", "List-Id: ")
                .anyMatch(line::startsWith);
        return mail.source()
                .replaceAll("----=_Part_[0-9_.]+", "boundary")
                .replaceAll("(?m)^Date: .*$", "Date")
                .replaceAll("(?m)^Message-ID: .*$", "Message-ID")
                .lines()
                .filter(own.negate())
                .collect(Collectors.joining("\n"));
    }
}
