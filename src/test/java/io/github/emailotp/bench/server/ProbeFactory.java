package io.github.emailotp.bench.server;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Registers a probe at {@code /realms/<realm>/<id>}, for everybody. */
abstract class ProbeFactory implements RealmResourceProviderFactory {

    @Override
    public void init(Config.Scope config) {
        // There is nothing to choose.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
