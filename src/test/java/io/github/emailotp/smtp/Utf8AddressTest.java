package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

@DisplayName("An address that is not in ASCII, where the realm allows UTF-8,")
class Utf8AddressTest {

    private final RawServer server = new RawServer();
    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    private Map<String, String> settings(String... more) {
        Map<String, String> settings = server.settings(more);
        settings.put("allowutf8", "true");
        return settings;
    }

    private List<String> heard() {
        return server.connections().get(0).heard();
    }

    @Test
    void isWrittenInAsciiToAServerThatTakesNoOther() throws EmailException {
        sender.send(settings(), "alice@bücher.example");
        assertThat(heard()).contains("RCPT TO:<alice@xn--bcher-kva.example>");
    }

    @Test
    void isLeftToAServerThatTakesIt() throws EmailException {
        server.offering("PIPELINING", "SMTPUTF8");
        sender.send(settings(), "älice@bücher.example");
        assertThat(heard()).contains("RCPT TO:<älice@bücher.example>").anyMatch(line -> line.endsWith(" SMTPUTF8"));
    }

    /** As Dovecot's submission service. */
    @Test
    void isLeftToAServerThatSaysSoAfterTheLogin() throws EmailException {
        server.on(
                "EHLO",
                (connection, line) -> connection.times("AUTH") == 0
                        ? "250-localhost\r\n250 AUTH PLAIN LOGIN"
                        : "250-localhost\r\n250 SMTPUTF8");
        sender.send(settings("auth", "true", "user", "one", "password", "secret"), "älice@bücher.example");
        assertThat(server.recipients()).containsExactly("älice@bücher.example");
        assertThat(server.connections().get(0).times("EHLO")).isEqualTo(2);
    }

    private Map<String, String> named() {
        return settings("fromDisplayName", "Größe", "replyTo", "help@example.test", "replyToDisplayName", "Ähre");
    }

    /** RFC 6532 §3.7: such headers are only for servers that take them. */
    @Test
    void hasItsNameInAsciiWhereTheServerTakesNoOther() throws EmailException {
        sender.send(named(), "alice@example.test");
        assertThat(server.contents())
                .singleElement()
                .asString()
                .contains("From: =?utf-8?Q?Gr=C3=B6=C3=9Fe?= <login@example.test>")
                .contains("Reply-To: =?utf-8?Q?=C3=84hre?= <help@example.test>")
                .matches(MailAddresses::isAscii);
    }

    @Test
    void hasItsNameAsItIsWhereTheServerTakesIt() throws EmailException {
        server.offering("SMTPUTF8");
        sender.send(named(), "alice@example.test");
        assertThat(server.contents())
                .singleElement()
                .asString()
                .contains("Größe\" <login@example.test>", "Ähre\" <help@example.test>");
    }

    @Test
    void isAFailureOfItsOwnWhereItCannotBeWritten() {
        SmtpFailure failure = SmtpFailure.of(
                org.assertj.core.api.Assertions.catchThrowable(() -> sender.send(settings(), "älice@bücher.example")));
        assertThat(failure.kind()).isEqualTo(Kind.BAD_ADDRESS);
        assertThat(server.recipients()).isEmpty();
    }

    /** Whatever the server offers. */
    @Test
    void isWrittenInAsciiWhereTheRealmDoesNotAllowUtf8() throws EmailException {
        server.offering("PIPELINING", "SMTPUTF8");
        sender.send(server.settings("envelopeFrom", " bounces@bücher.example "), "alice@bücher.example");
        assertThat(heard())
                .anyMatch(line -> line.startsWith("MAIL FROM:<bounces@xn--bcher-kva.example>"))
                .contains("RCPT TO:<alice@xn--bcher-kva.example>");
    }

    @Test
    void isStrippedOfBlanks() throws EmailException {
        sender.send(server.settings(), " alice@example.test ");
        assertThat(server.recipients()).containsExactly("alice@example.test");
    }
}
