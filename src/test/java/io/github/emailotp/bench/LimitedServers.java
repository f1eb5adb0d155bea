package io.github.emailotp.bench;

import io.github.emailotp.delivery.LimitedMailServers;
import io.github.emailotp.delivery.LimitedMailServers.Run;
import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** How long mails wait for mail servers with limits, beside what the limit itself needs, and beside sick ones. */
final class LimitedServers implements Measurement {

    private final Duration period;

    /** Of mail servers that count what they take in this time. */
    LimitedServers(Duration period) {
        this.period = period;
    }

    @Override
    public String run(TestBed bed) {
        var table = new MarkdownTable("50 logins at once; the mail server takes");
        List.of("the limit needs", "the last waits", "**waits ÷ needs**").forEach(table::column);
        try (LimitedMailServers servers = new LimitedMailServers()) {
            List.of(
                            servers.twoConnections(),
                            servers.fiveMailsAConnection(),
                            servers.fifteenConnectionsIn(period),
                            servers.fifteenMailsIn(period))
                    .forEach(run -> table.row(run.limit(), row(run)));
        }
        return """
                ## Mail servers with limits

                Outbox and sender as in the server, one run.

                %s
                A login after 20 refusals: %s after the server takes connections again. Beside ten realms whose mail servers drip or hang, a \
                mail takes %s (median of 30), beside eighty realms whose one mail server hangs %s.
                """.formatted(
                        table,
                        afterRefusals(),
                        median(LimitedMailServers::besideTenSickServers),
                        median(LimitedMailServers::besideEightyRealmsOfOneServer));
    }

    private static List<String> row(Run run) {
        double ratio = (double) run.worst().toNanos() / run.needed().toNanos();
        return List.of(seconds(run.needed()), seconds(run.worst()), "**%.2f**".formatted(ratio));
    }

    private static String afterRefusals() {
        try (LimitedMailServers servers = new LimitedMailServers()) {
            return seconds(servers.afterRefusals(servers.refusing()));
        }
    }

    private static String median(Function<LimitedMailServers, List<Duration>> run) {
        try (LimitedMailServers servers = new LimitedMailServers()) {
            List<Duration> taken = run.apply(servers);
            return taken.get(taken.size() / 2).toMillis() + " ms";
        }
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1_000.0);
    }
}
