package io.github.emailotp.bench;

import io.github.emailotp.bench.server.ClaimsProbeFactory;
import io.github.emailotp.bench.server.ServerProbeFactory;
import io.github.emailotp.bench.server.WithoutBudgetsFactory;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.ProviderJar;
import io.github.emailotp.server.harness.RunMode;
import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.harness.TestBed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Starts a server as it runs in production, as far as one machine can, takes all measurements and prints them. */
public final class Benchmark {

    /** Both compilers, and a heap of a size that does not change while it is measured. */
    private static final List<String> JVM = List.of("-Xms2g", "-Xmx2g");

    /** One node and its own database, so that nothing is measured that the machine has to lend from others. */
    private static final Map<String, String> OPTIONS =
            Map.of("cache", "local", "db", "dev-file", "hostname-strict", "false", "log-level", "INFO");

    /** A table with many rows needs no more logins than the others. */
    private static final int SHARE_OF_A_ROW = 6;

    private static final String REALM = "/bench-realm.json";

    private Benchmark() {}

    /**
     * Takes no arguments. {@code -Dbench.logins=} sets how many logins of each kind are measured, 400 without it, and {@code
     * -Dbench.users=} how many users fail, 100,000 without it; {@code -Dbench.period=} in how many seconds mail servers with limits count,
     * 60 without it; {@code -Dbench.only=LoginRate} takes that measurement alone.
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        String version = ServerSetup.ofBuild().version();
        int logins = Integer.getInteger("bench.logins", 400);
        String only = System.getProperty("bench.only", "");
        List<Measurement> measurements = Stream.of(
                        new LoginTimes(logins),
                        new SlowMailServers(logins / SHARE_OF_A_ROW),
                        new PasswordLoginsMeanwhile(logins),
                        new LoginRate(logins),
                        new MailTimes(),
                        new LimitedServers(Duration.ofSeconds(Integer.getInteger("bench.period", 60))),
                        new ClaimsMemory(Integer.getInteger("bench.users", 100_000)))
                .filter(each ->
                        only.isEmpty() || each.getClass().getSimpleName().equals(only))
                .toList();
        out.printf("%nStarting Keycloak %s; all in all it takes some twenty minutes.%n", version);
        try (TestBed bed = TestBed.start(Benchmark::start, REALM)) {
            out.printf(
                    "%n# Benchmark: Keycloak %s, Java %s, %d cores%n",
                    version, Runtime.version(), Runtime.getRuntime().availableProcessors());
            for (Measurement measurement : measurements) {
                out.printf("%n%s", measurement.run(bed));
                out.flush();
            }
        }
    }

    private static KeycloakServer start(ServerSetup setup) {
        Path jar = ProviderJar.pack(
                setup.work().resolve("providers").resolve("bench.jar"),
                Map.of(
                        AuthenticatorFactory.class, List.of(WithoutBudgetsFactory.class),
                        RealmResourceProviderFactory.class,
                                List.of(ClaimsProbeFactory.class, ServerProbeFactory.class)));
        return KeycloakServer.start(setup.at(setup.work().resolve("bench"))
                .in(RunMode.PRODUCTION)
                .withProviders(List.of(jar))
                .withJvm(JVM)
                .with(OPTIONS));
    }
}
