package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

@DisplayName("A login of many mails")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedLoginTest {

    private static final String ALICE = "alice@example.test";
    private static final String REFUSED = "535 5.7.8 no";
    private static final String USUAL = "235 you are known";
    private static final int TEN = 10;

    private final RawServer server = new RawServer().offering("AUTH PLAIN LOGIN");
    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private final Map<String, String> settings = login("one");
    private final ExecutorService threads = Executors.newFixedThreadPool(TEN);
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

    private Map<String, String> login(String user) {
        return server.settings("auth", "true", "user", user, "password", "secret");
    }

    private int asked(String command) {
        return server.connections().stream()
                .mapToInt(connection -> connection.times(command))
                .sum();
    }

    private void await(String command, int times) {
        SmtpTestServer.await(times + " times " + command, () -> asked(command) == times);
    }

    private Future<Optional<SmtpFailure>> inBackground() {
        return threads.submit(() -> failure(settings));
    }

    private List<Future<Optional<SmtpFailure>>> tenInBackground() {
        List<Future<Optional<SmtpFailure>>> ten = new ArrayList<>();
        for (int i = 0; i < TEN; i++) {
            ten.add(inBackground());
        }
        return ten;
    }

    private Optional<SmtpFailure> failure(Map<String, String> with) {
        return Optional.ofNullable(catchThrowableOfType(EmailException.class, () -> sender.send(with, ALICE)))
                .map(SmtpFailure::of);
    }

    private static void requireRefused(Optional<SmtpFailure> failure) {
        assertThat(failure.map(SmtpFailure::kind)).contains(Kind.AUTHENTICATION);
    }

    /** Providers lock an account after some. */
    @Test
    void isTriedOnceThoughTenComeTogether() throws Exception {
        server.on("AUTH", (connection, line) -> {
            await("EHLO", TEN);
            return REFUSED;
        });
        for (Future<Optional<SmtpFailure>> mail : tenInBackground()) {
            requireRefused(mail.get());
        }
        assertThat(asked("AUTH")).isEqualTo(1);
        server.on("AUTH", REFUSED);
        sender.pass(Duration.ofSeconds(9));
        requireRefused(failure(settings));
        assertThat(asked("AUTH")).as("before the pause is over").isEqualTo(1);
        sender.pass(Duration.ofSeconds(1));
        requireRefused(failure(settings));
        assertThat(asked("AUTH")).as("after one pause").isEqualTo(2);
    }

    /** It may be right again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void losesNoMailWhileOneTriesItAgain(boolean isTaken) throws Exception {
        server.on("AUTH", REFUSED);
        requireRefused(failure(settings));
        sender.pass(Duration.ofSeconds(10));
        server.on("AUTH", (connection, line) -> {
            RawServer.await(goOn);
            return isTaken ? USUAL : REFUSED;
        });
        Future<Optional<SmtpFailure>> first = inBackground();
        await("AUTH", 2);
        SmtpFailure second = failure(settings).orElseThrow();
        assertThat(second.kind()).isEqualTo(Kind.BUSY);
        assertThat(second.isUntried()).isTrue();
        sender.keycloak.deadline = Optional.empty();
        Future<Optional<SmtpFailure>> withoutAQueue = inBackground();
        SmtpTestServer.await(
                "one that waits", () -> sender.connections.figures().waiting() == 1);
        goOn.countDown();
        for (Future<Optional<SmtpFailure>> mail : List.of(first, withoutAQueue)) {
            assertThat(mail.get().map(SmtpFailure::kind))
                    .isEqualTo(isTaken ? Optional.empty() : Optional.of(Kind.AUTHENTICATION));
        }
        assertThat(asked("AUTH")).isLessThanOrEqualTo(isTaken ? 3 : 2);
    }

    /** What was refused may still be wrong, also if the server cannot be asked just now. */
    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "AUTH"})
    void isTriedAfterAnotherPauseIfTheServerSaysNothingOfIt(String moment) {
        server.on("AUTH", REFUSED);
        requireRefused(failure(settings));
        sender.pass(Duration.ofSeconds(10));
        server.on(moment, RawServer.hangUp());
        assertThat(failure(settings).map(SmtpFailure::kind)).contains(Kind.UNREACHABLE);
        int connections = server.connections().size();
        server.onAsUsual(moment);
        sender.pass(Duration.ofSeconds(9));
        requireRefused(failure(settings));
        assertThat(server.connections()).as("before the pause is over").hasSize(connections);
        sender.pass(Duration.ofSeconds(1));
        failure(settings);
        assertThat(server.connections()).as("after the pause").hasSize(connections + 1);
    }

    @Test
    void isTakenOfAllThatHaveWaitedForTheFirst() throws Exception {
        server.on("AUTH", (connection, line) -> {
            await("EHLO", TEN);
            return USUAL;
        });
        for (Future<Optional<SmtpFailure>> mail : tenInBackground()) {
            assertThat(mail.get()).isEmpty();
        }
        assertThat(asked("AUTH")).isEqualTo(TEN);
    }

    /** Some servers hang up on a wrong password, and their providers count it. */
    @Test
    void isTriedByFewWhereTheServerHangsUp() throws Exception {
        server.on("AUTH", RawServer.hangUp());
        assertThat(failure(settings)).isPresent();
        for (Future<Optional<SmtpFailure>> mail : tenInBackground()) {
            assertThat(mail.get()).isPresent();
        }
        assertThat(asked("AUTH"))
                .as("at once, after 2 seconds, and perhaps after 6")
                .isBetween(1, 3);
    }

    /** Such a refusal begins a pause as any does, and mails that have no queue wait for its end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "454 4.7.0 temporary authentication failure",
                "421 4.7.0 goodbye",
                "451 4.7.0 too many login attempts per minute"
            })
    void isTriedOnceThoughTenComeTogetherIfTheServerCannotJustNow(String reply) throws Exception {
        server.on("AUTH", (connection, line) -> {
            await("EHLO", TEN);
            return reply;
        });
        int untried = 0;
        for (Future<Optional<SmtpFailure>> mail : tenInBackground()) {
            SmtpFailure failure = mail.get().orElseThrow();
            assertThat(failure.kind()).isEqualTo(Kind.NOT_NOW);
            untried += failure.met() == SmtpFailure.Met.A_PAUSE ? 1 : 0;
        }
        assertThat(asked("AUTH")).isEqualTo(1);
        assertThat(untried).isEqualTo(TEN - 1);
        assertThat(failure(settings).map(SmtpFailure::met)).contains(SmtpFailure.Met.A_PAUSE);
        server.onAsUsual("AUTH");
        sender.pass(Duration.ofSeconds(4));
        assertThat(failure(settings)).isEmpty();
    }

    @Test
    void isWaitedForByAllThatHaveNoQueueIfTheServerCannotJustNow() throws Exception {
        sender.keycloak.deadline = Optional.empty();
        server.on("AUTH", (connection, line) -> {
            SmtpTestServer.await("all of them", () -> asked("EHLO") >= TEN);
            return asked("AUTH") == 1 ? "454 4.7.0 temporary authentication failure" : USUAL;
        });
        for (Future<Optional<SmtpFailure>> mail : tenInBackground()) {
            assertThat(mail.get()).isEmpty();
        }
    }

    /** A server that gives no answer, or that takes its time before it refuses. */
    @Nested
    @DisplayName("of which the server says nothing")
    class Unanswered {

        private final QueuedSender patient = new QueuedSender(Duration.ofSeconds(30));
        private final Map<String, String> slow =
                server.settings("auth", "true", "user", "one", "password", "secret", "timeout", "30000");

        @AfterEach
        void stop() {
            patient.close();
        }

        private Optional<SmtpFailure> patiently() {
            return Optional.ofNullable(catchThrowableOfType(EmailException.class, () -> patient.send(slow, ALICE)))
                    .map(SmtpFailure::of);
        }

        private List<Future<Optional<SmtpFailure>>> ten() {
            List<Future<Optional<SmtpFailure>>> ten = new ArrayList<>();
            for (int i = 0; i < TEN; i++) {
                ten.add(threads.submit(this::patiently));
            }
            await("EHLO", TEN);
            return ten;
        }

        private long done(List<Future<Optional<SmtpFailure>>> mails) {
            return mails.stream().filter(Future::isDone).count();
        }

        /** As where one of the servers behind an address hangs. */
        @Test
        void isSaidByTheNextAndIfThatIsTakenByAll() throws Exception {
            server.on("AUTH", (connection, line) -> {
                await("EHLO", TEN);
                if (asked("AUTH") == 1) {
                    RawServer.await(goOn);
                }
                return USUAL;
            });
            List<Future<Optional<SmtpFailure>>> mails = ten();
            SmtpTestServer.await("all but the first", () -> done(mails) == TEN - 1);
            assertThat(server.recipients()).hasSize(TEN - 1);
            goOn.countDown();
            for (Future<Optional<SmtpFailure>> mail : mails) {
                assertThat(mail.get()).isEmpty();
            }
        }

        /** Each of them may count as a wrong password. */
        @Test
        void isSaidByFewAndTheOthersLoseNoAttempt() throws Exception {
            server.on("AUTH", (connection, line) -> {
                RawServer.await(goOn);
                return REFUSED;
            });
            List<Future<Optional<SmtpFailure>>> mails = ten();
            await("AUTH", 1);
            patient.pass(Duration.ofMillis(2_100));
            await("AUTH", 2);
            patient.pass(Duration.ofMillis(4_100));
            SmtpTestServer.await("all who do not say it", () -> done(mails) == TEN - 3);
            await("AUTH", 3);
            int connections = server.connections().size();
            SmtpFailure next = patiently().orElseThrow();
            assertThat(next.kind()).isEqualTo(Kind.BUSY);
            assertThat(next.isUntried()).isTrue();
            assertThat(server.connections())
                    .as("no connection for those who would wait")
                    .hasSize(connections);
            goOn.countDown();
            int untried = 0;
            for (Future<Optional<SmtpFailure>> mail : mails) {
                SmtpFailure failure = mail.get().orElseThrow();
                untried += failure.isUntried() && failure.kind() == Kind.BUSY ? 1 : 0;
            }
            assertThat(untried).isEqualTo(TEN - 3);
            assertThat(asked("AUTH")).isEqualTo(3);
        }
    }

    /** It has said something, if not of the login. */
    @Test
    void isTriedAtOnceByTheNextWhereTheServerWantsEncryption() {
        server.on("AUTH", "530 5.7.0 Must issue a STARTTLS command first");
        for (int i = 0; i < 5; i++) {
            assertThat(failure(settings).map(SmtpFailure::kind)).contains(Kind.STARTTLS_REQUIRED);
        }
    }

    /** A pause that is over keeps nobody back. */
    @Test
    void isTriedByThoseThatWereLongInComingThoughItCouldNotBeLookedAtBefore() throws Exception {
        server.on("AUTH", "454 4.7.0 temporary authentication failure");
        server.on("EHLO", (connection, line) -> {
            if (asked("EHLO") == 1) {
                RawServer.await(goOn);
            }
            return "250-localhost\r\n250 AUTH PLAIN LOGIN";
        });
        Future<Optional<SmtpFailure>> slow = inBackground();
        await("EHLO", 1);
        assertThat(failure(settings)).isPresent();
        server.onAsUsual("AUTH");
        sender.pass(Duration.ofSeconds(1));
        goOn.countDown();
        assertThat(slow.get()).isEmpty();
    }

    /** A password may change while connections are open. */
    @Test
    void isNotTriedByThoseThatOnlyConnectWhenItIsRefused() throws Exception {
        server.on("RCPT", (connection, line) -> {
            RawServer.await(goOn);
            return "250 yes";
        });
        Future<Optional<SmtpFailure>> known = inBackground();
        await("RCPT", 1);
        CountDownLatch refuse = new CountDownLatch(1);
        server.on("AUTH", (connection, line) -> {
            RawServer.await(refuse);
            return REFUSED;
        });
        Future<Optional<SmtpFailure>> first = inBackground();
        await("AUTH", 2);
        CountDownLatch connect = new CountDownLatch(1);
        server.on("EHLO", (connection, line) -> {
            RawServer.await(connect);
            return "250-localhost\r\n250 AUTH PLAIN LOGIN";
        });
        Future<Optional<SmtpFailure>> second = inBackground();
        await("EHLO", 3);
        refuse.countDown();
        requireRefused(first.get());
        connect.countDown();
        requireRefused(second.get());
        assertThat(asked("AUTH")).isEqualTo(2);
        goOn.countDown();
        assertThat(known.get()).isEmpty();
    }

    /** That the server cannot look at one login is no lack of connections. */
    @ParameterizedTest
    @ValueSource(strings = {"454 4.7.0 temporary authentication failure", "454 try again", "451 4.3.0 lookup failed"})
    void closesNoConnectionsOfOthersIfItCannotBeLookedAtJustNow(String reply) {
        assertThat(failure(login("other"))).isEmpty();
        server.on("AUTH", reply);
        assertThat(failure(settings)).isPresent();
        assertThat(failure(login("other"))).isEmpty();
        assertThat(asked("AUTH")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.7.0 goodbye", "454 4.7.0 too many connections", "432 4.3.2 no more of them"})
    void makesUseOfTheConnectionsOfOthersIfThereAreNoMore(String reply) {
        assertThat(failure(login("other"))).isEmpty();
        server.on("AUTH", (connection, line) -> {
            if (server.connections().size() == 2) {
                return reply;
            }
            SmtpTestServer.await("the end of the other's", () -> server.open() == 1);
            return USUAL;
        });
        assertThat(failure(settings)).isEmpty();
        assertThat(server.connections()).hasSize(3);
    }
}
