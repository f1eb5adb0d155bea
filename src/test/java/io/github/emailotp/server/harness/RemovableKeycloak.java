package io.github.emailotp.server.harness;

/** A Keycloak that the extension can be taken out of. */
public final class RemovableKeycloak extends AroundServer {

    private final KeycloakServer server;
    private boolean removed;

    private RemovableKeycloak(KeycloakServer server) {
        super(server);
        this.server = server;
    }

    static RemovableKeycloak start(ServerSetup setup) {
        return new RemovableKeycloak(
                KeycloakServer.start(setup.at(setup.work().resolve("removable-" + setup.version()))));
    }

    /** Takes it away, until {@link #putBack}. */
    public void remove() {
        removed = true;
        server.removeExtension();
    }

    public void putBack() {
        server.putExtensionBack();
        removed = false;
    }

    @Override
    public void restore() {
        if (removed) {
            putBack();
        }
    }
}
