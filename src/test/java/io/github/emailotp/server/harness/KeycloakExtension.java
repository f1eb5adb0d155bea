package io.github.emailotp.server.harness;

/**
 * Gives tests a running Keycloak: {@code @ExtendWith(KeycloakExtension.class)}. Constructors and methods can ask for the
 * {@link KeycloakServer}, and for all that {@link TestBedExtension} gives.
 */
public final class KeycloakExtension extends TestBedExtension<KeycloakServer> {

    /** For JUnit. */
    public KeycloakExtension() {
        super(KeycloakServer.class, KeycloakServer::start);
    }
}
