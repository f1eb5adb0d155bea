package io.github.emailotp.server.harness;

/** As {@link KeycloakExtension}, around a {@link TlsKeycloak}. */
public final class TlsExtension extends TestBedExtension<TlsKeycloak> {

    /** For JUnit. */
    public TlsExtension() {
        super(TlsKeycloak.class, TlsKeycloak::start);
    }
}
