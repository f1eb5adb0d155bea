package io.github.emailotp.bench;

import io.github.emailotp.bench.server.ServerProbeFactory;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.TestBed;
import io.github.emailotp.server.mail.MailServer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * How many logins a second a server completes that has nothing else to do: so many people at a time that its processors are never idle,
 * each beginning a login when the one before is complete, with a mail server that takes its time.
 */
final class LoginRate implements Measurement {

    private static final int PEOPLE = 32;

    /** Of each kind. It takes that many until the compilers of Java's machine are done with what only some logins need. */
    private static final int WARM_UP = 3000;

    private static final int BLOCKS = 8;
    private static final Duration SMTP_TIME = Duration.ofMillis(200);
    private static final double MILLIS = 1000;
    private static final List<Flow> FLOWS = List.of(Flow.PASSWORD_ONLY, Flow.WITH_BUDGETS);

    private final int logins;

    /**
     * A measurement of so many logins of each kind.
     *
     * @param logins from 1
     */
    LoginRate(int logins) {
        this.logins = logins;
    }

    /** What a login took of the time, and of the server's processors. */
    private record Cost(Samples time, Samples processors) {

        Cost and(Cost other) {
            return new Cost(time.and(other.time), processors.and(other.processors));
        }

        List<String> cells() {
            return List.of(
                    "%.1f".formatted(MILLIS / time.medianMillis()), "%.1f ms".formatted(processors.medianMillis()));
        }
    }

    @Override
    public String run(TestBed bed) {
        MailServer server = bed.mail().plain();
        bed.realm().sendThrough(server);
        server.delay(SMTP_TIME);
        for (int done = 0; done < WARM_UP; done += logins) {
            FLOWS.forEach(flow -> block(bed, flow, logins));
        }
        Map<Flow, Cost> costs = new EnumMap<>(Flow.class);
        for (int i = 0; i < BLOCKS; i++) {
            FLOWS.forEach(flow -> costs.merge(flow, block(bed, flow, logins / BLOCKS), Cost::and));
        }
        server.delay(Duration.ZERO);
        return markdown(costs);
    }

    private String markdown(Map<Flow, Cost> costs) {
        var table = new MarkdownTable("");
        List.of("logins a second", "processor time of the server a login").forEach(table::column);
        FLOWS.forEach(flow -> table.row(flow.title(), costs.get(flow).cells()));
        Cost without = costs.get(Flow.PASSWORD_ONLY);
        Cost with = costs.get(Flow.WITH_BUDGETS);
        table.row(
                "**with the step ÷ without**",
                List.of(
                        without.time.over(with.time).toString(),
                        with.processors.over(without.processors).toString()));
        return """
                ## Logins a second, with %d ms for each mail

                %d logins of each kind by %d people, in %d blocks in turns. Server, mail server and people share the machine's \
                processors. In brackets the 95%% confidence interval (bootstrap).

                %s""".formatted(SMTP_TIME.toMillis(), logins, PEOPLE, BLOCKS, table);
    }

    private static Cost block(TestBed bed, Flow flow, int count) {
        Queue<TimedLogin> waiting = new ConcurrentLinkedQueue<>(TimedLogin.several(bed, flow, count));
        Callable<Integer> person = () -> {
            int done = 0;
            for (TimedLogin next = waiting.poll(); next != null; next = waiting.poll()) {
                next.complete();
                done++;
            }
            return done;
        };
        var probe = new Probe(bed, ServerProbeFactory.PROVIDER_ID);
        long processorsBefore = probe.ask("GET", "processors").asLong();
        long begun = System.nanoTime();
        AtOnce.call(Stream.generate(() -> person).limit(PEOPLE).toList());
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        Duration processors = Duration.ofNanos(probe.ask("GET", "processors").asLong() - processorsBefore);
        bed.mail().plain().clear();
        return new Cost(Samples.of(time.dividedBy(count)), Samples.of(processors.dividedBy(count)));
    }
}
