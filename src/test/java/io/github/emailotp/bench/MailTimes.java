package io.github.emailotp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.bench.server.ServerProbeFactory;
import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long a mail takes with the pooled sender, beside Keycloak's own, to a mail server with STARTTLS and a login. */
final class MailTimes implements Measurement {

    private static final List<Integer> ROUND_TRIPS = List.of(0, 20, 60);
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 40;
    private static final String KEYCLOAKS = "default";
    private static final String POOLED = "pooled";

    @Override
    public String run(TestBed bed) {
        var table = new MarkdownTable("round trip");
        List.of("Keycloak's sender", "pooled sender", "**pooled ÷ Keycloak's**").forEach(table::column);
        for (int millis : ROUND_TRIPS) {
            table.row(millis + " ms", row(bed, Duration.ofMillis(millis)));
        }
        bed.realm().sendThrough(bed.mail().plain());
        return """
                ## Time of a mail

                Medians of %d mails of each sender, in turns, over STARTTLS with a login; a proxy makes the distance. In brackets the \
                95%% confidence interval (bootstrap).

                %s""".formatted(ROUNDS, table);
    }

    private static List<String> row(TestBed bed, Duration roundTrip) {
        try (DelayingProxy distance = distance(bed, roundTrip)) {
            mailThrough(distance, bed);
            var probe = new Probe(bed, ServerProbeFactory.PROVIDER_ID);
            turns(probe, WARM_UP);
            List<String> cells = turns(probe, ROUNDS).cells();
            bed.mail().startTls().clear();
            return cells;
        }
    }

    /** To the mail server with STARTTLS. */
    static DelayingProxy distance(TestBed bed, Duration roundTrip) {
        return DelayingProxy.to(bed.mail().startTls().port(), roundTrip);
    }

    /** From now on mails go this way. */
    static void mailThrough(DelayingProxy distance, TestBed bed) {
        Map<String, String> settings = new HashMap<>(bed.mail().startTls().smtpSettings());
        settings.put("port", Integer.toString(distance.port()));
        bed.realm().sendThrough(settings);
    }

    /** How long a mail takes with the pooled sender. */
    static Duration pooled(Probe probe) {
        return mail(probe, POOLED);
    }

    private static Turns turns(Probe probe, int rounds) {
        return Turns.take(rounds, () -> mail(probe, KEYCLOAKS), () -> pooled(probe));
    }

    private static Duration mail(Probe probe, String sender) {
        JsonNode nanos = probe.ask("POST", "mails?sender=" + sender);
        return Duration.ofNanos(nanos.asLong());
    }
}
