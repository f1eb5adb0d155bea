package io.github.emailotp.bench;

import io.github.emailotp.server.harness.ServerSetup;
import io.github.emailotp.server.harness.TestBed;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Starts a server, takes all measurements and prints them. */
public final class Benchmark {

    /** A table with many rows needs no more logins than the others. */
    private static final int SHARE_OF_A_ROW = 6;

    private Benchmark() {}

    /**
     * Takes no arguments. {@code -Dbench.logins=} sets how many logins of each kind are measured, 400 without it, and {@code
     * -Dbench.users=} how many users fail, 100,000 without it; {@code -Dbench.period=} in how many seconds mail servers with limits count,
     * 60 without it; {@code -Dbench.warmUp=} how many logins of each kind come before those of {@link LoginTimes}, hashed fast; {@code -Dbench.only=LoginRate} takes that measurement alone.
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
                        new LoginRate(logins, ratio -> {}),
                        new MailTimes(),
                        new LimitedServers(Duration.ofSeconds(Integer.getInteger("bench.period", 60))),
                        new ClaimsMemory(Integer.getInteger("bench.users", 100_000)))
                .filter(each ->
                        only.isEmpty() || each.getClass().getSimpleName().equals(only))
                .toList();
        out.printf("%nStarting Keycloak %s; all in all it takes some twenty minutes.%n", version);
        try (TestBed bed = TestBed.start(setup -> BenchServer.start(setup, Build.current()), BenchServer.REALM)) {
            out.printf(
                    "%n# Benchmark: Keycloak %s, Java %s, %d cores%n",
                    version, Runtime.version(), Runtime.getRuntime().availableProcessors());
            for (Measurement measurement : measurements) {
                out.printf("%n%s", measurement.run(bed));
                out.flush();
            }
        }
    }
}
