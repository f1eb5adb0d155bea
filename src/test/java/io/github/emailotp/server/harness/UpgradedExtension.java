package io.github.emailotp.server.harness;

/** As {@link KeycloakExtension}, around an {@link UpgradedKeycloak}. */
public final class UpgradedExtension extends TestBedExtension<UpgradedKeycloak> {

    /** For JUnit. */
    public UpgradedExtension() {
        super(UpgradedKeycloak.class, UpgradedKeycloak::start);
    }
}
