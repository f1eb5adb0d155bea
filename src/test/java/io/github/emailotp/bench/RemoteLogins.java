package io.github.emailotp.bench;

import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.server.harness.InfinispanServer;
import io.github.emailotp.server.harness.KeycloakWithInfinispan;
import io.github.emailotp.server.harness.TestBed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a login asks of an external Infinispan, by the log of that server's answers: each is a round trip. */
final class RemoteLogins implements Measurement {

    private static final List<Flow> FLOWS = List.of(Flow.PASSWORD_ONLY, Flow.KEYCLOAKS_OTP, Flow.WITH_BUDGETS);
    private static final String SINGLE_USE = "actionTokens";
    private static final int WARM_UP = 3;
    private static final int LOGINS = 15;

    private final Figures figures;

    RemoteLogins(Figures figures) {
        this.figures = figures;
    }

    /** Round trips of a login about the cache of single-use objects, and about others. */
    private record Cost(Samples singleUse, Samples others) {

        Cost and(Cost other) {
            return new Cost(singleUse.and(other.singleUse), others.and(other.others));
        }

        double all() {
            return singleUse.medianMillis() + others.medianMillis();
        }

        List<String> cells() {
            return List.of("%.0f".formatted(singleUse.medianMillis()), "%.0f".formatted(others.medianMillis()));
        }

        @Override
        public String toString() {
            return "%.0f + %.0f".formatted(singleUse.medianMillis(), others.medianMillis());
        }
    }

    @Override
    public String run(TestBed bed) {
        FLOWS.forEach(flow -> logIn(bed, flow, WARM_UP));
        Map<Flow, Cost> costs = new EnumMap<>(Flow.class);
        FLOWS.forEach(flow -> costs.put(flow, logIn(bed, flow, LOGINS)));
        Cost keycloaks = costs.get(Flow.KEYCLOAKS_OTP);
        Cost step = costs.get(Flow.WITH_BUDGETS);
        figures.put(Row.REMOTE, keycloaks.toString(), "%s, %.0f more".formatted(step, step.all() - keycloaks.all()));

        var table = new MarkdownTable("round trips of a login");
        List.of("about single-use objects", "about the rest").forEach(table::column);
        costs.forEach((flow, cost) -> table.row(flow.title(), cost.cells()));
        return """
                ## An external Infinispan

                Medians of %d logins of each kind, by that server's log.

                %s""".formatted(LOGINS, table);
    }

    private static Cost logIn(TestBed bed, Flow flow, int count) {
        InfinispanServer infinispan = ((KeycloakWithInfinispan) bed.keycloak()).infinispan();
        var cost = new Cost(Samples.NONE, Samples.NONE);
        for (TimedLogin login : TimedLogin.several(bed, flow, count)) {
            long singleUse = infinispan.answered(SINGLE_USE::equals);
            long all = infinispan.answered(any -> true);
            login.complete();
            bed.keycloak().awaitEmptyOutbox();
            long asked = infinispan.answered(SINGLE_USE::equals) - singleUse;
            cost = cost.and(new Cost(
                    Samples.of((double) asked), Samples.of((double) (infinispan.answered(any -> true) - all - asked))));
        }
        bed.mail().plain().clear();
        return cost;
    }
}
