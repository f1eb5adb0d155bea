package io.github.emailotp.server.harness;

import java.nio.file.Path;

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

    /** Infinispan and PostgreSQL end with this JVM, which has no other use for them. */
    private static KeycloakServer withInfinispan(ServerSetup setup) {
        KeycloakWithInfinispan all = KeycloakWithInfinispan.start(setup, Path.of(PROGRAMS));
        Runtime.getRuntime().addShutdownHook(new Thread(all::stop, "stop-infinispan"));
        return all.keycloak();
    }
}
