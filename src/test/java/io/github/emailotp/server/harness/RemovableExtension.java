package io.github.emailotp.server.harness;

/** As {@link KeycloakExtension}, around a {@link RemovableKeycloak}. */
public final class RemovableExtension extends TestBedExtension<RemovableKeycloak> {

    /** For JUnit. */
    public RemovableExtension() {
        super(RemovableKeycloak.class, RemovableKeycloak::start);
    }
}
