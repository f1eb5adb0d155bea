package io.github.emailotp.server.harness;

import java.util.Map;

/** Gives tests a server with three connections to its database: {@code @ExtendWith(SmallPoolExtension.class)}. */
public final class SmallPoolExtension extends TestBedExtension<KeycloakServer> {

    /** For JUnit. */
    public SmallPoolExtension() {
        super(
                KeycloakServer.class,
                setup -> KeycloakServer.start(setup.at(setup.work().resolve("small-pool-" + setup.version()))
                        .with(Map.of("db-pool-max-size", "3"))));
    }
}
