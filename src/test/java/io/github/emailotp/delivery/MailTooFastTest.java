package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.CapturedLog;
import io.github.emailotp.smtp.QueuedSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mail that comes too fast for its mail server")
class MailTooFastTest extends MailToAlice {

    private static final String ALICE = "alice@example.test";
    private static final String TOO_FAST = "451 4.7.1 too many messages per hour";

    private final RawServer server = new RawServer();
    private final QueuedSender sender = new QueuedSender(Duration.ofSeconds(20));
    private final Map<String, String> settings = server.settings();

    @BeforeEach
    void sendThroughThePool() {
        realm.mailServer = () -> sender.send(settings, ALICE);
    }

    @BeforeEach
    @AfterEach
    void forget() {
        forgetTheFailure();
    }

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    /** Which has been refused so often that the pause lasts for the test. */
    private void beginALongPause() {
        for (int i = 0; i < 6; i++) {
            sender.pass(Duration.ofSeconds(30));
            assertThat(catchThrowable(() -> sender.send(settings, ALICE))).isNotNull();
        }
    }

    @Test
    void isTheLastToBeTriedAgain() {
        server.on("MAIL", TOO_FAST);
        assertThat(job.attempt(1)).map(Retry::cause).contains(Retry.Cause.TOO_FAST);
        requireTold("RETRYING not_now_451");
    }

    @Test
    void isToldOnceWhatKeepsItIfItMeetsThePauseOfAnother() {
        server.on("MAIL", TOO_FAST);
        beginALongPause();
        for (int i = 0; i < 5; i++) {
            assertThat(job.attempt(1)).map(Retry::cause).contains(Retry.Cause.PAUSED);
        }
        requireTold("RETRYING not_now_451");
        requireEvents();
        job.giveUp();
        requireTold("RETRYING not_now_451", "GIVEN_UP not_now_451");
    }

    @Test
    void isNotTriedBeforeTheEndOfThePause() {
        server.on("MAIL", TOO_FAST);
        beginALongPause();
        assertThat(job.attempt(1))
                .map(Retry::pause)
                .hasValueSatisfying(
                        pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    }

    /** It is well, and takes as many as it takes. */
    @Test
    void isNoOutageOfThat() {
        server.on("MAIL", TOO_FAST);
        try (var log = new CapturedLog(Outages.class.getName())) {
            assertThat(job.attempt(1)).map(Retry::cause).contains(Retry.Cause.TOO_FAST);
            assertThat(jobAt(message.sentAt()).attempt(1)).map(Retry::cause).contains(Retry.Cause.PAUSED);
            assertThat(log.entries()).isEmpty();
        }
    }

    /** Those that wait for the login of the first are told what that one was told. */
    @Test
    void isNoOutageOfThatWhereTheLoginIsTooFast() {
        Map<String, String> withLogin =
                server.offering("AUTH PLAIN").settings("auth", "true", "user", "login", "password", "secret");
        realm.mailServer = () -> sender.send(withLogin, ALICE);
        server.on("AUTH", (connection, line) -> {
            awaitBoth();
            return "454 4.7.0 Too many login attempts";
        });
        try (var log = new CapturedLog(Outages.class.getName())) {
            List<Optional<Retry>> both = AtOnce.call(
                    List.of(() -> job.attempt(1), () -> jobAt(message.sentAt()).attempt(1)));
            assertThat(both)
                    .map(retry -> retry.map(Retry::cause))
                    .containsExactlyInAnyOrder(Optional.of(Retry.Cause.TOO_FAST), Optional.of(Retry.Cause.PAUSED));
            assertThat(log.entries()).isEmpty();
        }
    }

    /** Until both connections have said EHLO. */
    private void awaitBoth() {
        Patience.until(
                "both connections",
                () -> server.connections().stream()
                                .filter(each -> each.times("EHLO") > 0)
                                .count()
                        == 2);
    }

    @Test
    void isNotWaitedForByItsRequest() {
        server.on("MAIL", TOO_FAST);
        beginALongPause();
        assertThat(job.attempt(1)).isPresent();
        assertThat(job.news().await(Duration.ZERO)).isTrue();
    }

    /** Where the server tells it once it has the whole mail, a rehearsal does not come to that. */
    @Test
    void isWhatRehearsalsFailWith() {
        server.on(RawServer.END, TOO_FAST);
        assertThat(job.attempt(1)).map(Retry::cause).contains(Retry.Cause.TOO_FAST);
        assertThat(Lessons.OF_THIS_NODE.contentFailure("realm")).isPresent();
        MailJob rehearsal = jobAt(message.sentAt(), new Recipient.Visitor(ALICE), MailOrder.Intent.REHEARSE);
        assertThat(rehearsal.attempt(1))
                .as("asks no sooner than the pauses allow")
                .contains(SECOND);
        requireTold("RETRYING not_now_451", "RETRYING not_now_451");
    }

    @Test
    void isWhatRehearsalsOfRealmsFailWithThatOnlyMeetItsPause() {
        server.on(RawServer.END, TOO_FAST);
        beginALongPause();
        assertThat(job.attempt(1)).map(Retry::cause).contains(Retry.Cause.PAUSED);
        assertThat(Lessons.OF_THIS_NODE.contentFailure("realm")).isPresent();
        MailJob rehearsal = jobAt(message.sentAt(), new Recipient.Visitor(ALICE), MailOrder.Intent.REHEARSE);
        assertThat(rehearsal.attempt(1)).contains(SECOND);
    }
}
