package io.github.emailotp.bench;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestBed;
import io.github.emailotp.server.harness.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * How long the server takes for a login: without the step, with it, and with it but without its budgets, which shows what
 * the budgets cost in the request.
 *
 * <p>The three kinds take turns in an order that changes each time. Each login is one of a new user in a new browser from a new
 * address, so that no kind finds anything in a cache that the others had to fetch. The mail is handed over inside of
 * the request that asks for it, to a mail server on the same machine.
 */
final class LoginTimes implements Measurement {

    private static final int WARM_UP = 150;

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

    /** A client of the realm, named by its flow. */
    private enum Kind {
        PASSWORD_ONLY("password-only", "password only"),
        WITHOUT_BUDGETS("without-budgets", "password, code without budgets"),
        WITH_BUDGETS("with-budgets", "password, code");

        private final String client;
        private final String title;

        Kind(String client, String title) {
            this.client = client;
            this.title = title;
        }
    }

    /** What of a login is measured. */
    private enum Part {
        PASSWORD("POST of the password"),
        CODE("POST of the code"),
        WHOLE("whole login");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    @Override
    public String run(TestBed bed) {
        var random = new Random(SEED);
        rounds(bed, WARM_UP, random);
        return markdown(rounds(bed, logins, random));
    }

    private static Map<Kind, Map<Part, Samples>> rounds(TestBed bed, int rounds, Random random) {
        var times = new EnumMap<Kind, Map<Part, Samples>>(Kind.class);
        for (Kind kind : Kind.values()) {
            times.put(kind, new EnumMap<>(Part.class));
        }
        List<Kind> order = new ArrayList<>(Arrays.asList(Kind.values()));
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Kind kind : order) {
                login(bed, kind).forEach((part, time) -> times.get(kind).merge(part, Samples.of(time), Samples::and));
            }
            bed.mail().plain().clear();
        }
        return times;
    }

    private static Map<Part, Duration> login(TestBed bed, Kind kind) {
        TestUser user = bed.realm().newUser();
        LoginClient client = bed.realm().newClient(kind.client);
        var times = new EnumMap<Part, Duration>(Part.class);
        client.openLogin();
        Duration before = client.waited();
        client.password(user);
        times.put(Part.PASSWORD, client.waited().minus(before));
        if (kind != Kind.PASSWORD_ONLY) {
            String code = bed.mail().plain().awaitMail(user.email()).code();
            Duration mailed = client.waited();
            client.code(code);
            times.put(Part.CODE, client.waited().minus(mailed));
        }
        times.put(Part.WHOLE, client.waited());
        if (!client.isLoggedIn()) {
            throw new IllegalStateException(
                    kind.title + ": not logged in, but on " + client.page().text());
        }
        return times;
    }

    private String markdown(Map<Kind, Map<Part, Samples>> times) {
        var table = new MarkdownTable("");
        for (Part part : Part.values()) {
            table.column(part.title);
        }
        for (Kind kind : Kind.values()) {
            table.row(kind.title, cells(part -> absolute(times, kind, part)));
        }
        table.row("the step ÷ password only", cells(part -> ratio(times, Kind.WITH_BUDGETS, Kind.PASSWORD_ONLY, part)));
        table.row(
                "**the budgets: with ÷ without**",
                cells(part -> ratio(times, Kind.WITH_BUDGETS, Kind.WITHOUT_BUDGETS, part)));
        return """
                ## Time of a login

                Medians of %d logins of each kind, in turns; all users and browsers new, passwords hashed as Keycloak does by default. \
                In brackets the 95%% confidence interval (bootstrap).

                %s""".formatted(logins, table);
    }

    private static List<String> cells(Function<Part, String> cell) {
        return Arrays.stream(Part.values()).map(cell).toList();
    }

    private static String absolute(Map<Kind, Map<Part, Samples>> times, Kind kind, Part part) {
        Samples samples = times.get(kind).get(part);
        return samples == null ? "" : "%.1f ms".formatted(samples.medianMillis());
    }

    private static String ratio(Map<Kind, Map<Part, Samples>> times, Kind one, Kind other, Part part) {
        Samples base = times.get(other).get(part);
        return base == null ? "" : times.get(one).get(part).over(base).toString();
    }
}
