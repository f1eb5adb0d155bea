package io.github.emailotp.server.harness;

import java.util.Map;

/** Gives tests a server with Keycloak's feature {@code stateless}, of 26.7: {@code @ExtendWith(StatelessExtension.class)}. */
public final class StatelessExtension extends TestBedExtension<KeycloakServer> {

    /** For JUnit. */
    public StatelessExtension() {
        super(
                KeycloakServer.class,
                setup -> KeycloakServer.start(setup.at(setup.work().resolve("stateless-" + setup.version()))
                        .with(Map.of("features", "docker,transient-users,stateless"))));
    }
}
