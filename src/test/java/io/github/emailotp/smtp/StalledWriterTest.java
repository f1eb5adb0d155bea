package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.email.EmailException;

@DisplayName("Mails that a server takes no bytes of")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StalledWriterTest {

    private static final int MAILS = 5;

    /** More than all buffers on the way can hold. */
    private static final String LONG = "x".repeat(32 * 1024 * 1024);

    private final RawServer server = new RawServer();
    private final Map<String, String> settings = server.settings("writeTimeout", "1500");
    private final TestSender sender = new TestSender(new PoolLimits(
            10, Duration.ofSeconds(30), Duration.ofMinutes(5), 100, Duration.ofSeconds(10), Duration.ofSeconds(30)));

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    /** Angus has a thread for each connection that has a time-out for writing. */
    @Test
    void endAfterTheTimeOutByOneThreadForAll() {
        server.on("DATA", (connection, line) -> {
            connection.write("354 go on\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return server.silence().to(connection, line);
        });
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        long begun = System.nanoTime();
        List<CompletableFuture<SmtpFailure>> mails = IntStream.range(0, MAILS)
                .mapToObj(i -> CompletableFuture.supplyAsync(this::failure, task -> new Thread(task, "caller").start()))
                .toList();
        while (server.connections().stream()
                        .filter(connection -> connection.times("DATA") == 1)
                        .count()
                < MAILS) {
            Thread.onSpinWait();
        }
        // Those that look names up have nothing to do with the number of connections.
        assertThat(ofTheSender(before))
                .filteredOn(name -> !name.startsWith("email-otp-smtp-names") && !name.endsWith("own-name"))
                .containsExactly("email-otp-smtp-timekeeper");
        assertThat(mails).allSatisfy(mail -> assertThat(mail.join().kind()).isEqualTo(Kind.TIMEOUT));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isBetween(1L, 20L);
    }

    /** Neither who sends nor the server of the test. */
    private static List<String> ofTheSender(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !name.equals("caller") && !name.equals("raw-server"))
                .collect(Collectors.toList());
    }

    private SmtpFailure failure() {
        return SmtpFailure.of(catchThrowableOfType(
                EmailException.class,
                () -> sender.provider().send(settings, "alice@example.test", "Subject", LONG, "")));
    }
}
