package io.github.emailotp.server.harness;

import java.nio.file.Path;
import java.util.Map;

/**
 * Gives tests a running Keycloak: {@code @ExtendWith(KeycloakExtension.class)}. Constructors and methods can ask for the
 * {@link KeycloakServer}, and for all that {@link TestBedExtension} gives.
 *
 * <p>With the system property {@code emailotp.infinispan}, the folder of the programs of an Infinispan server, it keeps its caches
 * in such a server and the rest in a PostgreSQL.
 */
public final class KeycloakExtension extends TestBedExtension<KeycloakServer> {

    private static final String PROGRAMS = System.getProperty("emailotp.infinispan", "");

    /** For JUnit. */
    public KeycloakExtension() {
        super(KeycloakServer.class, PROGRAMS.isEmpty() ? KeycloakServer::start : KeycloakExtension::withInfinispan);
    }

    private static KeycloakServer withInfinispan(ServerSetup setup) {
        Path folder = setup.work().resolve("infinispan-" + setup.version());
        InfinispanServer infinispan = InfinispanServer.start(Path.of(PROGRAMS), folder);
        Postgres database = Postgres.start(folder.resolve("postgres"));
        Runtime.getRuntime().addShutdownHook(new Thread(database::stop, "stop-postgres"));
        ServerSetup withBoth = setup.at(folder.resolve("keycloak"))
                .in(RunMode.PRODUCTION)
                .with(infinispan.serverOptions())
                .with(database.serverOptions())
                .with(Map.of("hostname-strict", "false"));
        try {
            return KeycloakServer.start(withBoth);
        } catch (IllegalStateException tooSlow) {
            // Keycloak waits two seconds for each cache to be made there; what was made stays.
            return KeycloakServer.start(withBoth);
        }
    }
}
