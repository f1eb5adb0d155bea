package io.github.emailotp.server.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Keycloak server that stands behind a proxy with the header {@code Forwarded} (RFC 7239), trusts a Kerberos server, and may
 * be stopped; it reads themes anew with each page.
 */
public final class SecondKeycloak extends AroundServer {

    private final KeycloakServer server;
    private final Kerberos kerberos;

    private SecondKeycloak(KeycloakServer server, Kerberos kerberos) {
        super(server);
        this.server = server;
        this.kerberos = kerberos;
    }

    static SecondKeycloak start(ServerSetup setup) {
        var kerberos = Kerberos.start(setup.work().resolve("kerberos"));
        var server = KeycloakServer.start(setup.at(setup.work().resolve("second-" + setup.version()))
                .withJvm(List.of(kerberos.jvmOption()))
                .with(Map.of("proxy-headers", "forwarded")));
        return new SecondKeycloak(server, kerberos);
    }

    public Kerberos kerberos() {
        return kerberos;
    }

    /** The folder of themes; what is put there is used at once. */
    public Path themes() {
        return server.themes();
    }

    /** Stops, exports all realms, forgets everything, imports them, and starts again. */
    public void exportAndImport() {
        server.exportAndImport();
    }

    /**
     * Stops, lets {@code kc.sh} run this command, and starts again.
     *
     * @throws IllegalStateException if the command fails; the message has the end of the log
     */
    public void runWhileStopped(String... command) {
        server.runWhileStopped(command);
    }

    @Override
    public void stop() {
        super.stop();
        kerberos.close();
    }
}
