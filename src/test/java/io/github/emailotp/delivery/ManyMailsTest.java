package io.github.emailotp.delivery;

import static io.github.emailotp.server.mail.RawServer.END;
import static io.github.emailotp.server.mail.RawServer.GREETING;
import static io.github.emailotp.server.mail.RawServer.after;
import static io.github.emailotp.server.mail.RawServer.drip;
import static io.github.emailotp.server.mail.RawServer.hangUp;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.server.mail.RawServer.Answer;
import io.github.emailotp.server.mail.RawServer.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outbox, jobs and sender as a node has them, and ten servers with whatever ails mail servers, all at the same time. */
@DisplayName("Of nine hundred mails over all that mail servers do")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyMailsTest {

    private static final int MAILS = 90;
    private static final String FULL = "421 4.7.0 too many connections";

    /** Of a code: no server needs so long but the one that drips. */
    private static final Duration LIFE = Duration.ofSeconds(90);

    /** Of a code at the one that drips: so short that some die on their way. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(20);

    private final RealDeliveries node = new RealDeliveries(Optional.empty(), LIFE, Map.of());
    private final List<RawServer> servers = new ArrayList<>();

    /** A byte takes it so long that it cannot take all mails in time. */
    private final RawServer dripping = server();

    /** It says nothing to the end of every tenth mail. */
    private final RawServer hangingUp = server();

    /** When the whole of each mail had come last, by its address. */
    private final Map<String, Instant> arrivals = new ConcurrentHashMap<>();

    /** The addresses of all that were not refused then. */
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        node.close();
        servers.forEach(RawServer::close);
    }

    private RawServer server() {
        RawServer server = new RawServer().offering("PIPELINING");
        servers.add(server);
        return atTheEnd(server, (connection, line) -> "250 yes");
    }

    private RawServer atTheEnd(RawServer server, Answer answer) {
        return server.on(END, (connection, line) -> {
            String address = recipient(connection);
            arrivals.put(address, Instant.now());
            String reply = answer.to(connection, line);
            if (!reply.startsWith("4")) {
                taken.add(address);
            }
            return reply;
        });
    }

    private static String recipient(Connection connection) {
        List<String> recipients = connection.heard().stream()
                .filter(line -> line.startsWith("RCPT"))
                .toList();
        return recipients.get(recipients.size() - 1).replaceAll(".*<|>.*", "");
    }

    /** Each so many times it says this. */
    private static Answer each(int times, Answer unusual, String usual) {
        AtomicInteger count = new AtomicInteger();
        return (connection, line) -> count.incrementAndGet() % times == 0 ? unusual.to(connection, line) : usual;
    }

    private static Answer saying(String reply) {
        return (connection, line) -> reply;
    }

    private void makeTen() {
        RawServer small = server();
        small.on(GREETING, (connection, line) -> small.open() > 3 ? FULL : "220 localhost");
        server().on("RCPT", each(10, saying("451 4.7.1 greylisted"), "250 yes"));
        server().on("MAIL", after(5, "MAIL", "452 4.5.3 too many"));
        server().on("DATA", each(15, hangUp(), "354 go on"));
        server().on("MAIL", each(40, saying("451 4.7.1 rate limit exceeded"), "250 yes"));
        server().on(GREETING, each(7, saying(FULL), "220 localhost"));
        Instant begun = Instant.now();
        RawServer silent = server();
        Answer silence = silent.silence();
        silent.on(
                GREETING,
                (connection, line) ->
                        Instant.now().isBefore(begun.plusSeconds(5)) ? silence.to(connection, line) : "220 localhost");
        // Their contents would come too late, if they were gone on with.
        atTheEnd(dripping.on("RCPT", drip("250 yes", Duration.ofMillis(300))), drip("250 yes", Duration.ofMillis(200)));
        atTheEnd(hangingUp, each(10, hangUp(), "250 yes"));
        atTheEnd(server(), each(10, saying("451 4.3.0 out of memory"), "250 yes"));
    }

    @Test
    void noneIsLostNoneDoubledAndNoneHasADeadCode() {
        makeTen();
        List<Mail> mails = new ArrayList<>();
        for (int i = 0; i < MAILS * servers.size(); i++) {
            RawServer server = servers.get(i % servers.size());
            Duration life = server == dripping ? SHORT_LIFE : LIFE;
            mails.add(node.put("realm" + i % servers.size(), server.settings("timeout", "1000"), life));
        }
        Map<String, Set<String>> byEnd = mails.stream()
                .collect(Collectors.groupingBy(
                        mail -> mail.end().split(" ", 2)[0], Collectors.mapping(Mail::address, Collectors.toSet())));
        Set<String> handedOver = byEnd.get("HANDED_OVER");
        Set<String> unconfirmed = byEnd.getOrDefault("UNCONFIRMED", Set.of());
        assertThat(taken).doesNotHaveDuplicates().containsAll(handedOver);
        assertThat(taken).allMatch(address -> handedOver.contains(address) || unconfirmed.contains(address));
        assertThat(mails)
                .allMatch(mail -> mail.told().stream()
                                .filter(news -> !news.startsWith("RETRYING"))
                                .distinct()
                                .count()
                        == 1);
        assertThat(mails)
                .filteredOn(mail -> arrivals.containsKey(mail.address()))
                .allMatch(mail -> arrivals.get(mail.address()).isBefore(mail.expiresAt()));
        for (RawServer server : servers) {
            assertThat(ends(mails, server).keySet()).isSubsetOf(possible(server));
        }
        assertThat(ends(mails, hangingUp)).containsEntry("UNCONFIRMED", MAILS / 10L);
        assertThat(ends(mails, dripping)).as("too late").containsKey("GIVEN_UP");
    }

    /** What may become of its mails: none fails that its server would take in time. */
    private Set<String> possible(RawServer server) {
        if (server == dripping) {
            return Set.of("HANDED_OVER", "UNCONFIRMED", "GIVEN_UP");
        }
        return server == hangingUp ? Set.of("HANDED_OVER", "UNCONFIRMED") : Set.of("HANDED_OVER");
    }

    private Map<String, Long> ends(List<Mail> mails, RawServer server) {
        return IntStream.range(0, mails.size())
                .filter(i -> servers.get(i % servers.size()) == server)
                .mapToObj(i -> mails.get(i).end().split(" ", 2)[0])
                .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
    }
}
