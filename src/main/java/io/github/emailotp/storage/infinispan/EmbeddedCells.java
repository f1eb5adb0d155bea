package io.github.emailotp.storage.infinispan;

import static io.github.emailotp.storage.infinispan.Texts.seconds;

import io.github.emailotp.storage.Cells;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.context.Flag;

/**
 * Cells in the cache that the servers of a cluster share among themselves. Each change is one operation that the owner of the
 * name makes, atomically. When servers come and go, Infinispan repeats what was on its way, and then a change that was made
 * can be told as one that was not: {@link io.github.emailotp.storage.Claims} looks.
 *
 * <p>The values are plain texts beside Keycloak's own objects in the same cache: those are compared by identity before Keycloak
 * 26.5, so that none could be replaced.
 */
final class EmbeddedCells implements Cells {

    private final AdvancedCache<String, Object> cache;

    EmbeddedCells(Cache<String, Object> cache) {
        this.cache = cache.getAdvancedCache();
    }

    @Override
    public Optional<String> read(String name) {
        return Optional.ofNullable(cache.get(name)).map(EmbeddedCells::text);
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        return Optional.ofNullable(cache.putIfAbsent(name, text, seconds(lifespan), TimeUnit.SECONDS))
                .map(EmbeddedCells::text);
    }

    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        return cache.replace(name, expected, text, seconds(lifespan), TimeUnit.SECONDS);
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        cache.withFlags(Flag.IGNORE_RETURN_VALUES).put(name, text, seconds(lifespan), TimeUnit.SECONDS);
    }

    /** What is no text of ours reads as an empty one, which no record is. */
    private static String text(Object value) {
        return value instanceof String text ? text : "";
    }
}
