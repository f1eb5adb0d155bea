package io.github.emailotp.delivery;

import static io.github.emailotp.server.mail.RawServer.GREETING;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.InstalledSender;
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
import org.keycloak.events.Event;

/**
 * Outbox, jobs and the pooled sender together, against servers with limits: for the tests and for the benchmark. Times are real, so the
 * limits are small.
 */
public final class LimitedMailServers implements AutoCloseable {

    static final int LOGINS = 50;
    static final String FULL = "421 4.7.0 too many connections";

    /** As long as a server takes for a mail. */
    private static final Duration MAIL = Duration.ofMillis(300);

    /** As many connections to one server as the sender opens. */
    private static final int CONNECTIONS = 10;

    private static final int PROBES = 30;
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Outbox outbox =
            new Outbox(new OutboxLimits(2_000, 20, 3, Duration.ZERO, Duration.ofSeconds(5)), Clock.systemUTC());
    private final InstalledSender sender = new InstalledSender(Optional.empty(), Map.of());
    private final List<RawServer> servers = new ArrayList<>();
    private final Map<String, Long> handedOver = new ConcurrentHashMap<>();

    /** What pages are told of each mail, by its address. */
    final Map<String, List<String>> told = new ConcurrentHashMap<>();

    /** How many transactions all mails have begun. */
    final AtomicInteger transactions = new AtomicInteger();

    private final AtomicInteger numbers = new AtomicInteger();

    /** Classes are loaded: one mail has been handed over. */
    public LimitedMailServers() {
        put("first", server());
        awaitHandedOver(1);
        handedOver.clear();
    }

    /**
     * What a run of logins at a time showed.
     *
     * @param limit of the server, in words
     * @param needed the time that the limit itself needs for all mails
     * @param worst the time until the last mail was handed over
     * @param server which was asked
     */
    public record Run(String limit, Duration needed, Duration worst, RawServer server) {}

    @Override
    public void close() {
        outbox.close();
        sender.close();
        servers.forEach(RawServer::close);
    }

    RawServer server() {
        RawServer server = new RawServer().offering("PIPELINING");
        servers.add(server);
        return server;
    }

    /** Puts a mail to a new address into the outbox. */
    String put(String realmId, RawServer server, String... settings) {
        String address = "user" + numbers.incrementAndGet() + "@example.test";
        RealmOfAlice realm = new RealmOfAlice();
        realm.address = Optional.of(address);
        long begun = System.nanoTime();
        Instant deadline = Instant.now().plus(LIFETIME);
        realm.mailServer = () -> {
            sender.send(server.settings(settings), address, deadline);
            handedOver.put(address, System.nanoTime() - begun);
        };
        CodeMessage alices = Messages.toAlice();
        CodeMessage message = new CodeMessage(
                new Binding(realmId, "user", address, Purpose.LOGIN, address),
                alices.code(),
                1,
                Instant.now(),
                LIFETIME,
                alices.permit());
        RememberedAftermath aftermath = new RememberedAftermath();
        told.put(address, aftermath.stages);
        MailOrder order = new MailOrder(
                address,
                message,
                new RenderedMail("Subject", "Text", "<p>HTML</p>"),
                new Recipient.Account("alice"),
                new MailEvents(new Event(), Purpose.LOGIN, 1),
                aftermath,
                MailOrder.Intent.SEND);
        realm.smtp = server::settings;
        realm.begun = transactions;
        Owner owner = new Owner(realmId, "localhost:" + server.settings().get("port"));
        outbox.reserve(owner).orElseThrow().use(new MailJob(realm.sessions(), order, owner, Clock.systemUTC()));
        return address;
    }

    /** In a realm that has mailed before. */
    private Duration worst(RawServer server, String realm) {
        // Those of a run before.
        handedOver.clear();
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

    void awaitHandedOver(int count) {
        while (handedOver.size() < count) {
            pause(Duration.ofMillis(5));
        }
    }

    static void pause(Duration time) {
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

    /** A server that takes two connections at a time. */
    public Run twoConnections() {
        RawServer server = server();
        server.on(GREETING, (connection, line) -> server.open() > 2 ? FULL : "220 localhost");
        server.on(RawServer.END, (connection, line) -> slowly("250 yes"));
        return new Run("2 connections at a time", MAIL.multipliedBy(LOGINS / 2), worst(server, "two"), server);
    }

    /** A server that takes five mails over a connection. */
    public Run fiveMailsAConnection() {
        RawServer server = server();
        server.on("MAIL", RawServer.after(5, "MAIL", "554 5.7.0 too many messages for this connection"));
        server.on(RawServer.END, (connection, line) -> slowly("250 yes"));
        return new Run("5 mails a connection", MAIL.multipliedBy(LOGINS / CONNECTIONS), worst(server, "five"), server);
    }

    /** A server that takes fifteen connections in this time, and one mail over each. */
    public Run fifteenConnectionsIn(Duration period) {
        Rate rate = new Rate(15, period);
        RawServer server = server();
        server.on(GREETING, (connection, line) -> rate.takesOne() ? "220 localhost" : FULL);
        server.on("MAIL", RawServer.after(1, "MAIL", "421 4.7.0 one mail a connection"));
        return new Run(
                "15 connections in " + period.toSeconds() + " s",
                period.multipliedBy(LOGINS / 15),
                worst(server, "rate"),
                server);
    }

    /** A server that takes fifteen mails in this time, and refuses more of them with words. */
    public Run fifteenMailsIn(Duration period) {
        Rate rate = new Rate(15, period);
        RawServer server = server();
        server.on("MAIL", (connection, line) -> rate.takesOne() ? "250 yes" : "451 4.7.1 rate limit exceeded");
        return new Run(
                "15 mails in " + period.toSeconds() + " s",
                period.multipliedBy(LOGINS / 15),
                worst(server, "mails"),
                server);
    }

    /** A server that has refused twenty mails for eight seconds. */
    public RawServer refusing() {
        RawServer server = server();
        server.on(GREETING, FULL);
        for (int i = 0; i < 20; i++) {
            put("away", server);
        }
        pause(Duration.ofSeconds(8));
        return server;
    }

    /** How long one more login waits, and the twenty with it, when that server takes connections again. */
    public Duration afterRefusals(RawServer server) {
        server.onAsUsual(GREETING);
        long begun = System.nanoTime();
        put("away", server);
        awaitHandedOver(21);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** How long the mails of a realm take, shortest first, beside ten realms whose servers drip or hang. */
    public List<Duration> besideTenSickServers() {
        for (int i = 0; i < 10; i++) {
            RawServer sick = server();
            sick.on(
                    GREETING,
                    i % 2 == 0 ? sick.silence() : RawServer.drip("220 " + "x".repeat(500), Duration.ofMillis(500)));
            for (int j = 0; j < 20; j++) {
                put("sick" + i, sick);
            }
        }
        return ofOneThatIsWell();
    }

    /** The same beside eighty realms that use the same mail server, which hangs. */
    public List<Duration> besideEightyRealmsOfOneServer() {
        RawServer sick = server();
        sick.on(GREETING, sick.silence());
        for (int i = 0; i < 80; i++) {
            for (int j = 0; j < 10; j++) {
                put("tenant" + i, sick);
            }
        }
        return ofOneThatIsWell();
    }

    private List<Duration> ofOneThatIsWell() {
        RawServer well = server();
        List<Duration> taken = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            String address = put("well", well);
            while (!handedOver.containsKey(address)) {
                pause(Duration.ofMillis(2));
            }
            taken.add(Duration.ofNanos(handedOver.get(address)));
        }
        taken.sort(null);
        return taken;
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
}
