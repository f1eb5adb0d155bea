package io.github.emailotp.delivery;

import static io.github.emailotp.server.mail.RawServer.GREETING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.LimitedMailServers.Run;
import io.github.emailotp.server.mail.RawServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much longer than they must mails wait is told by the benchmark; here it is a multiple that only a fault makes. */
@DisplayName("Mails to a server with limits")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitedMailServerTest {

    private static final Duration PERIOD = Duration.ofSeconds(3);

    private final LimitedMailServers servers = new LimitedMailServers();

    @AfterEach
    void stop() {
        servers.close();
    }

    private static void requireAll(Run run) {
        assertThat(run.server().recipients()).doesNotHaveDuplicates().hasSize(LimitedMailServers.LOGINS + 3);
        assertThat(run.worst()).as(run.limit()).isLessThanOrEqualTo(run.needed().multipliedBy(10));
    }

    @Test
    void areHandedOverThroughTwoConnections() {
        Run run = servers.twoConnections();
        requireAll(run);
        assertThat(run.server().mostOpen()).isLessThanOrEqualTo(10);
    }

    @Test
    void areHandedOverFiveAConnection() {
        requireAll(servers.fiveMailsAConnection());
    }

    @Test
    void areHandedOverThroughFifteenConnectionsAPeriod() {
        requireAll(servers.fifteenConnectionsIn(PERIOD));
    }

    @Test
    void areHandedOverSoonAfterTheServerTakesThemAgain() {
        RawServer server = servers.refusing();
        assertThat(server.recipients()).isEmpty();
        assertThat(server.connections()).as("one asks for all").hasSizeLessThan(10);
        assertThat(servers.afterRefusals(server)).isLessThanOrEqualTo(Duration.ofSeconds(50));
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(21);
    }

    /** Whoever has many mails there does not keep the other from it until they are through. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areHandedOverInTurnsThroughOneConnectionOfTwoRealms(boolean haveOwnLogins) {
        RawServer server = servers.server().offering("PIPELINING", "AUTH PLAIN LOGIN");
        String[] login =
                haveOwnLogins ? new String[] {"auth", "true", "user", "two", "password", "secret"} : new String[0];
        server.on(GREETING, (connection, line) -> server.open() > 1 ? LimitedMailServers.FULL : "220 localhost");
        server.on(RawServer.END, (connection, line) -> {
            LimitedMailServers.pause(Duration.ofMillis(100));
            return "250 yes";
        });
        for (int i = 0; i < 40; i++) {
            servers.put("one", server);
        }
        servers.awaitHandedOver(5);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(servers.put("two", server, login));
        }
        servers.awaitHandedOver(43);
        List<String> sent = server.recipients();
        assertThat(sent).hasSize(43);
        assertThat(others.stream().mapToInt(sent::indexOf).max().orElseThrow())
                .as("the turn of the other realm's last")
                .isLessThan(haveOwnLogins ? 25 : 20);
    }

    /** Each look would take transactions, a read of the cluster's cache, and the vault. */
    @Test
    void costNothingWhileAllConnectionsAreInUse() {
        RawServer server = servers.server();
        CountDownLatch goOn = new CountDownLatch(1);
        server.on(GREETING, (connection, line) -> server.open() > 2 ? LimitedMailServers.FULL : "220 localhost");
        for (int i = 0; i < 3; i++) {
            servers.put("held", server);
            servers.awaitHandedOver(i + 1);
        }
        server.on(RawServer.END, (connection, line) -> {
            RawServer.await(goOn);
            return "250 yes";
        });
        for (int i = 0; i < 50; i++) {
            servers.put("held", server);
        }
        LimitedMailServers.pause(Duration.ofSeconds(1));
        int before = servers.transactions.get();
        LimitedMailServers.pause(Duration.ofSeconds(1));
        assertThat(servers.transactions.get() - before).isLessThanOrEqualTo(1);
        goOn.countDown();
        servers.awaitHandedOver(53);
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(53);
    }

    /** Of one realm and of another with the same login. */
    @Test
    void areToldOnceEachThatTheServerTakesNone() {
        RawServer server = servers.server().on(GREETING, LimitedMailServers.FULL);
        List<String> mails =
                List.of(servers.put("one", server), servers.put("one", server), servers.put("two", server));
        while (server.connections().size() < 4
                || mails.stream().anyMatch(mail -> servers.told.get(mail).isEmpty())) {
            LimitedMailServers.pause(Duration.ofMillis(5));
        }
        assertThat(mails)
                .allSatisfy(mail -> assertThat(servers.told.get(mail)).containsExactly("RETRYING not_now_421"));
    }

    @Test
    void areHandedOverAtOnceBesideTenServersThatDripOrHang() {
        List<Duration> taken = servers.besideTenSickServers();
        assertThat(taken.get(taken.size() / 2)).as("median").isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void areHandedOverThoughTheyComeTooFast() {
        requireAll(servers.fifteenMailsIn(PERIOD));
    }

    @Test
    void areHandedOverAtOnceBesideEightyRealmsWhoseOneServerHangs() {
        List<Duration> taken = servers.besideEightyRealmsOfOneServer();
        assertThat(taken.get(taken.size() / 2)).as("median").isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    /** Each fault once in a while, three hundred mails through each of three servers. */
    @Test
    void areNeitherLostNorDoubledWhateverTheServersDo() {
        List<RawServer> all = List.of(servers.server(), servers.server(), servers.server());
        AtomicInteger count = new AtomicInteger();
        all.get(0)
                .on(GREETING, (connection, line) -> all.get(0).open() > 3 ? LimitedMailServers.FULL : "220 localhost");
        all.get(0).on("RCPT", (connection, line) -> count.incrementAndGet() % 20 == 0 ? "451 4.7.1 later" : "250 yes");
        all.get(1).on("MAIL", RawServer.after(5, "MAIL", "452 4.5.3 too many"));
        all.get(1)
                .on(
                        GREETING,
                        (connection, line) ->
                                count.incrementAndGet() % 7 == 0 ? LimitedMailServers.FULL : "220 localhost");
        all.get(2)
                .on(
                        "DATA",
                        (connection, line) -> count.incrementAndGet() % 15 == 0
                                ? RawServer.hangUp().to(connection, line)
                                : "354 go on");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            sent.add(servers.put("realm" + i % 3, all.get(i % 3)));
        }
        servers.awaitHandedOver(900);
        List<String> received = new ArrayList<>();
        all.forEach(server -> received.addAll(server.recipients()));
        assertThat(received).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(sent);
    }
}
