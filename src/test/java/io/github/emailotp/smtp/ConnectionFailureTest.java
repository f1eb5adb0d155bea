package io.github.emailotp.smtp;

import static io.github.emailotp.smtp.SmtpTestServer.Moment.END;
import static io.github.emailotp.smtp.SmtpTestServer.Moment.MAIL;
import static io.github.emailotp.smtp.SmtpTestServer.Moment.RCPT;
import static io.github.emailotp.smtp.SmtpTestServer.hangUp;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A failure of the connection")
class ConnectionFailureTest {

    private final TestSender pooled = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        pooled.close();
    }

    @ParameterizedTest
    @EnumSource
    void mayBeThatNobodyListens(Sender sender) throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var settings = Map.of("host", "localhost", "port", "" + port, "from", "login@example.test");
        SmtpFailure failure = sender.failure(pooled, settings);
        assertThat(failure).isEqualTo(SmtpFailure.of(Kind.UNREACHABLE));
        assertThat(failure.isRetryable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void mayBeThatTheServerHangsUp(Sender sender) {
        try (MailServer server = MailServer.plain()) {
            server.respond(MailServer.Response.HANG_UP);
            assertThat(sender.failure(pooled, server.smtpSettings())).isEqualTo(SmtpFailure.of(Kind.UNREACHABLE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void mayLeaveItOpenWhetherTheMailWasAccepted(Sender sender) {
        try (var server = new SmtpTestServer()) {
            server.once(END, hangUp());
            SmtpFailure failure = sender.failure(pooled, server.settings());
            assertThat(failure.kind()).isEqualTo(Kind.MAYBE_ACCEPTED);
            assertThat(failure.mayHaveBeenAccepted()).isTrue();
            assertThat(failure.isRetryable()).isFalse();
        }
    }

    @Nested
    @DisplayName("to a silent server")
    class ToASilentServer {

        @Test
        void isATimeoutBeforeTheMailIsComplete() {
            for (SmtpTestServer.Moment moment : List.of(MAIL, RCPT)) {
                try (var server = new SmtpTestServer()) {
                    server.once(moment, server.fallSilent());
                    assertThat(Sender.POOLED.failure(pooled, server.settings("timeout", "300")))
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
                SmtpFailure failure = Sender.POOLED.failure(pooled, settings);
                assertThat(failure).isEqualTo(SmtpFailure.of(Kind.TIMEOUT));
                assertThat(failure.isRetryable()).isTrue();
            }
        }

        @Test
        void leavesItOpenForKeycloaksOwnSenderWhichDoesNotSayHowFarItGot() {
            try (var server = new SmtpTestServer()) {
                server.once(RCPT, server.fallSilent());
                assertThat(Sender.NEWEST.failure(pooled, server.settings("timeout", "300")))
                        .isEqualTo(SmtpFailure.of(Kind.MAYBE_ACCEPTED));
            }
        }
    }
}
