package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.email.EmailException;

/** With a clock that is moved on: what ends conversations and connections looks at nothing else. */
@DisplayName("An hour of mails through servers that hang and drip")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnHourOfSilenceTest {

    private static final Duration CONVERSATION = Duration.ofSeconds(30);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMinutes(2);
    private static final int STEPS = 30;

    private final RawServer silent = new RawServer();
    private final RawServer silentAtTheEnd = new RawServer();
    private final RawServer dripping = new RawServer();
    private final RawServer well = new RawServer();
    private final List<RawServer> sick = List.of(silent, silentAtTheEnd, dripping);
    private final TestSender sender = new TestSender(new PoolLimits(
            10, Duration.ofSeconds(30), Duration.ofMinutes(5), 100, Duration.ofSeconds(10), CONVERSATION));
    private final AtomicInteger failed = new AtomicInteger();

    @AfterEach
    void stop() {
        sender.close();
        sick.forEach(RawServer::close);
        well.close();
    }

    @Test
    void leavesNoThreadAndNoConnectionBehind() throws InterruptedException {
        silent.on(RawServer.GREETING, silent.silence());
        silentAtTheEnd.on(RawServer.END, silentAtTheEnd.silence());
        dripping.on("MAIL", RawServer.drip("250 yes" + " and more".repeat(1_000), Duration.ofMillis(5)));
        for (int step = 0; step < STEPS; step++) {
            List<Thread> mails = new ArrayList<>();
            sender.keycloak.deadline = Optional.of(sender.now().plus(LIFE));
            mail(well).join();
            assertThat(sender.connections.figures().idle()).as("kept").isOne();
            sick.forEach(server -> mails.add(mail(server)));
            awaitConversations(step + 1);
            sender.pass(STEP);
            for (Thread mail : mails) {
                mail.join();
            }
            assertThat(sender.connections.figures().borrowed())
                    .as("after step %d", step)
                    .isZero();
            sender.connections.evict();
        }
        sender.pass(STEP);
        sender.connections.evict();
        assertThat(sender.connections.figures().open()).isZero();
        assertThat(failed).hasValue(3 * STEPS);
        assertThat(well.recipients()).hasSize(STEPS);
        while (well.open() + dripping.open() > 0) {
            Thread.onSpinWait();
        }
    }

    private Thread mail(RawServer server) {
        Thread mail = new Thread(() -> {
            try {
                sender.send(server.settings("timeout", "1000000"), "alice@example.test");
            } catch (EmailException e) {
                failed.incrementAndGet();
            }
        });
        mail.start();
        return mail;
    }

    /** Until each that is sick has had so many. */
    private void awaitConversations(int count) {
        while (silentAtTheEnd.contents().size() < count
                || silent.connections().size() < count
                || dripping.connections().size() < count) {
            Thread.onSpinWait();
        }
    }
}
