package io.github.emailotp.server.harness;

/** As {@link ClusterExtension}, with three nodes. */
public final class ThreeNodesExtension extends TestBedExtension<KeycloakCluster> {

    /** For JUnit. */
    public ThreeNodesExtension() {
        super(KeycloakCluster.class, KeycloakCluster::ofThree);
    }
}
