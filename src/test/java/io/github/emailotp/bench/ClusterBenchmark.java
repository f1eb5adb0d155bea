package io.github.emailotp.bench;

import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.server.harness.Keycloak;
import io.github.emailotp.server.harness.KeycloakCluster;
import io.github.emailotp.server.harness.KeycloakWithInfinispan;
import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.harness.TestBed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures what the step asks of the nodes of a cluster and of their cache, beside Keycloak's own OTP form: with this build, and with another
 * one before it, if there is one. Three nodes and a PostgreSQL, then one node, then one beside an external Infinispan.
 */
public final class ClusterBenchmark {

    private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");

    /** Of an Infinispan server; without them none is measured. */
    private static final String PROGRAMS = System.getProperty("emailotp.infinispan", "");

    private static final String ONLY = System.getProperty("bench.only", "");

    private final PrintStream out;
    private final Comparison comparison = new Comparison();

    private ClusterBenchmark(PrintStream out) {
        this.out = out;
    }

    /**
     * Takes no arguments. {@code -Dbench.other=} names the folder of another checkout, which is packaged. How much is measured: {@code
     * -Dbench.logins=} logins of each kind on three nodes, 160 without it, after {@code -Dbench.warmUp=} of each, 600 without it; {@code -Dbench.rate=} logins of each kind on one node, 400 without
     * it; {@code -Dbench.copied=} copies of entries that are weighed, 100,000 without it; {@code -Dbench.realm=} mails of a realm, 100,000
     * without it. {@code -Demailotp.infinispan=} names the folder of an Infinispan server's programs. {@code
     * -Dbench.only=WrongCodes,LoginRate} takes those measurements alone.
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        out.printf(
                "%n# Benchmark of a cluster: Keycloak %s, Java %s, %d cores%n",
                ServerSetup.ofBuild().version(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        var benchmark = new ClusterBenchmark(out);
        for (Build build : builds()) {
            benchmark.measure(build);
        }
        out.printf("%n## All in all%n%n%s", benchmark.comparison.table());
    }

    private static List<Build> builds() {
        List<Build> builds = new ArrayList<>();
        String other = System.getProperty("bench.other", "");
        if (!other.isEmpty()) {
            builds.add(Build.ofCheckout(Path.of(other)));
        }
        builds.add(Build.current());
        return builds;
    }

    private void measure(Build build) {
        out.printf("%n# %s%n", build.title());
        Figures figures = comparison.of(build);
        // The first are timed, so nothing counts operations yet.
        measure(
                setup -> cluster(setup, build),
                new ClusterLogins(Integer.getInteger("bench.logins", 160), figures),
                new LoginEntries(Integer.getInteger("bench.copied", 100_000), figures),
                new WrongCodes(figures),
                new MailsOfOneNetwork(figures),
                new MailsOfARealm(Integer.getInteger("bench.realm", 100_000), figures));
        measure(
                setup -> BenchServer.start(setup, build),
                new LoginRate(Integer.getInteger("bench.rate", 400), told -> figures.put(Row.ARGON2, "1", told)));
        if (!PROGRAMS.isEmpty()) {
            measure(setup -> withInfinispan(setup, build), new RemoteLogins(figures));
        }
    }

    private void measure(Function<ServerSetup, Keycloak> starter, Measurement... measurements) {
        List<Measurement> wanted =
                Arrays.stream(measurements).filter(ClusterBenchmark::isWanted).toList();
        if (wanted.isEmpty()) {
            return;
        }
        try (TestBed bed = TestBed.start(starter, BenchServer.REALM)) {
            for (Measurement measurement : wanted) {
                out.printf("%n%s", measurement.run(bed));
                out.flush();
            }
        }
    }

    private static boolean isWanted(Measurement measurement) {
        return ONLY.isEmpty()
                || Arrays.asList(ONLY.split(",", -1))
                        .contains(measurement.getClass().getSimpleName());
    }

    private static KeycloakWithInfinispan withInfinispan(ServerSetup setup, Build build) {
        return KeycloakWithInfinispan.start(build.in(setup), Path.of(PROGRAMS));
    }

    private static KeycloakCluster cluster(ServerSetup setup, Build build) {
        return KeycloakCluster.ofThree(build.in(setup).withJvm(JVM).with(Map.of("log-level", "INFO")));
    }
}
