package io.github.emailotp.server.harness;

/** As {@link KeycloakExtension}, around a {@link SecondKeycloak}. */
public final class SecondExtension extends TestBedExtension<SecondKeycloak> {

    /** For JUnit. */
    public SecondExtension() {
        super(SecondKeycloak.class, SecondKeycloak::start);
    }
}
