package io.github.emailotp.bench;

import io.github.emailotp.bench.server.ServerProbeFactory;
import io.github.emailotp.server.harness.KeycloakCluster;
import io.github.emailotp.server.harness.ProviderJar;
import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.harness.TestBed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Measures logins on three nodes and a PostgreSQL, with the jar of the build and with another one. */
public final class ClusterBenchmark {

    private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");
    private static final String REALM = "/bench-realm.json";

    private ClusterBenchmark() {}

    /**
     * Takes no arguments. {@code -Dbench.logins=} sets how many logins of each kind are measured, 160 without it; {@code
     * -Dbench.other=} names the jar of another build, which is measured first.
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        String version = ServerSetup.ofBuild().version();
        int logins = Integer.getInteger("bench.logins", 160);
        String other = System.getProperty("bench.other", "");
        out.printf(
                "%n# Benchmark of a cluster: Keycloak %s, Java %s, %d cores%n",
                version, Runtime.version(), Runtime.getRuntime().availableProcessors());
        if (!other.isEmpty()) {
            measure(out, new ClusterLogins("The other build", logins), Path.of(other));
        }
        measure(
                out,
                new ClusterLogins("This build", logins),
                ServerSetup.ofBuild().jar());
    }

    private static void measure(PrintStream out, Measurement measurement, Path jar) {
        try (TestBed bed = TestBed.start(setup -> start(setup, jar), REALM)) {
            out.printf("%n%s", measurement.run(bed));
            out.flush();
        }
    }

    private static KeycloakCluster start(ServerSetup setup, Path jar) {
        Path probe = ProviderJar.pack(
                setup.work().resolve("providers").resolve("bench-cluster.jar"),
                Map.of(RealmResourceProviderFactory.class, List.of(ServerProbeFactory.class)));
        return KeycloakCluster.ofThree(setup.extension(jar.toAbsolutePath())
                .withProviders(List.of(probe))
                .withJvm(JVM));
    }
}
