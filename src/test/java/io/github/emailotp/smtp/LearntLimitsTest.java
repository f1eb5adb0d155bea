package io.github.emailotp.smtp;

import static io.github.emailotp.server.mail.RawServer.GREETING;
import static io.github.emailotp.server.mail.RawServer.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.server.mail.ServerCertificate;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpFailure.Met;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

@DisplayName("A mail server with limits")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LearntLimitsTest {

    private static final String ALICE = "alice@example.test";
    private static final String FULL = "421 4.7.0 too many connections";
    private static final String TOO_MANY_AT_ONCE = "432 4.3.2 Concurrent connections limit exceeded";

    private RawServer server = new RawServer().offering("AUTH PLAIN LOGIN");
    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void stop() {
        goOn.countDown();
        threads.shutdownNow();
        sender.close();
        server.close();
    }

    private void takes(int connections) {
        server.on(GREETING, (connection, line) -> server.open() > connections ? FULL : "220 localhost");
    }

    private SmtpFailure failure(Map<String, String> settings) {
        return SmtpFailure.of(catchThrowableOfType(EmailException.class, () -> sender.send(settings, ALICE)));
    }

    /** Without asking the server. */
    private void requireRefusalOfAnother(int code) {
        SmtpFailure failure = failure(server.settings());
        assertThat(failure.kind()).isEqualTo(Kind.NOT_NOW);
        assertThat(failure.replyCode()).hasValue(code);
        assertThat(failure.met()).isEqualTo(Met.A_PAUSE);
    }

    private void mailsComeFromAQueue() {
        sender.keycloak.deadline = Optional.of(sender.now().plus(Duration.ofMinutes(5)));
    }

    private Future<Void> inBackground(Map<String, String> settings) {
        Callable<Void> mail = () -> {
            sender.send(settings, ALICE);
            return null;
        };
        return threads.submit(mail);
    }

    private void awaitMailsAtTheServer(int count) {
        SmtpTestServer.await(
                count + " mails at the server",
                () -> server.connections().stream()
                                .filter(connection -> connection.times("RCPT") > 0)
                                .count()
                        == count);
    }

    private void holdsMails() {
        holdsMails(goOn, "250 yes");
    }

    private void holdsMails(CountDownLatch until, String reply) {
        server.on("RCPT", (connection, line) -> {
            RawServer.await(until);
            return reply;
        });
    }

    /** Refuses any beyond two, so. */
    private void refusesAThird(String command, String refusal, String usual) {
        server.on(command, (connection, line) -> server.open() > 2 ? refusal : usual);
    }

    @ParameterizedTest
    @CsvSource({"GREETING, 220 localhost", "EHLO, 250 localhost", "AUTH, 235 you are known"})
    void isAskedForNoMoreConnectionsThanItTook(String command, String usual) throws Exception {
        refusesAThird(command, FULL, usual);
        requireNoMoreThanTwo();
    }

    /** As Sendmail does with a limit of its processes: it listens again when there are fewer. */
    @Test
    void isAskedForNoMoreConnectionsThanItListensFor() throws Exception {
        server.on(
                GREETING,
                (connection, line) -> server.open() > 2 ? RawServer.hangUp().to(connection, line) : "220 localhost");
        requireNoMoreThanTwo();
    }

    /** As a load balancer does before its port of TLS. */
    @Test
    void isAskedForNoMoreConnectionsThanItBeginsTlsWith(@TempDir Path folder) throws Exception {
        ServerCertificate certificate = ServerCertificate.in(folder);
        sender.keycloak.truststore = Optional.of(certificate.trusting());
        server.close();
        server = RawServer.tls(certificate).offering("AUTH PLAIN LOGIN");
        server.on(
                GREETING,
                (connection, line) -> server.open() > 2 ? RawServer.hangUp().to(connection, line) : "220 localhost");
        requireNoMoreThanTwo("ssl", "true");
    }

    /** As Exim does there. */
    @Test
    void isAskedForNoMoreConnectionsThanItTookBeforeTls(@TempDir Path folder) throws Exception {
        ServerCertificate certificate = ServerCertificate.in(folder);
        sender.keycloak.truststore = Optional.of(certificate.trusting());
        server.close();
        server = RawServer.tls(certificate).offering("AUTH PLAIN LOGIN");
        server.on(GREETING, (connection, line) -> {
            if (server.open() > 2) {
                connection.writeInPlain(FULL);
                return RawServer.hangUp().to(connection, line);
            }
            return "220 localhost";
        });
        requireNoMoreThanTwo("ssl", "true");
    }

    /** That is the resolver's trouble, and tells nothing of the server. */
    @Test
    void isNoneWhereItsNameIsNotFound() throws Exception {
        holdsMails();
        Future<Void> first = inBackground(server.settings());
        awaitMailsAtTheServer(1);
        sender.resolver = host -> {
            throw new UnknownHostException(host);
        };
        assertThat(failure(server.settings()).kind()).isEqualTo(Kind.UNREACHABLE);
        sender.resolver = InetAddress::getAllByName;
        List<Future<Void>> others = List.of(inBackground(server.settings()), inBackground(server.settings()));
        awaitMailsAtTheServer(3);
        goOn.countDown();
        first.get();
        for (Future<Void> mail : others) {
            mail.get();
        }
    }

    private void requireNoMoreThanTwo(String... more) throws Exception {
        mailsComeFromAQueue();
        holdsMails();
        Map<String, String> settings = server.settings(more);
        settings.putAll(Map.of("auth", "true", "user", "one", "password", "secret"));
        List<Future<Void>> two = List.of(inBackground(settings), inBackground(settings));
        awaitMailsAtTheServer(2);
        assertThat(failure(settings).kind()).as("no outage").isEqualTo(Kind.BUSY);
        int asked = server.connections().size();
        for (int i = 0; i < 5; i++) {
            SmtpFailure failure = failure(settings);
            assertThat(failure.kind()).isEqualTo(Kind.BUSY);
            assertThat(failure.isUntried()).isTrue();
        }
        assertThat(server.connections()).hasSize(asked);
        goOn.countDown();
        for (Future<Void> mail : two) {
            mail.get();
        }
        sender.send(settings, ALICE);
        assertThat(server.recipients()).hasSize(3);
        assertThat(server.connections()).hasSize(asked);
    }

    /** Exchange says so at any time, mostly once it has the whole mail. */
    @Nested
    @DisplayName("that takes the connection, and refuses it later")
    class Late {

        @ParameterizedTest
        @CsvSource({"AUTH, 235 you are known", "MAIL, 250 yes", "RCPT, 250 yes", "., 250 yes"})
        void isAskedForNoMoreConnectionsThanItBears(String command, String usual) throws Exception {
            refusesAThird(command, TOO_MANY_AT_ONCE, usual);
            server.on("DATA", (connection, line) -> {
                if (server.connections().indexOf(connection) < 2) {
                    RawServer.await(goOn);
                }
                return "354 go on";
            });
            mailsComeFromAQueue();
            Map<String, String> settings = server.settings("auth", "true", "user", "one", "password", "secret");
            List<Future<Void>> two = List.of(inBackground(settings), inBackground(settings));
            SmtpTestServer.await(
                    "two mails at the server",
                    () -> server.connections().stream()
                                    .filter(connection -> connection.times("DATA") > 0)
                                    .count()
                            == 2);
            for (int i = 0; i < 5; i++) {
                SmtpFailure failure = failure(settings);
                assertThat(failure.kind()).isEqualTo(Kind.BUSY);
                assertThat(failure.isUntried()).isTrue();
            }
            assertThat(server.connections()).hasSize(3);
            SmtpTestServer.await("the end of the third", () -> server.open() == 2);
            goOn.countDown();
            for (Future<Void> mail : two) {
                mail.get();
            }
            sender.send(settings, ALICE);
            assertThat(server.recipients()).hasSize(3);
            assertThat(server.connections()).hasSize(3);
        }

        /** Which the server says of its whole system, of one mailbox, or of what it thinks of a mail. */
        @ParameterizedTest
        @ValueSource(strings = {"RCPT", "."})
        void isAskedForAsManyAsBeforeIfItMayBeOfOneMailOnly(String command) throws Exception {
            mailsComeFromAQueue();
            holdsMails();
            Future<Void> first = inBackground(server.settings());
            awaitMailsAtTheServer(1);
            server.onAsUsual("RCPT").on(command, "451 4.3.2 try again later");
            for (int i = 0; i < 3; i++) {
                SmtpFailure failure = failure(server.settings());
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT_REPLY);
                assertThat(failure.isUntried()).as("asks again at once").isFalse();
            }
            server.onAsUsual(command);
            sender.send(server.settings(), ALICE);
            assertThat(server.recipients()).as("beside the first").hasSize(1);
            goOn.countDown();
            first.get();
        }

        @ParameterizedTest
        @ValueSource(strings = {"MAIL", "RCPT", "."})
        void isAskedByOneMailAfterPausesThatGrowWhileItBearsNone(String command) throws Exception {
            mailsComeFromAQueue();
            server.on(command, TOO_MANY_AT_ONCE);
            for (int i = 1; i <= 4; i++) {
                SmtpFailure first = failure(server.settings());
                assertThat(first.kind()).isEqualTo(Kind.NOT_NOW);
                assertThat(first.met()).isNotEqualTo(Met.A_PAUSE);
                sender.pass(Duration.ofMillis(i < 4 ? 0 : 2_900));
                requireRefusalOfAnother(432);
                assertThat(server.connections()).hasSize(i);
                sender.pass(Duration.ofSeconds(4));
            }
            server.onAsUsual(command);
            sender.send(server.settings(), ALICE);
            assertThat(server.recipients()).hasSize(1);
        }
    }

    /** Of those that it took, one has not said EHLO to its end when another is refused. */
    @Test
    void isAskedForAsManyConnectionsAsItTakesAlsoOfThoseThatAreBeingOpened() throws Exception {
        takes(2);
        mailsComeFromAQueue();
        holdsMails(goOn, "550 5.1.1 nobody");
        List<Future<Void>> refused = new ArrayList<>(List.of(inBackground(server.settings())));
        awaitMailsAtTheServer(1);
        server.on("EHLO", (connection, line) -> {
            RawServer.await(goOn);
            return "250 localhost";
        });
        refused.add(inBackground(server.settings()));
        SmtpTestServer.await(
                "a connection that is being opened",
                () -> server.connections().stream()
                                .filter(connection -> connection.times("EHLO") > 0)
                                .count()
                        == 2);
        assertThat(failure(server.settings()).kind()).isEqualTo(Kind.BUSY);
        goOn.countDown();
        for (Future<Void> mail : refused) {
            assertThatThrownBy(mail::get).hasRootCauseInstanceOf(SMTPAddressFailedException.class);
        }
        CountDownLatch later = new CountDownLatch(1);
        holdsMails(later, "250 yes");
        List<Future<Void>> two = List.of(inBackground(server.settings()), inBackground(server.settings()));
        awaitMailsAtTheServer(4);
        later.countDown();
        for (Future<Void> mail : two) {
            mail.get();
        }
    }

    /** Those that count connections by the minute would give none for the one that was closed. */
    @Test
    void keepsTheConnectionThatHasBecomeIdleWhenItRefusesAnother() throws Exception {
        mailsComeFromAQueue();
        holdsMails();
        Future<Void> first = inBackground(server.settings());
        awaitMailsAtTheServer(1);
        server.on(GREETING, (connection, line) -> {
            goOn.countDown();
            SmtpTestServer.await("the end of the first mail", first::isDone);
            return FULL;
        });
        sender.send(server.settings(), ALICE);
        assertThat(server.recipients()).hasSize(2);
        assertThat(server.connections()).hasSize(2);
    }

    @Test
    void isSharedByAllWhoLogInAlike() throws Exception {
        takes(1);
        mailsComeFromAQueue();
        Map<String, String> other = new HashMap<>(server.settings());
        other.put("from", "other@example.test");
        sender.send(server.settings(), ALICE);
        sender.send(other, ALICE);
        assertThat(server.connections()).hasSize(1);
    }

    @Test
    void isNotHeldByAnIdleConnectionWithOtherSettings() throws Exception {
        takes(1);
        mailsComeFromAQueue();
        sender.send(server.settings(), ALICE);
        sender.send(server.settings("debug", "true"), ALICE);
        assertThat(server.recipients()).hasSize(2);
    }

    @Test
    void isNotHeldByAnIdleConnectionOfAnotherLogin() throws Exception {
        takes(1);
        mailsComeFromAQueue();
        sender.send(server.settings("auth", "true", "user", "one", "password", "secret"), ALICE);
        sender.send(server.settings("auth", "true", "user", "two", "password", "secret"), ALICE);
        assertThat(server.recipients()).hasSize(2);
    }

    private Map<String, String> login(String user) {
        return server.settings("auth", "true", "user", user, "password", "secret");
    }

    /** Those that count connections by the minute would give none for those that were closed, too. */
    @Test
    void isNotHeldByIdleConnectionsAndTheOldestOfAnotherLoginGivesWay() throws Exception {
        takes(3);
        mailsComeFromAQueue();
        Map<String, String> otherSettings = new HashMap<>(login("three"));
        otherSettings.put("debug", "true");
        for (Map<String, String> settings : List.of(otherSettings, login("one"), login("two"))) {
            sender.send(settings, ALICE);
            sender.pass(Duration.ofSeconds(1));
        }
        sender.send(login("three"), ALICE);
        assertThat(server.connections())
                .extracting(connection -> connection.times("QUIT"))
                .as("of the same login, the oldest of others, another, refused, the new one")
                .containsExactly(0, 1, 0, 0, 0);
        sender.send(login("two"), ALICE);
        sender.send(otherSettings, ALICE);
        assertThat(server.connections()).hasSize(5);
    }

    /** There is none of others. */
    @Test
    void isNotHeldByIdleConnectionsOfItsOwn() throws Exception {
        takes(1);
        mailsComeFromAQueue();
        Map<String, String> otherSettings = new HashMap<>(login("one"));
        otherSettings.put("debug", "true");
        sender.send(otherSettings, ALICE);
        sender.send(login("one"), ALICE);
        assertThat(server.recipients()).hasSize(2);
    }

    /** As where it only listens for one. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void isNotHeldByAnIdleConnectionThoughItSaysNothing(String user) throws Exception {
        server.on(
                GREETING,
                (connection, line) -> server.open() > 1 ? RawServer.hangUp().to(connection, line) : "220 localhost");
        mailsComeFromAQueue();
        sender.send(server.settings("auth", "true", "user", "one", "password", "secret"), ALICE);
        sender.send(server.settings("auth", "true", "user", user, "password", "secret", "debug", "true"), ALICE);
        assertThat(server.recipients()).hasSize(2);
    }

    /** What is only kept may be dead itself. */
    @Test
    void isNotTakenToBeFullIfItIsAwayWhileAConnectionIsIdle() throws Exception {
        mailsComeFromAQueue();
        sender.send(server.settings(), ALICE);
        server.on(GREETING, RawServer.hangUp());
        assertThat(failure(server.settings("debug", "true")).kind()).isEqualTo(Kind.UNREACHABLE);
        server.onAsUsual(GREETING);
        holdsMails();
        List<Future<Void>> two = List.of(inBackground(server.settings()), inBackground(server.settings()));
        awaitMailsAtTheServer(3);
        goOn.countDown();
        for (Future<Void> mail : two) {
            mail.get();
        }
    }

    @Test
    void isAskedByOneMailWhileItTakesNone() {
        mailsComeFromAQueue();
        server.on(GREETING, FULL);
        SmtpFailure first = failure(server.settings());
        assertThat(first.kind()).isEqualTo(Kind.NOT_NOW);
        assertThat(first.met()).isEqualTo(Met.ITS_END);
        requireRefusalOfAnother(421);
        assertThat(server.connections()).hasSize(1);
        sender.pass(Duration.ofSeconds(4));
        server.onAsUsual(GREETING);
        assertThat(catchThrowableOfType(EmailException.class, () -> sender.send(server.settings(), ALICE)))
                .isNull();
    }

    /** Only what becomes of that one tells. */
    @Test
    void isAskedByOneMailThoughAnotherComesToNothingMeanwhile() throws Exception {
        try (QueuedSender patient = new QueuedSender(Duration.ofSeconds(30))) {
            CountDownLatch early = new CountDownLatch(1);
            server.on("EHLO", (connection, line) -> {
                RawServer.await(early);
                return RawServer.hangUp().to(connection, line);
            });
            Callable<Void> mail = () -> {
                patient.send(server.settings(), ALICE);
                return null;
            };
            Future<Void> before = threads.submit(mail);
            SmtpTestServer.await("EHLO", () -> asked("EHLO") == 1);
            server.on(GREETING, FULL);
            assertThatThrownBy(mail::call)
                    .satisfies(e -> assertThat(SmtpFailure.of(e).met()).isEqualTo(Met.ITS_END));
            patient.pass(Duration.ofSeconds(4));
            server.on(GREETING, (connection, line) -> {
                RawServer.await(goOn);
                return FULL;
            });
            Future<Void> asks = threads.submit(mail);
            SmtpTestServer.await("another connection", () -> asked(GREETING) == 3);
            early.countDown();
            assertThatThrownBy(before::get);
            patient.pass(Duration.ofSeconds(4));
            assertThatThrownBy(mail::call)
                    .satisfies(e -> assertThat(SmtpFailure.of(e).met()).isEqualTo(Met.A_PAUSE));
            assertThat(server.connections()).hasSize(3);
            goOn.countDown();
            assertThatThrownBy(asks::get);
        }
    }

    private int asked(String command) {
        return server.connections().stream()
                .mapToInt(connection -> connection.times(command))
                .sum();
    }

    @Test
    void isWaitedForByWhoHasNoQueue() throws Exception {
        takes(1);
        holdsMails();
        Future<Void> first = inBackground(server.settings());
        awaitMailsAtTheServer(1);
        Future<Void> second = inBackground(server.settings());
        SmtpTestServer.await(
                "a mail that waits", () -> sender.connections.figures().waiting() == 1);
        goOn.countDown();
        first.get();
        second.get();
        assertThat(server.recipients()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 421 4.7.0 too many messages",
        "MAIL, 421 4.3.2 closing",
        "MAIL, 554 5.7.0 too many messages for this connection",
        "MAIL, 452 4.5.3 too many recipients",
        "RCPT, 452 4.5.3 too many recipients",
        "RCPT, 550 5.5.3 too many recipients this connection",
        "DATA, 554 5.7.0 too many messages for this connection",
        "DATA, 452 4.5.3 too many recipients",
        "., 554 5.7.0 limit of mails per connection",
        "., 452 4.5.3 too many",
        "MAIL, 530 5.7.0 authentication required",
        "RCPT, 530 5.7.0 authentication required",
    })
    void getsTheNextMailOverAnotherConnection(String command, String reply) throws Exception {
        server.on(command, after(2, command, reply));
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sender.send(server.settings(), i + ALICE);
            sent.add(i + ALICE);
        }
        assertThat(server.recipients()).isEqualTo(sent);
        assertThat(server.connections()).hasSize(4);
        // Two tell; after that it is known.
        assertThat(server.connections())
                .filteredOn(each -> each.times(command) > 2)
                .hasSize(2);
    }

    /** Whatever there is too much of in it. */
    @Test
    void getsNoMailTwiceThatItHasSeenAndDoesNotLike() throws Exception {
        sender.send(server.settings(), ALICE);
        server.on(RawServer.END, "554 5.7.1 too many links");
        assertThat(failure(server.settings()).kind()).isEqualTo(Kind.PERMANENT_REPLY);
        assertThat(server.contents()).hasSize(2);
    }

    /** Of the mail that it has refused nobody says that it may have arrived. */
    @Test
    void isKnownNotToHaveTakenAMailThatIsTriedAnew() throws Exception {
        sender.send(server.settings(), ALICE);
        server.on(RawServer.END, "554 5.7.0 limit of mails per connection");
        server.on(
                "MAIL",
                (connection, line) ->
                        connection.times("MAIL") == 1 ? RawServer.hangUp().to(connection, line) : "250 yes");
        assertThat(failure(server.settings()).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    /** A time-out of the server is no limit on mails, nor is what it says of one recipient. */
    @ParameterizedTest
    @CsvSource({
        "MAIL, 0, 421 4.4.2 timeout exceeded",
        "MAIL, 0, 421 localhost closing after timed out input",
        "MAIL, 0, 421 idle for too long",
        "MAIL, 3, 421 4.7.0 goodbye",
        "MAIL, 3, 530 5.7.0 authentication required",
        "RCPT, 0, 421 4.7.0 not this one",
    })
    void getsFurtherMailsOverTheConnectionOnceOneHasTimedOut(String command, int idle, String reply) throws Exception {
        for (int i = 0; i < 2; i++) {
            sender.send(server.settings(), ALICE);
            sender.pass(Duration.ofSeconds(idle));
            CountDownLatch once = new CountDownLatch(1);
            server.on(command, (connection, line) -> {
                boolean first = once.getCount() > 0;
                once.countDown();
                return first ? reply : "250 yes";
            });
            sender.send(server.settings(), ALICE);
            server.onAsUsual(command);
            sender.pass(Duration.ofSeconds(31));
        }
        sender.send(server.settings(), ALICE);
        int before = server.connections().size();
        sender.send(server.settings(), ALICE);
        assertThat(server.connections()).hasSize(before);
    }

    /** What times out mostly does so for all that were kept. */
    @ParameterizedTest
    @ValueSource(strings = {"530 5.7.0 authentication required", "554 5.7.0 no", "550 no"})
    void getsAMailOverANewConnectionIfAllThatAreKeptAreWornOut(String reply) throws Exception {
        server.on("MAIL", after(1, "MAIL", reply));
        holdsMails();
        List<Future<Void>> three = List.of(
                inBackground(server.settings()), inBackground(server.settings()), inBackground(server.settings()));
        awaitMailsAtTheServer(3);
        goOn.countDown();
        for (Future<Void> mail : three) {
            mail.get();
        }
        sender.send(server.settings(), ALICE);
        assertThat(server.recipients()).hasSize(4);
        assertThat(server.connections()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "535 5.7.8 no, AUTHENTICATION",
        "534 5.7.9 no, AUTHENTICATION",
        "432 4.7.12 no, AUTHENTICATION",
        "530 5.7.0 no, AUTHENTICATION"
    })
    void isNotToldAWrongPasswordWithEachMail(String reply, Kind kind) {
        server.on("AUTH", reply);
        Map<String, String> wrong = server.settings("auth", "true", "user", "one", "password", "wrong");
        for (int i = 0; i < 20; i++) {
            assertThat(failure(wrong).kind()).isEqualTo(kind);
        }
        assertThat(server.connections()).hasSize(1);
        server.onAsUsual("AUTH");
        Map<String, String> right = server.settings("auth", "true", "user", "one", "password", "right");
        assertThat(catchThrowableOfType(EmailException.class, () -> sender.send(right, ALICE)))
                .isNull();
        sender.pass(Duration.ofSeconds(10));
        assertThat(catchThrowableOfType(EmailException.class, () -> sender.send(wrong, ALICE)))
                .isNull();
    }
}
