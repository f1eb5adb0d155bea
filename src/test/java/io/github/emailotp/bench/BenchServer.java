package io.github.emailotp.bench;

import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.RunMode;
import io.github.emailotp.server.harness.ServerSetup;
import java.util.List;
import java.util.Map;

/** One server as it runs in production, as far as one machine can. */
final class BenchServer {

    /** The realm of all measurements. */
    static final String REALM = "/bench-realm.json";

    /** Both compilers, and a heap of a size that does not change while it is measured. */
    private static final List<String> JVM = List.of("-Xms2g", "-Xmx2g");

    /** One node and its own database, so that nothing is measured that the machine has to lend from others. */
    private static final Map<String, String> OPTIONS =
            Map.of("cache", "local", "db", "dev-file", "hostname-strict", "false", "log-level", "INFO");

    private BenchServer() {}

    static KeycloakServer start(ServerSetup setup, Build build) {
        return start(setup, build, "bench");
    }

    /**
     * Starts one beside others.
     *
     * @param name of its folder
     */
    static KeycloakServer start(ServerSetup setup, Build build, String name) {
        return KeycloakServer.start(build.in(setup)
                .at(setup.work().resolve(name))
                .in(RunMode.PRODUCTION)
                .withJvm(JVM)
                .with(OPTIONS));
    }
}
