package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.CapturedLog;
import io.github.emailotp.smtp.QueuedSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One asks for all: of the others, the server is not asked. */
@DisplayName("A mail whose mail server takes no connections")
class MailBehindARefusalTest extends MailToAlice {

    private static final String ALICE = "alice@example.test";
    private static final String FULL = "421 4.7.0 not now";

    private final RawServer server = new RawServer();
    private final QueuedSender sender = new QueuedSender(Duration.ofSeconds(20));
    private final Map<String, String> settings = server.settings();
    private final MailJob other = jobAt(message.sentAt());

    @BeforeEach
    void refuseConnections() {
        realm.mailServer = () -> sender.send(settings, ALICE);
        server.on(RawServer.GREETING, FULL);
        forgetTheFailure();
    }

    @AfterEach
    void stop() {
        sender.close();
        server.close();
        forgetTheFailure();
    }

    private static Retry.Cause cause(MailJob job) {
        return job.attempt(1).orElseThrow().cause();
    }

    @Test
    void isToldOnceThoughItAsksAgain() {
        for (int i = 1; i <= 3; i++) {
            assertThat(cause(job)).isEqualTo(Retry.Cause.PAUSED);
            assertThat(server.connections()).hasSize(i);
            sender.pass(Duration.ofSeconds(4));
        }
        requireTold("RETRYING not_now_421");
        requireEvents();
    }

    @Test
    void isToldOnceThoughAnotherHasAsked() {
        assertThat(cause(other)).isEqualTo(Retry.Cause.PAUSED);
        for (int i = 0; i < 3; i++) {
            assertThat(cause(job)).isEqualTo(Retry.Cause.PAUSED);
        }
        assertThat(server.connections()).hasSize(1);
        requireTold("RETRYING not_now_421", "RETRYING not_now_421");
        job.giveUp();
        assertThat(aftermath.stages).last().isEqualTo("GIVEN_UP not_now_421");
    }

    @Test
    void isNotWaitedForByItsRequestThoughAnotherHasAsked() {
        assertThat(cause(other)).isEqualTo(Retry.Cause.PAUSED);
        assertThat(cause(job)).isEqualTo(Retry.Cause.PAUSED);
        assertThat(job.news().await(Duration.ZERO)).isTrue();
    }

    @Test
    void isTriedAgainOnlyOnceItHasAConnection() {
        server.on(RawServer.GREETING, RawServer.hangUp());
        assertThat(cause(job)).isEqualTo(Retry.Cause.FAILED);
        server.on(RawServer.GREETING, FULL);
        for (int i = 0; i < 3; i++) {
            assertThat(job.attempt(2)).map(Retry::cause).contains(Retry.Cause.PAUSED);
        }
        requireEvents();
        server.onAsUsual(RawServer.GREETING);
        sender.pass(Duration.ofSeconds(4));
        assertThat(job.attempt(2)).isEmpty();
        requireEvents("email_otp_mail_retried unreachable", "success");
    }

    /** Others find out whether it is of all connections: it may not be. */
    @Test
    void isTheLastToBeTriedAgainIfItsRecipientOrContentIsRefusedForIt() {
        server.onAsUsual(RawServer.GREETING);
        for (String command : List.of("RCPT", RawServer.END)) {
            server.on(command, "432 4.3.2 Concurrent connections limit exceeded");
            assertThat(cause(job)).as(command).isEqualTo(Retry.Cause.TOO_FAST);
            server.onAsUsual(command);
            sender.pass(Duration.ofSeconds(4));
        }
    }

    /** Another realm with the same login, which has asked nothing itself. */
    @Test
    void isAnOutageOfItsRealmThoughAnotherHasAsked() {
        assertThat(cause(other)).isEqualTo(Retry.Cause.PAUSED);
        forgetTheFailure();
        try (var log = new CapturedLog(Outages.class.getName())) {
            assertThat(cause(job)).isEqualTo(Retry.Cause.PAUSED);
            assertThat(log.entries()).singleElement().asString().contains("reply 421");
        }
    }
}
