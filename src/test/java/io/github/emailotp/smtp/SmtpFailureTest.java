package io.github.emailotp.smtp;

import static io.github.emailotp.smtp.SmtpTestServer.Moment.END;
import static io.github.emailotp.smtp.SmtpTestServer.Moment.MAIL;
import static io.github.emailotp.smtp.SmtpTestServer.Moment.RCPT;
import static io.github.emailotp.smtp.SmtpTestServer.hangUp;
import static io.github.emailotp.smtp.SmtpTestServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.server.mail.Login;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

@DisplayName("A failure")
class SmtpFailureTest {

    private static final String ALICE = "alice@example.test";
    private static final Login LOGIN = new Login("mailer@example.test", "secret");

    private final TestSender pooled = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        pooled.close();
    }

    private SmtpFailure failure(Sender sender, Map<String, String> settings, String to) {
        return SmtpFailure.of(new IllegalStateException(thrown(sender, settings, to)));
    }

    private EmailException thrown(Sender sender, Map<String, String> settings, String to) {
        EmailSenderProvider provider = sender.provider(pooled);
        return catchThrowableOfType(
                EmailException.class, () -> provider.send(settings, to, "Subject", "Text", "<p>HTML</p>"));
    }

    private static SmtpFailure replied(Kind kind, int code) {
        return new SmtpFailure(kind, OptionalInt.of(code));
    }

    @Nested
    @DisplayName("of any sender")
    class OfAny {

        @ParameterizedTest
        @EnumSource
        void mayBeThatNobodyListens(Sender sender) throws IOException {
            int port;
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            var settings = Map.of("host", "localhost", "port", "" + port, "from", "login@example.test");
            SmtpFailure failure = failure(sender, settings, ALICE);
            assertThat(failure).isEqualTo(SmtpFailure.of(Kind.UNREACHABLE));
            assertThat(failure.isRetryable()).isTrue();
        }

        @ParameterizedTest
        @EnumSource
        void mayBeThatTheServerHangsUp(Sender sender) {
            try (MailServer server = MailServer.plain()) {
                server.respond(MailServer.Response.HANG_UP);
                assertThat(failure(sender, server.smtpSettings(), ALICE)).isEqualTo(SmtpFailure.of(Kind.UNREACHABLE));
            }
        }

        @ParameterizedTest
        @CsvSource({
            "POOLED, 421, TRANSIENT_REPLY", "POOLED, 554, PERMANENT_REPLY",
            "OLDEST, 421, TRANSIENT_REPLY", "NEWEST, 554, PERMANENT_REPLY",
        })
        void mayBeThatTheServerLetsNobodyIn(Sender sender, int code, Kind kind) {
            try (var server = new SmtpTestServer(builder -> builder.sessionHandler(new Refuse(code)))) {
                assertThat(failure(sender, server.settings(), ALICE)).isEqualTo(replied(kind, code));
            }
        }

        @ParameterizedTest
        @CsvSource({
            "MAIL, 452, TRANSIENT_REPLY, true",
            "MAIL, 550, PERMANENT_REPLY, false",
            "MAIL, 530, AUTHENTICATION, false",
            "RCPT, 451, TRANSIENT_REPLY, true",
            "RCPT, 550, NO_MAILBOX, false",
            "RCPT, 552, MAILBOX_FULL, false",
            "END, 451, TRANSIENT_REPLY, true",
            "END, 554, PERMANENT_REPLY, false",
        })
        void mayBeARefusal(SmtpTestServer.Moment moment, int code, Kind kind, boolean retryable) {
            for (Sender sender : Sender.values()) {
                try (var server = new SmtpTestServer()) {
                    server.once(moment, reply(code));
                    SmtpFailure failure = failure(sender, server.settings(), ALICE);
                    assertThat(failure).as(sender.name()).isEqualTo(replied(kind, code));
                    assertThat(failure.isRetryable()).isEqualTo(retryable);
                    assertThat(failure.mayHaveBeenAccepted()).isFalse();
                }
            }
        }

        @ParameterizedTest
        @CsvSource({
            "RCPT, 550, 5.1.1 no such user, NO_MAILBOX",
            "RCPT, 550, 5.4.5 daily limit exceeded, PERMANENT_REPLY",
            "RCPT, 550, 5.7.1 not for you, PERMANENT_REPLY",
            "RCPT, 452, 4.2.2 over quota, MAILBOX_FULL",
            "RCPT, 452, 4.3.1 out of memory, TRANSIENT_REPLY",
            "RCPT, 450, 4.1.1 not yet, TRANSIENT_REPLY",
            "MAIL, 550, 5.7.60 not your address, PERMANENT_REPLY",
            "END, 552, 5.2.2 over quota, MAILBOX_FULL",
            "END, 552, 5.3.4 too big, PERMANENT_REPLY",
        })
        void saysWhatTheServerSaysOfTheMailbox(SmtpTestServer.Moment moment, int code, String text, Kind kind) {
            for (Sender sender : Sender.values()) {
                try (var server = new SmtpTestServer()) {
                    server.once(moment, session -> {
                        throw new RejectException(code, text);
                    });
                    assertThat(failure(sender, server.settings(), ALICE))
                            .as(sender.name())
                            .isEqualTo(replied(kind, code));
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void mayBeTheLogin(Sender sender) {
            try (MailServer server = MailServer.withLogin(LOGIN)) {
                var settings = new HashMap<>(server.smtpSettings());
                settings.put("password", "guess");
                SmtpFailure failure = failure(sender, settings, ALICE);
                assertThat(failure).isEqualTo(replied(Kind.AUTHENTICATION, 535));
                assertThat(failure.isRetryable()).isFalse();
            }
        }

        @ParameterizedTest
        @EnumSource
        void mayLeaveItOpenWhetherTheMailWasAccepted(Sender sender) {
            try (var server = new SmtpTestServer()) {
                server.once(END, hangUp());
                SmtpFailure failure = failure(sender, server.settings(), ALICE);
                assertThat(failure.kind()).isEqualTo(Kind.MAYBE_ACCEPTED);
                assertThat(failure.mayHaveBeenAccepted()).isTrue();
                assertThat(failure.isRetryable()).isFalse();
            }
        }

        @ParameterizedTest
        @EnumSource
        void mayBeTheSettings(Sender sender) {
            assertThat(failure(sender, Map.of("host", "localhost"), ALICE).kind())
                    .isEqualTo(Kind.BAD_CONFIGURATION);
        }
    }

    @Nested
    @DisplayName("of a silent server")
    class OfASilentServer {

        @Test
        void isATimeoutBeforeTheMailIsComplete() {
            for (SmtpTestServer.Moment moment : List.of(MAIL, RCPT)) {
                try (var server = new SmtpTestServer()) {
                    server.once(moment, server.fallSilent());
                    assertThat(failure(Sender.POOLED, server.settings("timeout", "300"), ALICE))
                            .isEqualTo(SmtpFailure.of(Kind.TIMEOUT));
                }
            }
        }

        @Test
        void isATimeoutBeforeItsFirstWord() throws IOException {
            try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var settings = Map.of(
                        "host",
                        "localhost",
                        "port",
                        "" + silent.getLocalPort(),
                        "from",
                        "login@example.test",
                        "timeout",
                        "300");
                SmtpFailure failure = failure(Sender.POOLED, settings, ALICE);
                assertThat(failure).isEqualTo(SmtpFailure.of(Kind.TIMEOUT));
                assertThat(failure.isRetryable()).isTrue();
            }
        }

        @Test
        void leavesItOpenForKeycloaksOwnSenderWhichDoesNotSayHowFarItGot() {
            try (var server = new SmtpTestServer()) {
                server.once(RCPT, server.fallSilent());
                assertThat(failure(Sender.NEWEST, server.settings("timeout", "300"), ALICE))
                        .isEqualTo(SmtpFailure.of(Kind.MAYBE_ACCEPTED));
            }
        }
    }

    @Nested
    @DisplayName("of the pooled sender")
    class OfThePooled {

        @ParameterizedTest
        @ValueSource(strings = {"nobody", "", "älice@example.test", "a@b@c", "<alice@example.test>"})
        void mayBeTheAddress(String to) {
            var settings = Map.of("host", "localhost", "from", "login@example.test");
            EmailException thrown = thrown(Sender.POOLED, settings, to);
            assertThat(SmtpFailure.of(thrown)).isEqualTo(SmtpFailure.of(Kind.BAD_ADDRESS));
            assertThat(thrown).hasNoCause();
        }

        @Test
        void keepsTheCauseAndPrintsNothingOfIt() {
            try (var log = new CapturedLog(PooledEmailSenderProvider.class.getName());
                    var server = new SmtpTestServer()) {
                server.once(RCPT, reply(550));
                EmailException thrown = thrown(Sender.POOLED, server.settings(), ALICE);
                assertThat(thrown.getCause()).hasStackTraceContaining(ALICE);
                assertThat(thrown.getMessage()).contains("550").doesNotContain("alice", "welcome");
                assertThat(log.entries())
                        .singleElement()
                        .asString()
                        .contains("550")
                        .doesNotContain("alice", "welcome");
            }
        }

        @Test
        void endsWithCausesThatGoInCircles() {
            Exception outer = new Exception("outer");
            outer.initCause(new Exception("inner", outer));
            assertThat(SmtpFailure.of(outer)).isEqualTo(SmtpFailure.of(Kind.MAYBE_ACCEPTED));
        }

        /** Such as one that speaks HTTP to a service. */
        @Test
        void ofASenderThatIsNotKnownLeavesItOpenWhetherTheMailWasAccepted() {
            for (Exception cause : List.of(new IllegalStateException("timed out"), new TimeoutException())) {
                assertThat(SmtpFailure.of(new EmailException("not sent", cause)).mayHaveBeenAccepted())
                        .isTrue();
            }
            assertThat(SmtpFailure.of(new EmailException("HTTP 503")).mayHaveBeenAccepted())
                    .isTrue();
        }
    }

    @Test
    void isDescribedWithoutDetails() {
        assertThat(replied(Kind.TRANSIENT_REPLY, 451).description()).endsWith("for now (reply 451)");
        assertThat(Stream.of(Kind.values()).map(Kind::description)).doesNotHaveDuplicates();
        assertThat(replied(Kind.AUTHENTICATION, 454).isRetryable()).isTrue();
    }

    private record Refuse(int code) implements SessionHandler {

        @Override
        public SessionAcceptance accept(Session session) {
            return SessionAcceptance.failure(code, "Not now");
        }

        @Override
        public void onSessionEnd(Session session) {}
    }
}
