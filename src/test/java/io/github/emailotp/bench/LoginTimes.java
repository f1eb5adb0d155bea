package io.github.emailotp.bench;

import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * How long the server takes for a login: without the step, with it, with it but without its budgets, which shows what
 * the budgets cost in the request, and without a password.
 *
 * <p>The kinds take turns in an order that changes each time. The mail server is on the same machine.
 */
final class LoginTimes implements Measurement {

    private static final int WARM_UP = 150;

    /** Before those, with passwords that are hashed fast: {@code -Dbench.warmUp=} for code that is as fast as after days. */
    private static final int FAST_WARM_UP = Integer.getInteger("bench.warmUp", 0);

    /** The order of the logins: different each time, the same in each run. */
    private static final long SEED = 4711;

    private final int logins;

    /**
     * A measurement of so many logins of each kind.
     *
     * @param logins from 1
     */
    LoginTimes(int logins) {
        this.logins = logins;
    }

    /** What of a login is measured. */
    private enum Part {
        PASSWORD("POST of the password, or of the address"),
        CODE("POST of the code"),
        WHOLE("whole login"),
        PROCESSORS("processor time of the server");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    @Override
    public String run(TestBed bed) {
        var random = new Random(SEED);
        FastPasswords.in(bed);
        for (int done = 0; done < FAST_WARM_UP; done += WARM_UP) {
            rounds(bed, WARM_UP, random);
        }
        FastPasswords.noMoreIn(bed);
        rounds(bed, WARM_UP, random);
        return markdown(rounds(bed, logins, random));
    }

    private static Map<Flow, Map<Part, Samples>> rounds(TestBed bed, int rounds, Random random) {
        var times = new EnumMap<Flow, Map<Part, Samples>>(Flow.class);
        for (Flow flow : Flow.values()) {
            times.put(flow, new EnumMap<>(Part.class));
        }
        Map<Flow, Iterator<TimedLogin>> logins = new EnumMap<>(Flow.class);
        for (Flow flow : Flow.values()) {
            logins.put(flow, TimedLogin.several(bed, flow, rounds).iterator());
        }
        List<Flow> order = new ArrayList<>(Arrays.asList(Flow.values()));
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Flow flow : order) {
                time(bed, logins.get(flow).next(), flow)
                        .forEach((part, time) -> times.get(flow).merge(part, Samples.of(time), Samples::and));
            }
            bed.mail().plain().clear();
        }
        return times;
    }

    /** What the server does for a mail, when the login is complete, counts for none. */
    private static Map<Part, Duration> time(TestBed bed, TimedLogin login, Flow flow) {
        var times = new EnumMap<Part, Duration>(Part.class);
        var before = ProcessorTime.now(bed.keycloak().servers());
        times.put(Part.PASSWORD, login.password());
        if (flow.hasCode()) {
            times.put(Part.CODE, login.code());
        }
        times.put(Part.WHOLE, login.whole());
        times.put(Part.PROCESSORS, ProcessorTime.now(bed.keycloak().servers()).since(before));
        return times;
    }

    private String markdown(Map<Flow, Map<Part, Samples>> times) {
        var table = new MarkdownTable("");
        for (Part part : Part.values()) {
            table.column(part.title);
        }
        for (Flow flow : Flow.values()) {
            table.row(flow.title(), cells(part -> absolute(times, flow, part)));
        }
        table.row("the step ÷ password only", cells(part -> ratio(times, Flow.WITH_BUDGETS, Flow.PASSWORD_ONLY, part)));
        table.row(
                "**the step ÷ Keycloak's form**",
                cells(part -> ratio(times, Flow.WITH_BUDGETS, Flow.KEYCLOAKS_OTP, part)));
        table.row(
                "**a trusted browser ÷ password only**",
                cells(part -> ratio(times, Flow.TRUSTED, Flow.PASSWORD_ONLY, part)));
        table.row(
                "**the budgets: with ÷ without**",
                cells(part -> ratio(times, Flow.WITH_BUDGETS, Flow.WITHOUT_BUDGETS, part)));
        return """
                ## Time of a login

                Medians of %d logins of each kind, in turns; all users and browsers new, passwords hashed as Keycloak does by default. \
                In brackets the 95%% confidence interval (bootstrap).

                %s""".formatted(logins, table);
    }

    private static List<String> cells(Function<Part, String> cell) {
        return Arrays.stream(Part.values()).map(cell).toList();
    }

    private static String absolute(Map<Flow, Map<Part, Samples>> times, Flow flow, Part part) {
        Samples samples = times.get(flow).get(part);
        return samples == null ? "" : "%.1f ms".formatted(samples.medianMillis());
    }

    private static String ratio(Map<Flow, Map<Part, Samples>> times, Flow one, Flow other, Part part) {
        Samples base = times.get(other).get(part);
        return base == null ? "" : times.get(one).get(part).over(base).toString();
    }
}
