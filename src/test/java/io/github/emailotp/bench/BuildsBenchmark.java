package io.github.emailotp.bench;

import io.github.emailotp.bench.server.ServerProbeFactory;
import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.harness.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Measures what a login, a look at the page, a wrong code and a mail cost with this build, beside another one: two servers at the same time, which
 * are asked in turns. Passwords are hashed fast, so that the rest shows.
 */
public final class BuildsBenchmark {

    private static final int BLOCKS = Integer.getInteger("bench.blocks", 24);

    /** Of one start, the compiler makes faster code than of another: what it decides stays as it is. */
    private static final int STARTS = Integer.getInteger("bench.starts", 1);

    private static final boolean WITHOUT = "none".equals(System.getProperty("bench.other"));

    /** HotSpot compiles for good what was called 5,000 times: so many are 50 blocks of wrong codes, and 200 of logins. */
    private static final int WARM_UP_BLOCKS = Integer.getInteger("bench.warmUp", 12);

    private static final int LOGINS = 25;
    private static final int LOOKS = 200;
    private static final int WRONG_CODES = 4;
    private static final int MAILS = 20;
    private static final List<Integer> ROUND_TRIPS = List.of(0, 20, 60);

    private BuildsBenchmark() {}

    /**
     * Takes no arguments. {@code -Dbench.other=} names the folder of another checkout, which is packaged, or is {@code none}: then logins are measured
     * beside a server without the extension, with passwords hashed as Keycloak does by default. {@code -Dbench.blocks=} sets how many blocks of each
     * kind are measured in a start, 24 without it; {@code -Dbench.starts=} how often both are started, once without it; {@code -Dbench.warmUp=}
     * how many blocks are not measured, before those; {@code -Dbench.only=LOOK,WRONG} measures these only.
     */
    public static void main(String[] args) {
        Build other = WITHOUT ? Build.none() : Build.ofCheckout(Path.of(System.getProperty("bench.other")));
        Map<String, Costs> costs = new LinkedHashMap<>();
        for (int start = 0; start < STARTS; start++) {
            boolean isOtherFirst = start % 2 == 0;
            String name = "start " + (start + 1) + ", " + (isOtherFirst ? "the other" : "this") + " first";
            measure(other, isOtherFirst).forEach((row, more) -> {
                System.out.printf("%s: %s: %s%n", name, row, more.ratios());
                costs.merge(row, more, Costs::and);
            });
        }
        var table = new MarkdownTable("");
        List.of(
                        "other, time",
                        "this, time",
                        "**this ÷ other**",
                        "other, processor",
                        "this, processor",
                        "**this ÷ other**")
                .forEach(table::column);
        costs.forEach((row, cost) -> table.row(row, cost.cells()));
        System.out.printf(
                """

                # Two builds side by side: Keycloak %s, Java %s, %d cores

                %d blocks of each kind in each of %d starts of both, after %d to warm up, in turns: the median of the time that the client waits, the mean of the middle \
                half of the server's processor time, without its compilers. In brackets the 95%% confidence interval (bootstrap).

                %s""",
                ServerSetup.ofBuild().version(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                BLOCKS,
                STARTS,
                WARM_UP_BLOCKS,
                table);
    }

    /** Starts both, and measures all that is wanted, by the title of its row. */
    private static Map<String, Costs> measure(Build other, boolean isOtherFirst) {
        if (isOtherFirst) {
            try (TestBed before = start(other, "other");
                    TestBed now = start(Build.current(), "current")) {
                return measure(before, now);
            }
        }
        try (TestBed now = start(Build.current(), "current");
                TestBed before = start(other, "other")) {
            return measure(before, now);
        }
    }

    /**
     * Up to a page whose mail has left. Looked at once, for Keycloak's cache keeps only some of the accounts that have just been made when they
     * are found by name: who needs the account next, a mail on its way or the next request, has it read from the database.
     */
    private static void begin(TimedLogin login) {
        login.password();
        login.awaitMail();
        login.look();
    }

    private static Map<String, Costs> measure(TestBed before, TestBed now) {
        if (!WITHOUT) {
            List.of(before, now).forEach(FastPasswords::in);
        }
        List<Kind> kinds = Stream.of(Kind.values())
                .filter(kind -> kind.isBesideNone == WITHOUT && isWanted(kind.name()))
                .toList();
        for (Kind kind : kinds) {
            Costs.take(kind::cost, WARM_UP_BLOCKS, before, now);
        }
        Map<String, Costs> costs = new LinkedHashMap<>();
        for (Kind kind : kinds) {
            costs.put(kind.title, Costs.take(kind::cost, BLOCKS, before, now));
        }
        for (int millis : !WITHOUT && isWanted("MAIL") ? ROUND_TRIPS : List.<Integer>of()) {
            costs.put("a mail over STARTTLS, round trip " + millis + " ms", mails(millis, before, now));
        }
        return costs;
    }

    private static boolean isWanted(String kind) {
        String only = System.getProperty("bench.only", "");
        return only.isEmpty() || List.of(only.split(",", -1)).contains(kind);
    }

    private static Costs mails(int millis, TestBed before, TestBed now) {
        try (DelayingProxy ofOther = MailTimes.distance(before, Duration.ofMillis(millis));
                DelayingProxy ofThis = MailTimes.distance(now, Duration.ofMillis(millis))) {
            MailTimes.mailThrough(ofOther, before);
            MailTimes.mailThrough(ofThis, now);
            Costs.take((bed, isOther) -> mails(bed), 2, before, now);
            return Costs.take((bed, isOther) -> mails(bed), BLOCKS, before, now);
        }
    }

    private static Cost mails(TestBed bed) {
        var probe = new Probe(bed, ServerProbeFactory.PROVIDER_ID);
        Cost cost = Cost.of(bed, MAILS, () -> MailTimes.pooled(probe));
        bed.mail().startTls().clear();
        return cost;
    }

    private static TestBed start(Build build, String name) {
        return TestBed.start(setup -> BenchServer.start(setup, build, name), BenchServer.REALM);
    }

    /** What is measured. */
    private enum Kind {
        LOGIN("a login with a code", Flow.WITH_BUDGETS, LOGINS, 1),
        LOOK("a look at the page", Flow.WITH_BUDGETS, 1, LOOKS),
        WRONG("a wrong code", Flow.WITH_BUDGETS, LOGINS, WRONG_CODES),
        PASSWORD("a login with a password only", Flow.PASSWORD_ONLY, LOGINS, 1),
        TRUSTED("the same, here in a trusted browser", Flow.TRUSTED, LOGINS, 1);

        private final String title;
        private final Flow flow;
        private final boolean isBesideNone;
        private final int people;
        private final int times;

        Kind(String title, Flow flow, int people, int times) {
            this.title = title;
            this.flow = flow;
            this.isBesideNone = !flow.hasCode();
            this.people = people;
            this.times = times;
        }

        private Duration act(TimedLogin login) {
            return switch (this) {
                case LOGIN, PASSWORD, TRUSTED -> login.complete();
                case LOOK -> login.look();
                case WRONG -> login.wrongCode();
            };
        }

        /** One block: the mean of all that is done in it. */
        Cost cost(TestBed bed, boolean isOther) {
            // Without the extension, no browser is trusted.
            List<TimedLogin> logins =
                    TimedLogin.several(bed, isOther && isBesideNone ? Flow.PASSWORD_ONLY : flow, people);
            if (this == LOOK || this == WRONG) {
                logins.forEach(BuildsBenchmark::begin);
            }
            Iterator<TimedLogin> next = logins.stream()
                    .flatMap(login -> Collections.nCopies(times, login).stream())
                    .iterator();
            Cost cost = Cost.of(bed, people * times, () -> act(next.next()));
            bed.mail().plain().clear();
            return cost;
        }
    }

    private record Cost(Duration time, Duration processors) {

        /** Of one of so many that are done one after the other, each of which tells how long it took. */
        static Cost of(TestBed bed, int times, Supplier<Duration> work) {
            var before = ProcessorTime.now(bed.keycloak().servers());
            Duration time = Duration.ZERO;
            for (int i = 0; i < times; i++) {
                time = time.plus(work.get());
            }
            Duration processors = ProcessorTime.now(bed.keycloak().servers()).since(before);
            return new Cost(time.dividedBy(times), processors.dividedBy(times));
        }
    }

    /** What is measured on a server of the other build, or of this one. */
    private interface Work {

        Cost cost(TestBed bed, boolean isOther);
    }

    /** The same of both builds. */
    private record Costs(Turns time, Turns processors) {

        static Costs take(Work kind, int blocks, TestBed before, TestBed now) {
            Samples[] times = {Samples.NONE, Samples.NONE};
            Samples[] processors = {Samples.NONE, Samples.NONE};
            for (int turn = 0; turn < 2 * blocks; turn++) {
                // Each is first in every other block.
                int of = (turn + turn / 2) % 2;
                Cost cost = kind.cost(of == 0 ? before : now, of == 0);
                times[of] = times[of].and(Samples.of(cost.time()));
                processors[of] = processors[of].and(Samples.of(cost.processors()));
            }
            return new Costs(new Turns(times[0], times[1]), new Turns(processors[0], processors[1]));
        }

        Costs and(Costs others) {
            return new Costs(time.and(others.time), processors.and(others.processors));
        }

        /** Of one start: they differ by more than the interval of each tells. */
        String ratios() {
            return "time %.3f, processor %.3f"
                    .formatted(
                            time.other().over(time.base()).value(),
                            processors.other().middleOver(processors.base()).value());
        }

        List<String> cells() {
            List<String> cells = new ArrayList<>(time.cells());
            cells.addAll(processors.middleCells());
            return cells;
        }
    }
}
