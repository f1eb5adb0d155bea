package io.github.emailotp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** On a busy machine everything can take longer, so that only what is too quick is certainly wrong. */
@DisplayName("The delaying proxy")
class DelayingProxyTest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(80);
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Void> echo = CompletableFuture.runAsync(this::echo);
    private final DelayingProxy proxy = DelayingProxy.to(server.getLocalPort(), ROUND_TRIP);

    DelayingProxyTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void answersTwoRoundTripsAfterTheConnectionWasBegunAndThenOneAfterEachQuestion() throws IOException {
        long begun = System.nanoTime();
        try (Socket client = connect()) {
            ask(client, 1);
            assertThat(since(begun)).isBetween(ROUND_TRIP.multipliedBy(2), SLACK);
            long asked = System.nanoTime();
            ask(client, 2);
            assertThat(since(asked)).isBetween(ROUND_TRIP, SLACK);
        }
    }

    @Test
    void delaysWhatIsSentOneAfterTheOtherOnce() throws IOException {
        try (Socket client = connect()) {
            ask(client, 1);
            long begun = System.nanoTime();
            int bytes = 100;
            for (int i = 0; i < bytes; i++) {
                client.getOutputStream().write(i);
            }
            assertThat(client.getInputStream().readNBytes(bytes)).hasSize(bytes);
            assertThat(since(begun)).isBetween(ROUND_TRIP, ROUND_TRIP.multipliedBy(bytes / 2));
        }
    }

    @Test
    void passesEveryByteAndTheEnd() throws IOException {
        byte[] much = new byte[1_000_000];
        new Random(1).nextBytes(much);
        try (Socket client = connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(client, much));
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(much);
            sent.join();
        }
        echo.join();
    }

    @Test
    void endsTheConnectionIfThereIsNoServer() throws IOException {
        server.close();
        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setTcpNoDelay(true);
        client.setSoTimeout((int) SLACK.toMillis());
        return client;
    }

    private static void ask(Socket client, int question) throws IOException {
        client.getOutputStream().write(question);
        assertThat(client.getInputStream().read()).isEqualTo(question);
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** One connection, until its client ends it. */
    private void echo() {
        try (Socket client = server.accept()) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The test is over.
        }
    }
}
