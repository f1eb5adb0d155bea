package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.Login;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.server.mail.ServerCertificate;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A failure of TLS")
class TlsTest {

    private static final String ALICE = "alice@example.test";
    private static final Login LOGIN = new Login("mailer@example.test", "secret");

    @TempDir
    private static Path folder;

    private final TestSender pooled = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        pooled.close();
    }

    /** As a load balancer does whose mail server is starting anew. */
    @ParameterizedTest
    @EnumSource
    void isNoneIfTheServerClosesTheConnectionMeanwhile(Sender sender) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> closeAfterTheFirstByte(server));
            String port = Integer.toString(server.getLocalPort());
            SmtpFailure failure = sender.failure(
                    pooled, Map.of("host", "localhost", "port", port, "from", "login@example.test", "ssl", "true"));
            closed.join();
            assertThat(failure.isRetryable()).as("%s", failure).isTrue();
        }
    }

    private static void closeAfterTheFirstByte(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[4096]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comesOfACertificateThatIsNotTrusted(boolean startTls) throws Exception {
        ServerCertificate certificate = ServerCertificate.in(folder);
        try (MailServer server =
                startTls ? MailServer.startTls(certificate, LOGIN) : MailServer.tls(certificate, LOGIN)) {
            for (Sender sender : Sender.values()) {
                SmtpFailure failure = sender.failure(pooled, server.smtpSettings());
                assertThat(failure).as(sender.name()).isEqualTo(SmtpFailure.of(Kind.TLS));
                assertThat(failure.isRetryable()).isFalse();
            }
            pooled.keycloak.truststore = Optional.of(certificate.trusting());
            pooled.send(server.smtpSettings(), ALICE);
            pooled.send(server.smtpSettings(), ALICE);
            assertThat(server.mails())
                    .hasSize(2)
                    .allMatch(mail -> mail.envelope().encrypted());
            assertThat(pooled.connections.figures().opened()).isEqualTo(1);
        }
    }

    @Test
    void comesOfAServerWithoutStarttls() {
        try (MailServer server = MailServer.plain()) {
            var settings = new HashMap<>(server.smtpSettings());
            settings.put("starttls", "true");
            SmtpFailure failure = Sender.POOLED.failure(pooled, settings);
            assertThat(failure).isEqualTo(SmtpFailure.of(Kind.STARTTLS_MISSING));
            assertThat(failure.isRetryable()).isFalse();
            assertThat(server.mails()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 5.5.1 unknown",
                "502 5.5.1 not here",
                "503 not advertised",
                "454 TLS not available",
                "250 what is that"
            })
    void comesOfAServerThatDoesNotKnowStarttls(String reply) {
        try (RawServer server = new RawServer().on("STARTTLS", reply)) {
            assertThat(Sender.POOLED.failure(pooled, server.settings("starttls", "true")))
                    .isEqualTo(SmtpFailure.of(Kind.STARTTLS_MISSING));
        }
    }

    /** Sendmail greets whom it does not want just now, offers them nothing, and says this to all that they ask for. */
    @Test
    void doesNotComeOfAServerThatIsFull() {
        try (RawServer server = new RawServer().on("STARTTLS", "452 4.3.2 Too many open connections.")) {
            SmtpFailure failure = Sender.POOLED.failure(pooled, server.settings("starttls", "true"));
            assertThat(failure.kind()).isEqualTo(Kind.NOT_NOW);
            assertThat(failure.replyCode()).hasValue(452);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(server.connections())
                    .isNotEmpty()
                    .allSatisfy(
                            connection -> assertThat(connection.heard()).noneMatch(line -> line.startsWith("MAIL")));
        }
    }

    /** Such as Exim, which says so in plain also where TLS is to begin. */
    @ParameterizedTest
    @CsvSource({"421 4.7.0 too many connections, NOT_NOW, 421", "554 5.7.1 not you, PERMANENT_REPLY, 554"})
    void isNoneIfTheServerRefusesTheConnectionBefore(String reply, Kind kind, int code) {
        try (RawServer server = new RawServer().on(RawServer.GREETING, reply)) {
            SmtpFailure failure = Sender.POOLED.failure(pooled, server.settings("ssl", "true"));
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.replyCode()).hasValue(code);
            assertThat(failure.isRetryable()).isEqualTo(kind == Kind.NOT_NOW);
        }
    }

    @Test
    void isNoneIfTheServerRefusesTheConnectionBeforeByteByByteAndHangsUp() {
        try (RawServer server = new RawServer()) {
            server.on(RawServer.GREETING, (connection, line) -> {
                RawServer.drip("421 no", Duration.ofMillis(20)).to(connection, line);
                return RawServer.hangUp().to(connection, line);
            });
            SmtpFailure failure = Sender.POOLED.failure(pooled, server.settings("ssl", "true"));
            assertThat(failure.kind()).isEqualTo(Kind.NOT_NOW);
        }
    }

    @Test
    void comesOfAServerThatSpeaksNoTls() {
        try (MailServer server = MailServer.plain()) {
            var settings = new HashMap<>(server.smtpSettings());
            settings.put("ssl", "true");
            assertThat(Sender.POOLED.failure(pooled, settings)).isEqualTo(SmtpFailure.of(Kind.TLS));
        }
    }

    @ParameterizedTest
    @CsvSource({"., MAYBE_ACCEPTED", "MAIL, UNREACHABLE", "RCPT, UNREACHABLE"})
    void isNoneOnceTlsIsSpoken(String moment, Kind kind) throws Exception {
        ServerCertificate certificate = ServerCertificate.in(folder);
        pooled.keycloak.truststore = Optional.of(certificate.trusting());
        try (RawServer server = RawServer.tls(certificate)) {
            server.on(moment, (connection, line) -> {
                connection.breakTls();
                return "";
            });
            assertThat(Sender.POOLED.failure(pooled, server.settings("ssl", "true")))
                    .isEqualTo(SmtpFailure.of(kind));
        }
    }
}
