package io.github.emailotp.server.harness;

import java.util.Map;

/** Gives tests a server that counts users' events, as Keycloak does from 26.2 on if it is told to: {@code @ExtendWith(CountingExtension.class)}. */
public final class CountingExtension extends TestBedExtension<KeycloakServer> {

    /** For JUnit. */
    public CountingExtension() {
        super(
                KeycloakServer.class,
                setup -> KeycloakServer.start(setup.at(setup.work().resolve("counting-" + setup.version()))
                        .with(Map.of("event-metrics-user-enabled", "true"))));
    }
}
