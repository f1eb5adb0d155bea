package io.github.emailotp.storage.infinispan;

import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.CellsFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.MemoryConfiguration;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.provider.ProviderFactory;

/** Keeps the cells where the server keeps its own single-use objects, and says at the start where that is. */
public final class KeycloakCellsFactory implements CellsFactory {

    static final String ID = "keycloak";

    private static final Logger LOG = Logger.getLogger(KeycloakCellsFactory.class);

    /** {@code InfinispanUtils.EMBEDDED_PROVIDER_ID}. */
    private static final String EMBEDDED = "infinispan";

    /** {@code InfinispanUtils.REMOTE_PROVIDER_ID}. */
    private static final String REMOTE = "remote";

    private final AtomicBoolean lookedAtBounds = new AtomicBoolean();
    private String kind = "";

    @Override
    public Cells create(KeycloakSession session) {
        return switch (kind) {
            case EMBEDDED -> new EmbeddedCells(embedded(session));
            case REMOTE ->
                new RemoteCells(new HotRodTexts(session.getProvider(InfinispanConnectionProvider.class)
                        .getRemoteCache(InfinispanConnectionProvider.ACTION_TOKEN_CACHE)));
            default -> new NoCells();
        };
    }

    private Cache<String, Object> embedded(KeycloakSession session) {
        Cache<String, Object> cache = session.getProvider(InfinispanConnectionProvider.class)
                .getCache(InfinispanConnectionProvider.ACTION_TOKEN_CACHE);
        if (lookedAtBounds.compareAndSet(false, true)
                && isBounded(cache.getCacheConfiguration().memory())) {
            LOG.warnf(
                    "The cache %s is bounded. A full cache drops what is new, so the limits on codes and mails count next"
                            + " to nothing: remove the bound",
                    cache.getName());
        }
        return cache;
    }

    static boolean isBounded(MemoryConfiguration memory) {
        return memory.maxCount() > 0 || memory.maxSizeBytes() > 0;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        ProviderFactory<SingleUseObjectProvider> objects = factory.getProviderFactory(SingleUseObjectProvider.class);
        kind = objects == null ? "" : objects.getId();
        switch (kind) {
            case EMBEDDED -> LOG.info("Limits on codes and mails are counted in the servers' own cache");
            case REMOTE -> LOG.info("Limits on codes and mails are counted in an external Infinispan");
            default ->
                LOG.errorf(
                        "The email code cannot be used: its limits are counted in Infinispan, and this server keeps single-use"
                                + " objects elsewhere (%s). Start it without the feature 'stateless'",
                        kind);
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {
        // There is nothing to set.
    }

    @Override
    public void close() {
        // Keycloak closes its caches.
    }
}
