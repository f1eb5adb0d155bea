package io.github.emailotp.bench;

import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a login costs a cluster: time, processor time of all nodes, and what they ask the cache of single-use objects. Passwords are
 * hashed fast, so that the rest shows; each request of a login goes to another node.
 */
final class ClusterLogins implements Measurement {

    private static final List<Flow> FLOWS =
            List.of(Flow.PASSWORD_ONLY, Flow.KEYCLOAKS_OTP, Flow.WITHOUT_BUDGETS, Flow.WITH_BUDGETS);

    /**
     * Of each kind, on all nodes together, in steps of {@value #AT_ONCE}. {@code -Dbench.warmUp=} for code that is as fast as after days: HotSpot compiles for good what a node has called
     * 5,000 times.
     */
    private static final int WARM_UP = Integer.getInteger("bench.warmUp", 600);

    private static final int AT_ONCE = 600;

    private static final int BLOCKS = 8;

    private final int logins;
    private final Figures figures;

    /**
     * A measurement of so many logins of each kind.
     *
     * @param logins from {@value #BLOCKS}
     */
    ClusterLogins(int logins, Figures figures) {
        this.logins = logins;
        this.figures = figures;
    }

    /** Of logins: their times, and per login what they took of the processors, and of the cache. */
    private record Cost(Samples time, Samples processors, Samples reads, Samples writes) {

        Cost and(Cost other) {
            return new Cost(
                    time.and(other.time),
                    processors.and(other.processors),
                    reads.and(other.reads),
                    writes.and(other.writes));
        }

        List<String> cells() {
            return List.of(
                    "%.1f ms".formatted(time.medianMillis()),
                    "%.1f ms".formatted(processors.medianMillis()),
                    "%.1f".formatted(reads.medianMillis()),
                    "%.1f".formatted(writes.medianMillis()));
        }

        /** More than those of another. */
        String operations(Cost base) {
            double more = writes.medianMillis() - base.writes.medianMillis();
            return "%.1f (%.1f)".formatted(reads.medianMillis() - base.reads.medianMillis() + more, more);
        }

        List<String> over(Cost base) {
            return List.of(
                    time.over(base.time).toString(),
                    processors.over(base.processors).toString(),
                    "",
                    "");
        }
    }

    @Override
    public String run(TestBed bed) {
        FastPasswords.in(bed);
        for (int done = 0; done < WARM_UP; done += AT_ONCE) {
            FLOWS.forEach(flow -> block(bed, flow, AT_ONCE));
        }
        Map<Flow, Cost> costs = new EnumMap<>(Flow.class);
        for (int i = 0; i < BLOCKS; i++) {
            FLOWS.forEach(flow -> costs.merge(flow, block(bed, flow, logins / BLOCKS), Cost::and));
        }
        compare(costs);
        return """
                ## Logins on %d nodes

                Medians of %d logins of each kind, in %d blocks in turns; each request goes to another node. In brackets the 95%% \
                confidence interval (bootstrap).

                %s""".formatted(bed.keycloak().servers().size(), logins, BLOCKS, table(costs));
    }

    private void compare(Map<Flow, Cost> costs) {
        Cost password = costs.get(Flow.PASSWORD_ONLY);
        Cost keycloaks = costs.get(Flow.KEYCLOAKS_OTP);
        Cost step = costs.get(Flow.WITH_BUDGETS);
        figures.put(Row.OPERATIONS, keycloaks.operations(password), step.operations(password));
        figures.put(Row.TIME, "1", step.time.over(keycloaks.time).toString());
        figures.put(
                Row.PROCESSORS, "1", step.processors.over(keycloaks.processors).toString());
    }

    private static MarkdownTable table(Map<Flow, Cost> costs) {
        var table = new MarkdownTable("");
        List.of("whole login", "processor time of all nodes", "reads", "writes").forEach(table::column);
        FLOWS.forEach(flow -> table.row(flow.title(), costs.get(flow).cells()));
        Cost step = costs.get(Flow.WITH_BUDGETS);
        table.row("**the step ÷ Keycloak's form**", step.over(costs.get(Flow.KEYCLOAKS_OTP)));
        // What a page more and a mail cost whoever counts nothing.
        Cost without = costs.get(Flow.WITHOUT_BUDGETS);
        table.row("the step without budgets ÷ Keycloak's form", without.over(costs.get(Flow.KEYCLOAKS_OTP)));
        table.row("the budgets: with ÷ without", step.over(without));
        return table;
    }

    private static Cost block(TestBed bed, Flow flow, int count) {
        List<TimedLogin> logins = TimedLogin.several(bed, flow, count);
        List<KeycloakServer> nodes = bed.keycloak().servers();
        var before = Reading.of(bed);
        Samples times = Samples.NONE;
        for (int i = 0; i < count; i++) {
            times = times.and(Samples.of(complete(logins.get(i), flow, nodes, i)));
        }
        bed.keycloak().awaitEmptyOutbox();
        var after = Reading.of(bed);
        bed.mail().plain().clear();
        return after.minus(before, count, times);
    }

    private static Duration complete(TimedLogin login, Flow flow, List<KeycloakServer> nodes, int turn) {
        login.moveTo(nodes.get(turn % nodes.size()));
        login.password();
        if (flow.hasCode()) {
            login.moveTo(nodes.get((turn + 1) % nodes.size()));
            login.code();
        }
        return login.whole();
    }

    /** Of all nodes since their start. */
    private record Reading(ProcessorTime processors, long reads, long writes) {

        static Reading of(TestBed bed) {
            var cache = new SingleUseCache(bed);
            return new Reading(ProcessorTime.now(bed.keycloak().servers()), cache.reads(), cache.writes());
        }

        Cost minus(Reading before, int count, Samples times) {
            return new Cost(
                    times,
                    Samples.of(processors.since(before.processors).dividedBy(count)),
                    Samples.of((double) (reads - before.reads) / count),
                    Samples.of((double) (writes - before.writes) / count));
        }
    }
}
