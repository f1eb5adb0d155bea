package io.github.emailotp.server.harness;

import java.nio.file.Path;
import java.util.List;

/** A Keycloak that is one server with something of its own. */
abstract class AroundServer implements Keycloak {

    private volatile KeycloakServer server;

    AroundServer(KeycloakServer server) {
        this.server = server;
    }

    /** From now on it is another one, at the same address. */
    final void become(KeycloakServer other) {
        server = other;
    }

    @Override
    public String url() {
        return server.url();
    }

    @Override
    public AdminApi admin() {
        return server.admin();
    }

    @Override
    public List<KeycloakServer> servers() {
        return server.servers();
    }

    @Override
    public List<Path> logFiles() {
        return server.logFiles();
    }

    @Override
    public void awaitEmptyOutbox() {
        server.awaitEmptyOutbox();
    }

    @Override
    public void restore() {
        server.restore();
    }

    @Override
    public void stop() {
        server.stop();
    }
}
