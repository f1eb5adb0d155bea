package io.github.emailotp.smtp;

import static io.github.emailotp.smtp.SmtpTestServer.Moment.RCPT;
import static io.github.emailotp.smtp.SmtpTestServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.Login;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

    private static Consumer<SmtpFailure> replied(Kind kind, int code) {
        return failure -> assertThat(failure)
                .extracting(SmtpFailure::kind, SmtpFailure::replyCode)
                .containsExactly(kind, OptionalInt.of(code));
    }

    @Nested
    @DisplayName("of any sender")
    class OfAny {

        @ParameterizedTest
        @CsvSource({
            "POOLED, 421, NOT_NOW", "POOLED, 554, PERMANENT_REPLY",
            "OLDEST, 421, TRANSIENT_REPLY", "NEWEST, 554, PERMANENT_REPLY",
        })
        void mayBeThatTheServerLetsNobodyIn(Sender sender, int code, Kind kind) {
            try (var server = new SmtpTestServer(builder -> builder.sessionHandler(new Refuse(code)))) {
                assertThat(sender.failure(pooled, server.settings())).satisfies(replied(kind, code));
            }
        }

        @ParameterizedTest
        @CsvSource({
            "MAIL, 452, TRANSIENT_REPLY, true",
            "MAIL, 550, PERMANENT_REPLY, false",
            "MAIL, 530, AUTHENTICATION, false",
            "RCPT, 451, TRANSIENT_REPLY, true",
            "RCPT, 550, PERMANENT_REPLY, false",
            "RCPT, 552, PERMANENT_REPLY, false",
            "END, 451, TRANSIENT_REPLY, true",
            "END, 554, PERMANENT_REPLY, false",
        })
        void mayBeARefusal(SmtpTestServer.Moment moment, int code, Kind kind, boolean retryable) {
            for (Sender sender : Sender.values()) {
                try (var server = new SmtpTestServer()) {
                    server.once(moment, reply(code));
                    SmtpFailure failure = sender.failure(pooled, server.settings());
                    assertThat(failure).as(sender.name()).satisfies(replied(kind, code));
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
            "MAIL, 550, 5.7.60 not your address, SENDER_REFUSED",
            "END, 552, 5.2.2 over quota, MAILBOX_FULL",
            "END, 552, 5.3.4 too big, PERMANENT_REPLY",
        })
        void saysWhatTheServerSaysOfTheMailbox(SmtpTestServer.Moment moment, int code, String text, Kind kind) {
            for (Sender sender : Sender.values()) {
                try (var server = new SmtpTestServer()) {
                    server.once(moment, session -> {
                        throw new RejectException(code, text);
                    });
                    assertThat(sender.failure(pooled, server.settings()))
                            .as(sender.name())
                            .satisfies(replied(kind, code));
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void mayBeTheLogin(Sender sender) {
            try (MailServer server = MailServer.withLogin(LOGIN)) {
                var settings = new HashMap<>(server.smtpSettings());
                settings.put("password", "guess");
                SmtpFailure failure = sender.failure(pooled, settings);
                assertThat(failure).satisfies(replied(Kind.AUTHENTICATION, 535));
                assertThat(failure.isRetryable()).isFalse();
            }
        }

        @ParameterizedTest
        @EnumSource
        void mayBeTheSettings(Sender sender) {
            assertThat(sender.failure(pooled, Map.of("host", "localhost")).kind())
                    .isEqualTo(Kind.BAD_CONFIGURATION);
        }
    }

    @Nested
    @DisplayName("of the pooled sender")
    class OfThePooled {

        @Test
        void mayBeAPortThatIsNone() {
            var settings = Map.of("host", "localhost", "port", "65536", "from", "login@example.test");
            assertThat(Sender.POOLED.failure(pooled, settings)).isEqualTo(SmtpFailure.of(Kind.BAD_CONFIGURATION));
        }

        @ParameterizedTest
        @ValueSource(strings = {"nobody", "", "älice@example.test", "a@b@c", "<alice@example.test>"})
        void mayBeTheAddress(String to) {
            var settings = Map.of("host", "localhost", "from", "login@example.test");
            EmailException thrown = Sender.POOLED.thrown(pooled, settings, to);
            assertThat(SmtpFailure.of(thrown)).isEqualTo(SmtpFailure.of(Kind.BAD_ADDRESS));
            assertThat(thrown).hasNoCause();
        }

        @Test
        void keepsTheCauseAndPrintsNothingOfIt() {
            try (var log = new CapturedLog(PooledEmailSenderProvider.class.getName());
                    var server = new SmtpTestServer()) {
                server.once(RCPT, reply(550));
                EmailException thrown = Sender.POOLED.thrown(pooled, server.settings(), ALICE);
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
        assertThat(new SmtpFailure(Kind.TRANSIENT_REPLY, OptionalInt.of(451)).description())
                .endsWith("for now (reply 451)");
        assertThat(Stream.of(Kind.values()).map(Kind::description)).doesNotHaveDuplicates();
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
