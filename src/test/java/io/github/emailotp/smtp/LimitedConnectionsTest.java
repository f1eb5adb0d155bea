package io.github.emailotp.smtp;

import static io.github.emailotp.smtp.SmtpTestServer.Moment.END;
import static io.github.emailotp.smtp.SmtpTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A limited number of connections")
class LimitedConnectionsTest {

    private static final String ALICE = "alice@example.test";

    private final SmtpTestServer server = new SmtpTestServer();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final TestSender three = limitedTo(3, Duration.ofSeconds(60));
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static TestSender limitedTo(int connections, Duration patience) {
        PoolLimits limits = TestSender.LIMITS;
        return new TestSender(new PoolLimits(
                connections, limits.idle(), limits.age(), limits.mails(), patience, limits.conversation()));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        threads.shutdownNow();
        three.close();
        server.close();
    }

    @Test
    void servesManyThreads() throws Exception {
        Callable<Void> mail = () -> {
            three.send(server.settings(), ALICE);
            return null;
        };
        for (Future<Void> sent : threads.invokeAll(Collections.nCopies(150, mail))) {
            sent.get();
        }
        assertThat(server.recipients()).hasSize(150);
        assertThat(server.mostOpen()).isLessThanOrEqualTo(3);
        assertThat(server.opened()).isLessThanOrEqualTo(6);
        assertThat(three.connections.figures().borrowed()).isZero();
    }

    @Test
    void isWaitedForUntilPatienceEnds() throws Exception {
        try (TestSender one = limitedTo(1, Duration.ofMillis(20))) {
            server.once(END, SmtpTestServer.waitFor(goOn));
            Future<?> slow = threads.submit(() -> {
                one.send(server.settings(), ALICE);
                return null;
            });
            await("the mail at the server", () -> server.times(END) == 1);
            assertThat(one.connections.figures().borrowed()).isEqualTo(1);
            assertThatThrownBy(() -> one.send(server.settings(), "bob@example.test"))
                    .satisfies(e -> assertThat(SmtpFailure.of(e).kind()).isEqualTo(Kind.BUSY))
                    .satisfies(e -> assertThat(SmtpFailure.of(e).isRetryable()).isTrue());
            goOn.countDown();
            slow.get();
            assertThat(server.recipients()).containsExactly(ALICE);
        }
    }

    @Test
    void isHandedToTheNextWhoWaits() throws Exception {
        try (TestSender one = limitedTo(1, Duration.ofSeconds(60))) {
            server.once(END, SmtpTestServer.waitFor(goOn));
            Callable<Void> mail = () -> {
                one.send(server.settings(), ALICE);
                return null;
            };
            Future<Void> first = threads.submit(mail);
            await("the mail at the server", () -> server.times(END) == 1);
            Future<Void> second = threads.submit(mail);
            await("a mail that waits", () -> one.connections.figures().waiting() == 1);
            goOn.countDown();
            first.get();
            second.get();
            assertThat(server.opened()).isEqualTo(1);
        }
    }
}
