package io.github.emailotp.server.harness;

/**
 * Gives tests a cluster of two nodes: {@code @ExtendWith(ClusterExtension.class)}. Constructors and methods can ask for the
 * {@link KeycloakCluster}, and for all that {@link TestBedExtension} gives.
 */
public final class ClusterExtension extends TestBedExtension<KeycloakCluster> {

    /** For JUnit. */
    public ClusterExtension() {
        super(KeycloakCluster.class, KeycloakCluster::ofTwo);
    }
}
