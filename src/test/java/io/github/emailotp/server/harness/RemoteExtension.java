package io.github.emailotp.server.harness;

import java.nio.file.Path;

/**
 * Gives tests a server that keeps its caches in an external Infinispan: {@code @ExtendWith(RemoteExtension.class)}. Constructors and
 * methods can ask for the {@link KeycloakWithInfinispan}, and for all that {@link TestBedExtension} gives.
 */
public final class RemoteExtension extends TestBedExtension<KeycloakWithInfinispan> {

    /** For JUnit. */
    public RemoteExtension() {
        super(
                KeycloakWithInfinispan.class,
                setup -> KeycloakWithInfinispan.start(
                        setup, Path.of(System.getProperty("emailotp.infinispan")), "failing-infinispan"));
    }
}
