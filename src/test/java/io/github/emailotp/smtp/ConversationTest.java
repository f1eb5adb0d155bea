package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpFailure.Scope;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests' conversations end after two seconds; those of a real server after thirty. */
@DisplayName("A conversation with a mail server")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConversationTest {

    private static final String ALICE = "alice@example.test";
    private static final Duration TICK = Duration.ofMillis(100);

    private final RawServer server = new RawServer().offering("PIPELINING");
    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    private SmtpFailure failure(String... settings) {
        return Sender.POOLED.failure(sender, server.settings(settings));
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 220 localhost",
        "EHLO, 250 localhost",
        "MAIL, 250 yes",
        "RCPT, 250 yes",
        "DATA, 354 go on",
    })
    void endsThoughTheServerSendsAByteFromTimeToTime(String command, String reply) {
        server.on(command, RawServer.drip(reply + " and more".repeat(100), TICK));
        long begun = System.nanoTime();
        assertThat(failure("timeout", "1000").kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isBetween(900L, 3_500L);
    }

    @Test
    void endsThoughTheServerDripsAfterTheWholeMail() {
        server.on(RawServer.END, RawServer.drip("250 yes" + " and more".repeat(100), TICK));
        assertThat(failure().kind()).isEqualTo(Kind.MAYBE_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "MAIL"})
    void endsWithAnAnswerThatHasNoEnd(String command) {
        String line = "250-" + "x".repeat(1_000);
        server.on(command, (line + "\r\n").repeat(100) + line);
        assertThat(failure("timeout", "20000").kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void waitsLongerForWhatTheServerSaysOfAMailbox() {
        server.on("RCPT", RawServer.drip("550 5.1.1 User unknown", Duration.ofMillis(50)));
        assertThat(failure("timeout", "300")).isEqualTo(new SmtpFailure(Kind.NO_MAILBOX, OptionalInt.of(550)));
    }

    /** Some hold back what they say of a content for long, so that who sends much of it has to wait. */
    @Test
    void waitsLongerForWhatTheServerSaysOfTheWholeMail() {
        server.on(RawServer.END, RawServer.drip("554 5.7.1 looks like spam", Duration.ofMillis(50)));
        assertThat(failure("timeout", "300"))
                .isEqualTo(new SmtpFailure(Kind.PERMANENT_REPLY, OptionalInt.of(554), Scope.THE_CONTENT));
    }

    @Test
    void waitsNoLongerForOtherAnswersThanTheRealmWants() {
        server.on("MAIL", server.silence());
        long begun = System.nanoTime();
        assertThat(failure("timeout", "300").kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(1_500);
    }

    @Test
    void endsWithTheLifeOfTheCode() {
        server.on("RCPT", server.silence());
        sender.keycloak.deadline = Optional.of(sender.now().plusMillis(300));
        long begun = System.nanoTime();
        SmtpFailure failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.isOfSilence()).as("tells of others").isFalse();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(1_500);
    }

    @Test
    void endsWithItsOwnTimeThoughTheCodeLivesOn() {
        server.on("RCPT", server.silence());
        sender.keycloak.deadline = Optional.of(sender.now().plusSeconds(300));
        SmtpFailure failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.isOfSilence()).as("tells of others").isTrue();
    }

    @Test
    void doesNotEndTheNextOneOverTheSameConnection() throws Exception {
        for (int i = 0; i < 3; i++) {
            sender.send(server.settings(), ALICE);
            sender.pass(TestSender.LIMITS.conversation().plusSeconds(1));
            Thread.sleep(150);
        }
        assertThat(server.recipients()).hasSize(3);
        assertThat(server.connections()).hasSize(1);
    }

    @Nested
    @DisplayName("is held with any address of the host")
    class Addresses {

        private final InetAddress dead = address(127, 0, 0, 99);
        private final Dialer dialer =
                new Dialer(new NameService(host -> new InetAddress[] {dead, InetAddress.getLoopbackAddress()}));

        private final Timekeeper timekeeper = new Timekeeper(System::nanoTime, Duration.ofHours(1));

        @Test
        void ifTheFirstDoesNotAnswer() throws Exception {
            Conversation conversation = timekeeper.begin(Duration.ofSeconds(10));
            try (MailSocket socket =
                    dialer.dial("mail.example.test", server.port(), Duration.ofSeconds(5), conversation)) {
                assertThat(socket.getInetAddress().getHostName()).isEqualTo("mail.example.test");
                assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
            }
            timekeeper.end(conversation);
            timekeeper.close();
        }

        /** Balancers accept connections for servers that are dead. */
        @Test
        void ifTheFirstAcceptsConnectionsAndIsSilent() throws Exception {
            InetAddress silent = address(127, 0, 0, 98);
            sender.resolver = host -> new InetAddress[] {silent, InetAddress.getLoopbackAddress()};
            try (ServerSocket balancer = new ServerSocket(server.port(), 10, silent)) {
                assertThat(balancer.isBound()).isTrue();
                assertThat(failure("timeout", "300").kind()).isEqualTo(Kind.TIMEOUT);
                sender.send(server.settings("timeout", "300"), ALICE);
                sender.connections.evict();
                sender.pass(Duration.ofHours(1));
                sender.send(server.settings("timeout", "300"), ALICE);
            }
            assertThat(server.recipients()).hasSize(2);
            assertThat(server.connections()).hasSize(2);
        }

        private static InetAddress address(int... bytes) {
            try {
                return InetAddress.getByAddress(
                        new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
