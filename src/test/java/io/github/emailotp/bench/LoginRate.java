package io.github.emailotp.bench;

import io.github.emailotp.bench.Samples.Ratio;
import io.github.emailotp.server.harness.TestBed;
import io.github.emailotp.server.mail.MailServer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How many logins a second a server completes, with a mail server that takes its time: as many as it can, and of people who
 * come at a rate that it can well take. Beside a login with a password only there is one with Keycloak's own second form, which
 * needs no mail, and one without a password, whose hash is what most of a login's processor time goes to.
 */
final class LoginRate implements Measurement {

    private static final int PEOPLE = 32;
    private static final int COMING_A_SECOND = 15;

    /**
     * Each of as many logins as are measured. With 400 it takes that many until the compilers of Java's machine are done with what only some
     * logins need.
     */
    private static final int WARM_UP_BLOCKS = 5;

    private static final int BLOCKS = 8;
    private static final Duration SMTP_TIME = Duration.ofMillis(200);
    private static final double MILLIS = 1000;
    private static final List<Flow> FLOWS =
            List.of(Flow.PASSWORD_ONLY, Flow.TRUSTED, Flow.KEYCLOAKS_OTP, Flow.WITH_BUDGETS, Flow.PASSWORDLESS);

    private final int logins;
    private final Consumer<String> told;

    /**
     * A measurement of so many logins of each kind and crowd.
     *
     * @param logins from {@value #BLOCKS}
     * @param told is told the processor time of a login with the step over that of one with Keycloak's form
     */
    LoginRate(int logins, Consumer<String> told) {
        this.logins = logins;
        this.told = told;
    }

    /** What a login took of the time, and of the server's processors. */
    private record Cost(Samples time, Samples processors) {

        Cost and(Cost other) {
            return new Cost(time.and(other.time), processors.and(other.processors));
        }

        /** The rate over the other's, and the processors' time over the other's. */
        List<String> over(Cost other) {
            return List.of(
                    other.time.over(time).toString(),
                    processors.over(other.processors).toString(),
                    "");
        }

        List<String> cells() {
            return List.of(
                    "%.1f".formatted(MILLIS / time.medianMillis()),
                    "%.1f ms".formatted(processors.medianMillis()),
                    "%.2f".formatted(processors.medianMillis() / time.medianMillis()));
        }
    }

    @Override
    public String run(TestBed bed) {
        MailServer server = bed.mail().plain();
        bed.realm().sendThrough(server);
        server.delay(SMTP_TIME);
        Crowd busy = Crowd.ofBusy(PEOPLE);
        for (int i = 0; i < WARM_UP_BLOCKS; i++) {
            FLOWS.forEach(flow -> block(bed, flow, busy, logins));
        }
        try (Processors processors = new Processors()) {
            Map<Flow, Cost> most = blocks(bed, busy);
            Map<Flow, Cost> steady =
                    blocks(bed, Crowd.comingEvery(Duration.ofSeconds(1).dividedBy(COMING_A_SECOND)));
            told.accept("%s busy, %s at %d a second".formatted(ratio(most), ratio(steady), COMING_A_SECOND));
            return markdown(processors.description(), table(most), table(steady));
        } finally {
            server.delay(Duration.ZERO);
        }
    }

    private String markdown(String processors, MarkdownTable most, MarkdownTable steady) {
        return """
                ## Logins a second, with %d ms for each mail

                %d logins of each kind, in %d blocks in turns. %s. In brackets the 95%% confidence interval (bootstrap).

                %d people, each beginning a login when the one before is complete:

                %s
                %d people a second, whether or not those before have come through; this tells whether the server keeps up with them:

                %s""".formatted(SMTP_TIME.toMillis(), logins, BLOCKS, processors, PEOPLE, most, COMING_A_SECOND, steady);
    }

    private Map<Flow, Cost> blocks(TestBed bed, Crowd crowd) {
        Map<Flow, Cost> costs = new EnumMap<>(Flow.class);
        for (int i = 0; i < BLOCKS; i++) {
            FLOWS.forEach(flow -> costs.merge(flow, block(bed, flow, crowd, logins / BLOCKS), Cost::and));
        }
        return costs;
    }

    private static Ratio ratio(Map<Flow, Cost> costs) {
        return costs.get(Flow.WITH_BUDGETS).processors.over(costs.get(Flow.KEYCLOAKS_OTP).processors);
    }

    private static MarkdownTable table(Map<Flow, Cost> costs) {
        var table = new MarkdownTable("");
        List.of("logins a second", "processor time of the server a login", "processors in use")
                .forEach(table::column);
        FLOWS.forEach(flow -> table.row(flow.title(), costs.get(flow).cells()));
        Cost password = costs.get(Flow.PASSWORD_ONLY);
        Cost keycloaks = costs.get(Flow.KEYCLOAKS_OTP);
        Cost code = costs.get(Flow.WITH_BUDGETS);
        table.row("Keycloak's form ÷ password only", keycloaks.over(password));
        table.row(
                "**a trusted browser ÷ password only**", costs.get(Flow.TRUSTED).over(password));
        table.row("**the step ÷ password only**", code.over(password));
        table.row("**the step ÷ Keycloak's form**", code.over(keycloaks));
        table.row(
                "**without a password ÷ Keycloak's form**",
                costs.get(Flow.PASSWORDLESS).over(keycloaks));
        return table;
    }

    /** So many logins are counted; those that come before everybody is busy, or when nobody comes any more, are not. */
    private static Cost block(TestBed bed, Flow flow, Crowd crowd, int counted) {
        int all = counted + 2 * PEOPLE;
        List<TimedLogin> logins = TimedLogin.several(bed, flow, all);
        var before = ProcessorTime.now(bed.keycloak().servers());
        List<Long> ends = crowd.logIn(logins);
        Duration processors = ProcessorTime.now(bed.keycloak().servers()).since(before);
        bed.mail().plain().clear();
        Duration time = Duration.ofNanos(ends.get(PEOPLE + counted) - ends.get(PEOPLE));
        return new Cost(Samples.of(time.dividedBy(counted)), Samples.of(processors.dividedBy(all)));
    }
}
