package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpFailure.Met;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.email.EmailException;

@DisplayName("A mail server that mails come to too fast")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RateLimitTest {

    private static final String ALICE = "alice@example.test";
    private static final String TOO_FAST = "451 4.7.1 too many messages per hour";

    private final RawServer server = new RawServer().offering("AUTH PLAIN LOGIN");
    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private final Map<String, String> settings = server.settings("auth", "true", "user", "one", "password", "secret");
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private SmtpFailure last = SmtpFailure.of(Kind.OTHER);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void mailsComeFromAQueue() {
        sender.keycloak.deadline = Optional.of(sender.now().plus(Duration.ofMinutes(5)));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        threads.shutdownNow();
        sender.close();
        server.close();
    }

    private SmtpFailure failure() {
        return failure(settings);
    }

    private SmtpFailure failure(Map<String, String> with) {
        return SmtpFailure.of(catchThrowableOfType(EmailException.class, () -> sender.send(with, ALICE)));
    }

    /** Without asking the server. */
    private void requirePause(String as) {
        SmtpFailure met = failure();
        assertThat(met.met()).as(as).isEqualTo(Met.A_PAUSE);
        assertThat(met.isUntried()).as("costs no attempt").isTrue();
        assertThat(met.description()).as("what is told of it").isEqualTo(last.description());
    }

    /** By asking it. */
    private void requireRefusal(String as) {
        last = failure();
        assertThat(last.kind()).isEqualTo(Kind.NOT_NOW);
        assertThat(last.met()).as(as).isEqualTo(Met.A_LIMIT);
    }

    private int asked(String command) {
        return server.connections().stream()
                .mapToInt(connection -> connection.times(command))
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 421 4.7.0 too many messages per hour from your address",
        "MAIL, 450 4.7.1 Error: too much mail from 192.0.2.1",
        "MAIL, 451 4.7.0 rate limit exceeded",
        "RCPT, 450 4.7.1 Rate 20.1 / 1h exceeded",
        "RCPT, 451 4.7.1 Too many recipients in 10 minutes",
        "RCPT, 452 4.7.1 hourly sending limit reached",
        "., 454 Throttling failure: Maximum sending rate exceeded.",
        "AUTH, 454 4.7.0 Too many login attempts",
        "AUTH, 421 4.7.0 Too many logins per minute",
    })
    void isAskedByOneMailAfterAPauseAndTakesNoAttemptOfOthers(String command, String reply) throws Exception {
        server.on(command, reply);
        requireRefusal("the first");
        assertThat(last.isUntried()).as("costs no attempt").isTrue();
        for (int i = 0; i < 10; i++) {
            requirePause("others");
        }
        assertThat(asked(command)).isEqualTo(1);
        sender.pass(Duration.ofSeconds(1));
        requireRefusal("the one that asks");
        assertThat(asked(command)).isEqualTo(2);
        server.onAsUsual(command);
        sender.pass(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            sender.send(settings, ALICE);
        }
        assertThat(server.recipients()).hasSize(10);
    }

    @Test
    void isAskedAfterPausesThatGrowToHalfAMinute() {
        server.on("MAIL", TOO_FAST);
        requireRefusal("the first");
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            sender.pass(Duration.ofMillis(seconds * 1_000L * 3 / 4 - 1));
            requirePause("before %d s".formatted(seconds));
            sender.pass(Duration.ofMillis(seconds * 1_000L / 4 + 1));
            requireRefusal("after %d s".formatted(seconds));
        }
    }

    /** Also where connections are kept that it has taken mails over. */
    @Test
    void isNotAskedOverKeptConnections() throws Exception {
        sender.send(settings, ALICE);
        server.on("MAIL", TOO_FAST);
        requireRefusal("the first");
        requirePause("the next");
        assertThat(asked("MAIL")).isEqualTo(2);
    }

    /** Those that were on their way together are one reason for a pause, not five. */
    @Test
    void isAskedAfterOnePauseIfManyMailsAreRefusedTogether() throws Exception {
        server.on("MAIL", (connection, line) -> {
            RawServer.await(goOn);
            return TOO_FAST;
        });
        List<Future<SmtpFailure>> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(threads.submit(() -> failure()));
        }
        SmtpTestServer.await("five mails at the server", () -> asked("MAIL") == 5);
        goOn.countDown();
        for (Future<SmtpFailure> each : five) {
            assertThat(each.get().isUntried()).isTrue();
        }
        server.onAsUsual("MAIL");
        sender.pass(Duration.ofSeconds(1));
        sender.send(settings, ALICE);
        assertThat(server.recipients()).hasSize(1);
    }

    @Test
    void isAskedByOneAtATimeUntilItHasTakenAMail() throws Exception {
        server.on("MAIL", TOO_FAST);
        requireRefusal("the first");
        sender.pass(Duration.ofSeconds(1));
        server.on("MAIL", (connection, line) -> {
            RawServer.await(goOn);
            return "250 yes";
        });
        Future<Void> probe = threads.submit(() -> {
            sender.send(settings, ALICE);
            return null;
        });
        SmtpTestServer.await("the one that asks", () -> asked("MAIL") == 2);
        requirePause("beside the one that asks");
        goOn.countDown();
        probe.get(30, TimeUnit.SECONDS);
        sender.send(settings, ALICE);
        assertThat(server.recipients()).hasSize(2);
    }

    @Test
    void isAskedByTheNextIfTheOneThatAsksComesToNothing() throws Exception {
        server.on("MAIL", TOO_FAST);
        failure();
        sender.pass(Duration.ofSeconds(1));
        server.on("MAIL", "550 5.1.8 not you");
        assertThat(failure().kind()).isEqualTo(Kind.SENDER_REFUSED);
        server.onAsUsual("MAIL");
        sender.send(settings, ALICE);
        assertThat(server.recipients()).hasSize(1);
    }

    @Test
    void isAskedWithOtherLogins() throws Exception {
        server.on("MAIL", TOO_FAST);
        failure();
        server.onAsUsual("MAIL");
        Map<String, String> other = new HashMap<>(settings);
        other.put("user", "two");
        sender.send(other, ALICE);
        assertThat(server.recipients()).hasSize(1);
    }

    /** What is about this mail, or its recipient, is none of the others'. */
    @ParameterizedTest
    @CsvSource({
        "RCPT, '451 4.7.1 Greylisting in action, please come back in 300 seconds'",
        "RCPT, '451 4.7.1 Greylisted: the limit is one attempt in 5 minutes'",
        "RCPT, '450 4.2.1 The user you are trying to contact is receiving mail too quickly'",
        "RCPT, 450 4.7.1 too many messages per hour for this recipient",
        "RCPT, 452 4.2.2 mailbox has too many messages",
        "MAIL, 451 4.3.0 local error in processing",
        "RCPT, 450 4.1.8 domain not found",
        "RCPT, '450 4.1.2 <rate-limit@nx.example>: Recipient address rejected: Domain not found'",
        "RCPT, 450 <rate-limit@nx.example>: not now",
        "RCPT, '450 <\"rate limit\"@nx.example>: not now'",
        "RCPT, 450 4.1.2 no answer for rate limit",
        "RCPT, 451 name service error for name=rate-limit.nx.example",
        "MAIL, '450 4.7.1 <noreply@a.example>: Sender address rejected: rate limit exceeded'",
        "RCPT, 450 4.7.1 Sender rate 20.1 / 1h exceeded",
        "., 451 Domain a.example has exceeded the max emails per hour",
        "., '451 4.7.1 try again in a day'",
    })
    void isAskedWithTheNextMailIfItRefusesThisOneOnly(String command, String reply) throws Exception {
        server.on(command, reply);
        assertThat(failure().isUntried()).isFalse();
        server.onAsUsual(command);
        sender.send(settings, ALICE);
        assertThat(server.recipients()).hasSize(1);
    }

    /** Its requests would wait for nothing. */
    @Test
    void isNotWaitedForByMailsThatHaveNoQueueIfThePauseIsLongerThanTheyWait() {
        server.on("MAIL", TOO_FAST);
        for (int i = 0; i < 6; i++) {
            requireRefusal("after a pause");
            sender.pass(Duration.ofSeconds(30));
        }
        requireRefusal("after a pause");
        int asked = asked("MAIL");
        sender.keycloak.deadline = Optional.empty();
        assertTimeout(Duration.ofSeconds(8), () -> requirePause("without a queue"));
        assertThat(asked("MAIL")).isEqualTo(asked);
    }

    /** Where it tells the limit once it has the whole mail, a rehearsal does not come to that. */
    @Test
    void isNotTakenToBeWellByARehearsal() throws Exception {
        server.on(RawServer.END, TOO_FAST);
        requireRefusal("the first");
        assertThat(last.scope()).as("of all that say the same").isEqualTo(SmtpFailure.Scope.THE_CONTENT);
        sender.pass(Duration.ofSeconds(1));
        sender.keycloak.isRehearsal = true;
        sender.send(settings, ALICE);
        sender.keycloak.isRehearsal = false;
        requireRefusal("the one that asks");
        sender.pass(Duration.ofMillis(1_100));
        requirePause("the second, which is longer");
    }

    /** Such as Keycloak's own, which have no queue. */
    @Test
    void isWaitedForByMailsThatHaveNoQueue() throws Exception {
        sender.keycloak.deadline = Optional.empty();
        server.on("MAIL", TOO_FAST);
        Future<Void> mail = threads.submit(() -> {
            sender.send(settings, ALICE);
            return null;
        });
        SmtpTestServer.await(
                "a mail that waits", () -> sender.connections.figures().waiting() == 1);
        server.onAsUsual("MAIL");
        sender.pass(Duration.ofSeconds(1));
        mail.get();
        assertThat(server.recipients()).hasSize(1);
    }
}
