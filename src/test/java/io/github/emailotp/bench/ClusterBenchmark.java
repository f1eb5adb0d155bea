package io.github.emailotp.bench;

import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.server.harness.KeycloakCluster;
import io.github.emailotp.server.harness.KeycloakWithInfinispan;
import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.harness.TestBed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what the step asks of the nodes of a cluster and of their cache, beside Keycloak's own OTP form: with this build, and with another
 * one before it, if there is one. Three nodes and a PostgreSQL, then one node, then one beside an external Infinispan.
 */
public final class ClusterBenchmark {

    private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");

    /** So that what is not the password shows. */
    private static final String FAST_HASH = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

    /** Of an Infinispan server; without them none is measured. */
    private static final String PROGRAMS = System.getProperty("emailotp.infinispan", "");

    private final PrintStream out;
    private final Comparison comparison = new Comparison();

    private ClusterBenchmark(PrintStream out) {
        this.out = out;
    }

    /**
     * Takes no arguments. {@code -Dbench.other=} names the folder of another checkout, which is packaged. How much is measured: {@code
     * -Dbench.logins=} logins of each kind on three nodes, 160 without it; {@code -Dbench.rate=} logins of each kind on one node, 400 without
     * it; {@code -Dbench.weighed=} logins whose entries are weighed, 3,000 without it; {@code -Dbench.realm=} mails of a realm, 100,000
     * without it. {@code -Demailotp.infinispan=} names the folder of an Infinispan server's programs.
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
        List<Measurement> ofCluster = List.of(
                new ClusterLogins(Integer.getInteger("bench.logins", 160), figures),
                new LoginEntries(Integer.getInteger("bench.weighed", 3000), figures),
                new WrongCodes(figures),
                new MailsOfOneNetwork(figures),
                new MailsOfARealm(Integer.getInteger("bench.realm", 100_000), figures));
        try (TestBed bed = TestBed.start(setup -> cluster(setup, build), BenchServer.REALM)) {
            bed.realm().admin().updateRealm(bed.realm().name(), realm -> realm.put("passwordPolicy", FAST_HASH));
            ofCluster.forEach(each -> measure(each, bed));
        }
        try (TestBed bed = TestBed.start(setup -> BenchServer.start(setup, build), BenchServer.REALM)) {
            var rate = new LoginRate(Integer.getInteger("bench.rate", 400), told -> figures.put(Row.ARGON2, "1", told));
            measure(rate, bed);
        }
        if (!PROGRAMS.isEmpty()) {
            try (TestBed bed = TestBed.start(setup -> withInfinispan(setup, build), BenchServer.REALM)) {
                measure(new RemoteLogins(figures), bed);
            }
        }
    }

    private void measure(Measurement measurement, TestBed bed) {
        out.printf("%n%s", measurement.run(bed));
        out.flush();
    }

    private static KeycloakWithInfinispan withInfinispan(ServerSetup setup, Build build) {
        return KeycloakWithInfinispan.start(build.in(setup), Path.of(PROGRAMS));
    }

    private static KeycloakCluster cluster(ServerSetup setup, Build build) {
        return KeycloakCluster.ofThree(build.in(setup).withJvm(JVM));
    }
}
