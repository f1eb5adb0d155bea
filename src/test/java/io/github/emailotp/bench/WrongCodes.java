package io.github.emailotp.bench;

import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What wrong codes in a row cost, one by one, and what they leave for long. */
final class WrongCodes implements Measurement {

    private static final int CODES = 10;
    private static final int PEOPLE = 9;
    private static final Duration LONG = Duration.ofDays(29);

    private final Figures figures;

    WrongCodes(Figures figures) {
        this.figures = figures;
    }

    /**
     * Of some people.
     *
     * @param operations of each code in turn
     * @param left entries for each of them
     */
    private record Cost(List<Samples> operations, double left) {

        double of(int code) {
            return operations.get(code).medianMillis();
        }

        double most() {
            return operations.stream().mapToDouble(Samples::medianMillis).max().orElseThrow();
        }

        List<String> cells() {
            var cells = new ArrayList<String>();
            operations.forEach(code -> cells.add("%.0f".formatted(code.medianMillis())));
            cells.add("%.1f".formatted(left));
            return cells;
        }
    }

    @Override
    public String run(TestBed bed) {
        new SingleUseCache(bed).countOperations();
        try (StepSettings settings = StepSettings.of(bed, Map.of("codeAttempts", Integer.toString(CODES)))) {
            Cost keycloaks = measure(settings.bed(), Flow.KEYCLOAKS_OTP);
            Cost step = measure(settings.bed(), Flow.WITH_BUDGETS);
            figures.put(Row.WRONG_CODES, operations(keycloaks), operations(step));
            figures.put(Row.FAILURES, "%.1f".formatted(keycloaks.left), "%.1f".formatted(step.left));
            var table = new MarkdownTable("operations on the cache of wrong code");
            IntStream.rangeClosed(1, CODES).forEach(code -> table.column(Integer.toString(code)));
            table.column("entries left for 30 days");
            table.row(Flow.KEYCLOAKS_OTP.title(), keycloaks.cells());
            table.row(Flow.WITH_BUDGETS.title(), step.cells());
            return """
                    ## Wrong codes in a row

                    Medians of %d people; operations whatever they answer. Each code goes to another node.

                    %s""".formatted(PEOPLE, table);
        }
    }

    private static String operations(Cost cost) {
        return "%.0f / %.0f / %.0f".formatted(cost.of(0), cost.of(CODES - 1), cost.most());
    }

    private static Cost measure(TestBed bed, Flow flow) {
        var cache = new SingleUseCache(bed);
        cache.empty();
        List<Samples> operations = new ArrayList<>(Collections.nCopies(CODES, Samples.NONE));
        for (TimedLogin login : TimedLogin.several(bed, flow, PEOPLE)) {
            login.password();
            bed.keycloak().awaitEmptyOutbox();
            for (int code = 0; code < CODES; code++) {
                List<KeycloakServer> nodes = bed.keycloak().servers();
                login.moveTo(nodes.get(code % nodes.size()));
                long before = cache.operations();
                login.wrongCode();
                Samples made = Samples.of((double) (cache.operations() - before));
                operations.set(code, operations.get(code).and(made));
            }
        }
        bed.mail().plain().clear();
        return new Cost(operations, (double) cache.entries().longerThan(LONG) / PEOPLE);
    }
}
