package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What breaks before anything of a mail is sent")
class BeforeAnythingIsSentTest {

    private final RawServer server = new RawServer().offering("AUTH PLAIN LOGIN");
    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private final Map<String, String> settings =
            server.settings("auth", "true", "user", "one", "password", "${vault.mail}");

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    private void requireNotReady() {
        SmtpFailure failure = Sender.POOLED.failure(sender, settings);
        assertThat(failure.kind()).isEqualTo(Kind.NOT_READY);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(server.connections()).isEmpty();
        assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 0));
    }

    @Test
    void isNotReadyIfItIsTheVault() {
        sender.keycloak.vaultTrouble = BeforeAnythingIsSentTest::fail;
        requireNotReady();
    }

    @Test
    void isNotReadyIfItIsTheTruststore() {
        sender.keycloak.truststoreTrouble = BeforeAnythingIsSentTest::fail;
        requireNotReady();
    }

    /** The server stops: the last mails leave all the same, and nothing stays open. */
    @Test
    void isNotThatTheSenderIsClosed() throws Exception {
        sender.connections.close();
        sender.send(settings, "alice@example.test");
        assertThat(server.recipients()).hasSize(1);
        assertThat(sender.connections.figures().open()).isZero();
    }

    /** Nor is a mail lost that waits for a connection then, or has one. */
    @Test
    void mayBeTriedAgainIfTheSenderIsClosedMeanwhile() throws Exception {
        server.on("MAIL", (connection, line) -> {
            sender.connections.close();
            connection.end();
            return "";
        });
        SmtpFailure failure = Sender.POOLED.failure(sender, settings);
        assertThat(failure.isRetryable()).isTrue();
        server.onAsUsual("MAIL");
        sender.send(settings, "alice@example.test");
        assertThat(server.recipients()).hasSize(1);
        assertThat(sender.connections.figures().open()).isZero();
    }

    /** Else each would take one of the connections that there may be. */
    @Test
    void holdsNoConnection() throws Exception {
        sender.resolver = host -> {
            throw new NoClassDefFoundError("broken");
        };
        for (int i = 0; i < 2 * TestSender.LIMITS.maxConnections(); i++) {
            assertThatThrownBy(() -> sender.send(settings, "alice@example.test"))
                    .isInstanceOf(NoClassDefFoundError.class);
        }
        assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 0));
        sender.resolver = java.net.InetAddress::getAllByName;
        sender.send(settings, "alice@example.test");
        assertThat(server.recipients()).hasSize(1);
    }

    private static void fail() {
        throw new IllegalStateException("not just now");
    }
}
