package io.github.emailotp.bench.server;

import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Registers {@link CacheProbe}. */
public final class CacheProbeFactory extends ProbeFactory {

    public static final String PROVIDER_ID = "bench-cache";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new CacheProbe(session);
    }
}
