package io.github.emailotp.bench.server;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Registers {@link ServerProbe} at {@code /realms/<realm>/bench-server}, for everybody. */
public final class ServerProbeFactory implements RealmResourceProviderFactory {

    public static final String PROVIDER_ID = "bench-server";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new ServerProbe(session);
    }

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
