package io.github.emailotp.server.harness;

import java.util.Map;

/**
 * Gives tests a server with three connections to its database, and without a cache for users: whoever asks for one in a transaction holds
 * a connection until its end. More logins may wait for their mail than there are connections. It stands behind no proxy: all come from
 * {@code 127.0.0.1}, whatever they say. {@code @ExtendWith(SmallPoolExtension.class)}.
 */
public final class SmallPoolExtension extends TestBedExtension<KeycloakServer> {

    /** For JUnit. */
    public SmallPoolExtension() {
        super(
                KeycloakServer.class,
                setup -> KeycloakServer.start(setup.at(setup.work().resolve("small-pool-" + setup.version()))
                        .without("proxy-headers")
                        .with(Map.of(
                                "db-pool-max-size",
                                "3",
                                "spi-user-cache-default-enabled",
                                "false",
                                "spi-email-otp-outbox-node-waiters",
                                "8"))));
    }
}
