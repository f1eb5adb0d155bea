package io.github.emailotp.server.harness;

import io.github.emailotp.server.harness.HotRodProxy.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Keycloak that keeps its caches in an external Infinispan, and the rest in a PostgreSQL. All three end together. */
public final class KeycloakWithInfinispan implements Keycloak {

    private final KeycloakServer keycloak;
    private final InfinispanServer infinispan;
    private final Postgres database;

    private KeycloakWithInfinispan(KeycloakServer keycloak, InfinispanServer infinispan, Postgres database) {
        this.keycloak = keycloak;
        this.infinispan = infinispan;
        this.database = database;
    }

    /**
     * Starts them.
     *
     * @param programs the folder of the jars of an Infinispan server
     */
    public static KeycloakWithInfinispan start(ServerSetup setup, Path programs) {
        return start(setup, programs, "infinispan");
    }

    /**
     * Starts them beside others.
     *
     * @param name of their folder
     */
    static KeycloakWithInfinispan start(ServerSetup setup, Path programs, String name) {
        Path folder = setup.work().resolve(name + "-" + setup.version());
        InfinispanServer infinispan = InfinispanServer.start(programs, folder);
        Postgres database = Postgres.start(folder.resolve("postgres"));
        ServerSetup withBoth = setup.at(folder.resolve("keycloak"))
                .in(RunMode.PRODUCTION)
                .with(infinispan.serverOptions())
                .with(database.serverOptions())
                .with(Map.of("hostname-strict", "false"));
        return new KeycloakWithInfinispan(start(withBoth), infinispan, database);
    }

    private static KeycloakServer start(ServerSetup setup) {
        try {
            return KeycloakServer.start(setup);
        } catch (IllegalStateException tooSlow) {
            // Keycloak waits two seconds for each cache to be made there; what was made stays.
            return KeycloakServer.start(setup);
        }
    }

    public KeycloakServer keycloak() {
        return keycloak;
    }

    public InfinispanServer infinispan() {
        return infinispan;
    }

    @Override
    public String url() {
        return keycloak.url();
    }

    @Override
    public AdminApi admin() {
        return keycloak.admin();
    }

    @Override
    public List<KeycloakServer> servers() {
        return keycloak.servers();
    }

    @Override
    public List<Path> logFiles() {
        return keycloak.logFiles();
    }

    @Override
    public void awaitEmptyOutbox() {
        keycloak.awaitEmptyOutbox();
    }

    @Override
    public void restore() {
        infinispan.proxy().fault(Fault.NONE);
        keycloak.restore();
    }

    @Override
    public void stop() {
        keycloak.stop();
        infinispan.kill();
        database.stop();
    }
}
