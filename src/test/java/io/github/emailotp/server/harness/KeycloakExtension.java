package io.github.emailotp.server.harness;

import java.nio.file.Path;
import java.util.Map;

/**
 * Gives tests a running Keycloak: {@code @ExtendWith(KeycloakExtension.class)}. Constructors and methods can ask for the
 * {@link KeycloakServer}, and for all that {@link TestBedExtension} gives. It keeps the themes that it has shown: who changes one takes
 * the {@link SecondKeycloak}.
 *
 * <p>With the system property {@code emailotp.infinispan}, the folder of the programs of an Infinispan server, it keeps its caches
 * in such a server and the rest in a PostgreSQL.
 */
public final class KeycloakExtension extends TestBedExtension<KeycloakServer> {

    private static final String PROGRAMS = System.getProperty("emailotp.infinispan", "");

    /** As in production: without it, each page reads its templates anew. The names of old versions, too. */
    private static final Map<String, String> KEEPS_THEMES = Map.of(
            "spi-theme--cache-themes", "true",
            "spi-theme--cache-templates", "true",
            "spi-theme-cache-themes", "true",
            "spi-theme-cache-templates", "true");

    /** For JUnit. */
    public KeycloakExtension() {
        super(KeycloakServer.class, setup -> start(setup.with(KEEPS_THEMES)));
    }

    private static KeycloakServer start(ServerSetup setup) {
        return PROGRAMS.isEmpty() ? KeycloakServer.start(setup) : withInfinispan(setup);
    }

    /** Infinispan and PostgreSQL end with this JVM, which has no other use for them. */
    private static KeycloakServer withInfinispan(ServerSetup setup) {
        KeycloakWithInfinispan all = KeycloakWithInfinispan.start(setup, Path.of(PROGRAMS));
        Runtime.getRuntime().addShutdownHook(new Thread(all::stop, "stop-infinispan"));
        return all.keycloak();
    }
}
