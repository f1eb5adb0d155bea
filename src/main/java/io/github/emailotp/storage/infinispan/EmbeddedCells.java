package io.github.emailotp.storage.infinispan;

import static io.github.emailotp.storage.infinispan.Texts.seconds;
import static io.github.emailotp.storage.infinispan.Texts.value;

import io.github.emailotp.storage.Cells;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.context.Flag;
import org.keycloak.models.sessions.infinispan.entities.SingleUseObjectValueEntity;

/**
 * Cells in the cache that the servers of a cluster share among themselves. Each change is one operation that the owner of the
 * name makes, atomically. When servers come and go, Infinispan repeats what was on its way, and then a change that was made
 * can be told as one that was not: {@link io.github.emailotp.storage.Claims} looks.
 */
final class EmbeddedCells implements Cells {

    private final AdvancedCache<String, SingleUseObjectValueEntity> cache;

    EmbeddedCells(Cache<String, SingleUseObjectValueEntity> cache) {
        this.cache = cache.getAdvancedCache();
    }

    @Override
    public Optional<String> read(String name) {
        return Optional.ofNullable(cache.get(name)).map(Texts::text);
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        return Optional.ofNullable(cache.putIfAbsent(name, value(text), seconds(lifespan), TimeUnit.SECONDS))
                .map(Texts::text);
    }

    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        return cache.replace(name, value(expected), value(text), seconds(lifespan), TimeUnit.SECONDS);
    }

    @Override
    public boolean remove(String name, String expected) {
        return cache.remove(name, value(expected));
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        cache.withFlags(Flag.IGNORE_RETURN_VALUES).put(name, value(text), seconds(lifespan), TimeUnit.SECONDS);
    }
}
