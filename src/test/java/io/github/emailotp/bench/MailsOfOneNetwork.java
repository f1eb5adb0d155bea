package io.github.emailotp.bench;

import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.bench.server.ClaimsProbeFactory;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestBed;
import java.util.List;
import java.util.Map;

/** What one mail more costs where a client network may ask for many, and has nearly done so. */
final class MailsOfOneNetwork implements Measurement {

    private static final String SETTING = "mailsPerHourAndClient";
    private static final int LIMIT = 1000;
    private static final String ADDRESS = "10.200.0.1";
    private static final int MEASURED = 9;
    private static final int BATCH = 50;

    private final Figures figures;

    MailsOfOneNetwork(Figures figures) {
        this.figures = figures;
    }

    private record Cost(Samples time, Samples operations) {

        Cost and(Cost other) {
            return new Cost(time.and(other.time), operations.and(other.operations));
        }

        List<String> cells() {
            return List.of("%.1f ms".formatted(time.medianMillis()), "%.1f".formatted(operations.medianMillis()));
        }
    }

    @Override
    public String run(TestBed bed) {
        FastPasswords.in(bed);
        var cache = new SingleUseCache(bed);
        cache.countOperations();
        try (StepSettings settings = StepSettings.of(bed, Map.of(SETTING, Integer.toString(LIMIT)))) {
            // The first is not measured: nothing has been done with these settings before.
            mails(settings.bed());
            cache.empty();
            Cost first = mails(bed);
            fill(bed);
            Cost last = mails(bed);
            figures.put(
                    Row.NETWORK, "%.0f, %.0f ms".formatted(last.operations.medianMillis(), last.time.medianMillis()));
            return markdown(first, last);
        }
    }

    private static String markdown(Cost first, Cost last) {
        var table = new MarkdownTable("mails of the network so far");
        List.of("post of the password", "operations on the cache").forEach(table::column);
        table.row("none", first.cells());
        table.row("%,d".formatted(LIMIT - MEASURED), last.cells());
        return """
                ## A client network with a limit of %,d mails

                Medians of %d mails; operations until the mail is sent, whatever they answer.

                %s""".formatted(LIMIT, MEASURED, table);
    }

    /** As if others behind the same address had logged in. */
    private static void fill(TestBed bed) {
        var probe = new Probe(bed, ClaimsProbeFactory.PROVIDER_ID);
        int count = LIMIT - 2 * MEASURED;
        for (int done = 0; done < count; done += BATCH) {
            int batch = Math.min(BATCH, count - done);
            probe.ask(
                    "POST",
                    "mails?from=%d&count=%d&setting=%s:%d&client=%s".formatted(done, batch, SETTING, LIMIT, ADDRESS));
        }
    }

    private static Cost mails(TestBed bed) {
        var cost = new Cost(Samples.NONE, Samples.NONE);
        List<KeycloakServer> nodes = bed.keycloak().servers();
        List<TimedLogin> logins = TimedLogin.several(bed, Flow.WITH_BUDGETS, MEASURED);
        for (int i = 0; i < MEASURED; i++) {
            logins.get(i).moveTo(nodes.get(i % nodes.size()));
            cost = cost.and(mail(bed, logins.get(i)));
        }
        bed.mail().plain().clear();
        return cost;
    }

    private static Cost mail(TestBed bed, TimedLogin login) {
        var cache = new SingleUseCache(bed);
        login.comeFrom(ADDRESS);
        long before = cache.operations();
        var time = Samples.of(login.password());
        bed.keycloak().awaitEmptyOutbox();
        return new Cost(time, Samples.of((double) (cache.operations() - before)));
    }
}
