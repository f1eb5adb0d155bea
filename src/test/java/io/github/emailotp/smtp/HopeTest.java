package io.github.emailotp.smtp;

import static io.github.emailotp.server.mail.RawServer.GREETING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.server.mail.RawServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.email.EmailException;

@DisplayName("Whether a mail without a connection would get one now")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HopeTest {

    private static final String ALICE = "alice@example.test";
    private static final String FULL = "421 4.7.0 too many connections";

    private final RawServer server = new RawServer().offering("AUTH PLAIN LOGIN");
    private final TestSender sender = new TestSender(TestSender.LIMITS);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
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

    private Optional<Hope> hope(Map<String, String> settings) {
        EmailException thrown = catchThrowableOfType(EmailException.class, () -> sender.send(settings, ALICE));
        return Hope.after(new EmailException("wrapped", thrown));
    }

    private Map<String, String> login(String user) {
        return server.settings("auth", "true", "user", user, "password", "secret");
    }

    private Future<?> held(Map<String, String> settings) {
        server.on("RCPT", (connection, line) -> {
            RawServer.await(goOn);
            return "250 yes";
        });
        Future<?> mail = threads.submit(() -> {
            sender.send(settings, ALICE);
            return true;
        });
        SmtpTestServer.await(
                "a mail at the server",
                () -> server.connections().stream().anyMatch(connection -> connection.times("RCPT") > 0));
        return mail;
    }

    @Test
    void isKnownOnceAConnectionComesBack() throws Exception {
        server.on(GREETING, (connection, line) -> server.open() > 1 ? FULL : "220 localhost");
        Future<?> first = held(server.settings());
        Hope hope = hope(server.settings()).orElseThrow();
        assertThat(hope.exists()).isFalse();
        goOn.countDown();
        first.get();
        assertThat(hope.exists()).isTrue();
    }

    /** Of a server that takes one connection. */
    private Hope onceTheOneIsBack() throws Exception {
        server.on(GREETING, (connection, line) -> server.open() > 1 ? FULL : "220 localhost");
        Future<?> first = held(server.settings());
        Hope hope = hope(server.settings()).orElseThrow();
        goOn.countDown();
        first.get();
        return hope;
    }

    /** Two who share one connection do not both go for it. */
    @Test
    void isUsedUpByAMailThatIsOnItsWay() throws Exception {
        Hope hope = onceTheOneIsBack();
        hope.use();
        assertThat(hope.exists()).isFalse();
        sender.send(server.settings(), ALICE);
        assertThat(hope.exists()).as("it has come and gone").isTrue();
        hope.use();
        sender.pass(Duration.ofMillis(500));
        assertThat(hope.exists()).as("it does not come").isTrue();
    }

    /** The one that is kept, and one more. */
    @Test
    void isThereForAsManyAsWouldGetOne() throws Exception {
        Hope hope = onceTheOneIsBack();
        sender.pass(Duration.ofSeconds(29));
        sender.send(server.settings(), ALICE);
        sender.pass(Duration.ofSeconds(1));
        hope.use();
        assertThat(hope.exists()).isTrue();
        hope.use();
        assertThat(hope.exists()).isFalse();
    }

    @Test
    void isKnownOnceAPauseIsOver() {
        server.on(GREETING, FULL);
        Hope hope = hope(server.settings()).orElseThrow();
        assertThat(hope.exists()).isFalse();
        sender.pass(Duration.ofMillis(500));
        assertThat(hope.exists()).isTrue();
    }

    /** That is told for good. */
    @Test
    void isNotAskedOfALoginThatIsRefused() {
        server.on("AUTH", "535 5.7.8 no");
        assertThat(hope(login("one"))).isEmpty();
    }

    /** Before the end of the pause. */
    @Test
    void isThereOnceAnotherHasGivenWay() throws Exception {
        server.on(GREETING, (connection, line) -> server.open() > 1 ? FULL : "220 localhost");
        Future<?> first = held(login("one"));
        sender.pass(Duration.ofMillis(500));
        Hope hope = hope(login("two")).orElseThrow();
        assertThat(hope.exists()).isFalse();
        goOn.countDown();
        first.get();
        assertThat(hope.exists()).isTrue();
        assertThat(sender.connections.figures().idle()).isZero();
        Hope own = hope(login("one")).orElseThrow();
        assertThat(own.exists()).as("leaves it to the other").isFalse();
        SmtpTestServer.await("the end of the one given up", () -> server.open() == 0);
        sender.send(login("two"), ALICE);
        assertThat(server.recipients()).hasSize(2);
    }
}
