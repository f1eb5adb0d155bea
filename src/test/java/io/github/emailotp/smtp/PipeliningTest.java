package io.github.emailotp.smtp;

import static io.github.emailotp.smtp.SmtpTestServer.Moment.END;
import static io.github.emailotp.smtp.SmtpTestServer.Moment.MAIL;
import static io.github.emailotp.smtp.SmtpTestServer.hangUp;
import static io.github.emailotp.smtp.SmtpTestServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpTestServer.Moment;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

/** RFC 2920. */
@DisplayName("A server that takes several commands at once")
class PipeliningTest {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";
    private static final String OFFER = "250-localhost\r\n250 PIPELINING";

    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
    }

    private SmtpFailure failure(Map<String, String> settings) {
        return Sender.POOLED.failure(sender, settings);
    }

    @Test
    void getsAllButTheContentBeforeItAnswers() throws Exception {
        var answers = Map.of("EHLO", OFFER, "DATA", "250 from\r\n250 to\r\n354 content", ".", "250 kept");
        try (var server = new ScriptedServer(answers)) {
            sender.send(server.settings(), ALICE);
            sender.close();
            assertThat(server.heard().subList(1, 5))
                    .startsWith("MAIL FROM:<login@example.test>", "RCPT TO:<" + ALICE + ">", "DATA")
                    .last()
                    .asString()
                    .startsWith("Date: ");
        }
    }

    @Test
    void getsThemWithoutDelay() throws IOException {
        try (Socket socket = new MailSocket()) {
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void getsOneCommandAfterTheOtherIfItDoesNotSayThatItDoes() throws IOException {
        try (var server = new ScriptedServer(Map.of("EHLO", "250 localhost"))) {
            assertThat(failure(server.settings()).kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(server.heard()).hasSize(2).last().asString().startsWith("MAIL");
        }
    }

    @Test
    void getsNoContentAfterARefusalThoughItAsksForIt() throws IOException {
        var answers = Map.of("EHLO", OFFER, "MAIL", "250 from", "RCPT", "550 5.1.1 nobody", "DATA", "354 content");
        try (var server = new ScriptedServer(answers)) {
            assertThat(failure(server.settings())).isEqualTo(new SmtpFailure(Kind.NO_MAILBOX, OptionalInt.of(550)));
            assertThat(server.heard()).hasSize(4).endsWith("DATA");
        }
    }

    @Test
    void getsOneCommandAfterTheOtherIfTheAdministratorWantsIt() throws IOException {
        var factory = new PooledEmailSenderProviderFactory();
        factory.init(new MapScope(Map.of("pipelining", "false")));
        var careful = factory.create(sender.keycloak.session());
        try (var server = new ScriptedServer(Map.of("EHLO", OFFER))) {
            assertThatThrownBy(() -> careful.send(server.settings(), ALICE, "Subject", "Text", "<p>HTML</p>"))
                    .isInstanceOf(EmailException.class);
            assertThat(server.heard()).hasSize(2).last().asString().startsWith("MAIL");
        } finally {
            factory.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 452, TRANSIENT_REPLY",
        "MAIL, 550, PERMANENT_REPLY",
        "RCPT, 451, TRANSIENT_REPLY",
        "RCPT, 550, PERMANENT_REPLY",
        "END, 554, PERMANENT_REPLY",
    })
    void isUnderstoodWhenItRefuses(Moment moment, int code, Kind kind) {
        try (var server = SmtpTestServer.pipelining()) {
            server.once(moment, reply(code));
            assertThat(failure(server.settings()))
                    .extracting(SmtpFailure::kind, SmtpFailure::replyCode)
                    .containsExactly(kind, OptionalInt.of(code));
            assertThat(server.times(END)).isEqualTo(moment == END ? 1 : 0);
        }
    }

    @Test
    void getsOneMailAfterTheOther() throws EmailException {
        try (var server = SmtpTestServer.pipelining()) {
            sender.send(server.settings(), ALICE);
            sender.send(server.settings(), BOB);
            sender.send(server.settings(), ALICE);
            assertThat(server.recipients()).containsExactly(ALICE, BOB, ALICE);
            assertThat(server.opened()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 451})
    void getsTheMailOverAnotherConnectionIfItHasHadEnoughOfThis(int code) throws EmailException {
        try (var server = SmtpTestServer.pipelining()) {
            sender.send(server.settings(), ALICE);
            server.once(MAIL, reply(code));
            sender.send(server.settings(), BOB);
            server.once(MAIL, hangUp());
            sender.send(server.settings(), ALICE);
            assertThat(server.recipients()).containsExactly(ALICE, BOB, ALICE);
            assertThat(server.opened()).isEqualTo(3);
        }
    }
}
