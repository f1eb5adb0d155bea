package io.github.emailotp.delivery;

import static io.github.emailotp.server.mail.RawServer.GREETING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.QueuedSender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.events.Event;

/** Outbox, jobs and the pooled sender together, against servers with limits. Times are real, so the limits are small. */
@DisplayName("Mails to a server with limits")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitedMailServerTest {

    private static final Logger LOG = Logger.getLogger(LimitedMailServerTest.class);
    private static final int LOGINS = 50;
    /** As long as a server takes for a mail. */
    private static final Duration MAIL = Duration.ofMillis(300);

    private static final String FULL = "421 4.7.0 too many connections";

    private final Outbox outbox =
            new Outbox(new OutboxLimits(2_000, 20, Duration.ZERO, Duration.ofSeconds(5)), Clock.systemUTC());
    private final QueuedSender sender = new QueuedSender(Duration.ofSeconds(3));
    private final List<RawServer> servers = new ArrayList<>();
    private final Map<String, Long> handedOver = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    @BeforeEach
    void loadClasses() {
        put("first", server());
        awaitHandedOver(1);
        handedOver.clear();
    }

    @AfterEach
    void stop() {
        outbox.close();
        sender.close();
        servers.forEach(RawServer::close);
    }

    private RawServer server() {
        RawServer server = new RawServer().offering("PIPELINING");
        servers.add(server);
        return server;
    }

    /** Puts a mail to a new address into the outbox. */
    private String put(String realmId, RawServer server, String... settings) {
        String address = "user" + numbers.incrementAndGet() + "@example.test";
        RealmOfAlice realm = new RealmOfAlice();
        realm.address = Optional.of(address);
        long begun = System.nanoTime();
        realm.mailServer = () -> {
            sender.send(server.settings(settings), address);
            handedOver.put(address, System.nanoTime() - begun);
        };
        CodeMessage alices = Messages.toAlice();
        CodeMessage message = new CodeMessage(
                new Binding(realmId, "user", address, Purpose.LOGIN, address),
                alices.code(),
                1,
                Instant.now(),
                Duration.ofMinutes(5),
                alices.permit());
        MailOrder order = new MailOrder(
                address,
                message,
                new RenderedMail("Subject", "Text", "<p>HTML</p>"),
                new Recipient.Account("alice"),
                new MailEvents(new Event(), 1),
                new RememberedAftermath(),
                MailOrder.Intent.SEND);
        outbox.reserve(realmId).orElseThrow().use(new MailJob(realm.sessions(), order, Clock.systemUTC()));
        return address;
    }

    /** In a realm that has mailed before. */
    private Duration worst(RawServer server, String realm) {
        for (int i = 0; i < 3; i++) {
            put(realm, server);
            awaitHandedOver(i + 1);
        }
        handedOver.clear();
        for (int i = 0; i < LOGINS; i++) {
            put(realm, server);
        }
        awaitHandedOver(LOGINS);
        return Duration.ofNanos(
                handedOver.values().stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    private void awaitHandedOver(int count) {
        while (handedOver.size() < count) {
            pause(Duration.ofMillis(5));
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String slowly(String reply) {
        pause(MAIL);
        return reply;
    }

    private static void requireNearly(String limit, Duration needed, Duration taken) {
        LOG.infof(
                "%d logins, %s: the limit needs %d ms, the worst waited %d ms",
                LOGINS, limit, needed.toMillis(), taken.toMillis());
        assertThat(taken).as(limit).isLessThanOrEqualTo(needed.multipliedBy(3).dividedBy(2));
    }

    @Test
    void waitLittleLongerThanTwoConnectionsNeed() {
        RawServer server = server();
        server.on(GREETING, (connection, line) -> server.open() > 2 ? FULL : "220 localhost");
        server.on(RawServer.END, (connection, line) -> slowly("250 yes"));
        requireNearly("2 connections at a time", MAIL.multipliedBy(LOGINS / 2), worst(server, "two"));
        assertThat(server.mostOpen()).isLessThanOrEqualTo(10);
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(LOGINS + 3);
    }

    @Test
    void waitLittleLongerThanFiveMailsAConnectionNeed() {
        RawServer server = server();
        server.on("MAIL", RawServer.after(5, "MAIL", "554 5.7.0 too many messages for this connection"));
        server.on(RawServer.END, (connection, line) -> slowly("250 yes"));
        // Ten connections at a time, as many as the sender opens.
        requireNearly("5 mails a connection", MAIL.multipliedBy(LOGINS / 10), worst(server, "five"));
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(LOGINS + 3);
    }

    /** Fifteen connections in three seconds instead of a minute, one mail over each. */
    @Test
    void waitLittleLongerThanFifteenConnectionsAPeriodNeed() {
        Duration period = Duration.ofSeconds(3);
        Rate rate = new Rate(15, period);
        RawServer server = server();
        server.on(GREETING, (connection, line) -> rate.takesOne() ? "220 localhost" : FULL);
        server.on("MAIL", RawServer.after(1, "MAIL", "421 4.7.0 one mail a connection"));
        requireNearly("15 connections in 3 s", period.multipliedBy(LOGINS / 15), worst(server, "rate"));
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(LOGINS + 3);
    }

    private static final class Rate {

        private final int most;
        private final Duration period;
        private final Deque<Long> taken = new ArrayDeque<>();

        Rate(int most, Duration period) {
            this.most = most;
            this.period = period;
        }

        synchronized boolean takesOne() {
            long now = System.nanoTime();
            taken.removeIf(at -> now - at >= period.toNanos());
            return taken.size() < most && taken.add(now);
        }
    }

    @Test
    void areHandedOverSoonAfterTheServerTakesThemAgain() {
        RawServer server = server();
        server.on(GREETING, FULL);
        for (int i = 0; i < 20; i++) {
            put("away", server);
        }
        pause(Duration.ofSeconds(8));
        assertThat(handedOver).isEmpty();
        assertThat(server.connections()).as("one asks for all").hasSizeLessThan(10);
        server.onAsUsual(GREETING);
        long begun = System.nanoTime();
        put("away", server);
        awaitHandedOver(21);
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        LOG.infof("A login after 20 refusals: %d ms after the server takes connections again", taken.toMillis());
        assertThat(taken).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void areHandedOverAtOnceBesideTenServersThatDripOrHang() {
        for (int i = 0; i < 10; i++) {
            RawServer sick = server();
            sick.on(
                    GREETING,
                    i % 2 == 0 ? sick.silence() : RawServer.drip("220 " + "x".repeat(500), Duration.ofMillis(500)));
            for (int j = 0; j < 20; j++) {
                put("sick" + i, sick);
            }
        }
        RawServer well = server();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String address = put("well", well);
            while (!handedOver.containsKey(address)) {
                pause(Duration.ofMillis(2));
            }
            millis.add(TimeUnit.NANOSECONDS.toMillis(handedOver.get(address)));
        }
        millis.sort(null);
        LOG.infof("Beside ten sick realms: median %d ms, worst %d ms", millis.get(15), millis.get(29));
        assertThat(millis.get(15)).isLessThanOrEqualTo(1_000);
        assertThat(millis.get(29)).isLessThanOrEqualTo(2_000);
    }

    /** Each fault once in a while, three hundred mails through each of three servers. */
    @Test
    void areNeitherLostNorDoubledWhateverTheServersDo() {
        List<RawServer> all = List.of(server(), server(), server());
        AtomicInteger count = new AtomicInteger();
        all.get(0).on(GREETING, (connection, line) -> all.get(0).open() > 3 ? FULL : "220 localhost");
        all.get(0).on("RCPT", (connection, line) -> count.incrementAndGet() % 20 == 0 ? "451 4.7.1 later" : "250 yes");
        all.get(1).on("MAIL", RawServer.after(5, "MAIL", "452 4.5.3 too many"));
        all.get(1).on(GREETING, (connection, line) -> count.incrementAndGet() % 7 == 0 ? FULL : "220 localhost");
        all.get(2)
                .on(
                        "DATA",
                        (connection, line) -> count.incrementAndGet() % 15 == 0
                                ? RawServer.hangUp().to(connection, line)
                                : "354 go on");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            sent.add(put("realm" + i % 3, all.get(i % 3)));
        }
        awaitHandedOver(900);
        List<String> received = new ArrayList<>();
        all.forEach(server -> received.addAll(server.recipients()));
        LOG.infof(
                "900 mails: %d received, over %d connections",
                received.size(),
                all.stream().mapToInt(server -> server.connections().size()).sum());
        assertThat(received).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(sent);
    }
}
