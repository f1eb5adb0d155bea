package io.github.emailotp.storage.infinispan;

import static io.github.emailotp.storage.infinispan.Texts.seconds;
import static io.github.emailotp.storage.infinispan.Texts.value;

import io.github.emailotp.storage.Cells;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.Flag;
import org.infinispan.client.hotrod.MetadataValue;
import org.infinispan.client.hotrod.RemoteCache;
import org.keycloak.models.sessions.infinispan.entities.SingleUseObjectValueEntity;

/**
 * Cells in an Infinispan outside of Keycloak, over Hot Rod. That compares versions where an embedded cache compares values, so a
 * change takes two round trips.
 */
final class RemoteCells implements Cells {

    private final RemoteCache<String, SingleUseObjectValueEntity> cache;

    RemoteCells(RemoteCache<String, SingleUseObjectValueEntity> cache) {
        this.cache = cache;
    }

    @Override
    public Optional<String> read(String name) {
        return Optional.ofNullable(cache.get(name)).map(Texts::text);
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        return Optional.ofNullable(cache.withFlags(Flag.FORCE_RETURN_VALUE)
                        .putIfAbsent(name, value(text), seconds(lifespan), TimeUnit.SECONDS))
                .map(Texts::text);
    }

    @Override
    public boolean replace(String name, String expected, String text, Duration lifespan) {
        OptionalLong version = versionOf(name, expected);
        return version.isPresent()
                && cache.replaceWithVersion(name, value(text), version.getAsLong(), Math.toIntExact(seconds(lifespan)));
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        cache.put(name, value(text), seconds(lifespan), TimeUnit.SECONDS);
    }

    private OptionalLong versionOf(String name, String expected) {
        MetadataValue<SingleUseObjectValueEntity> there = cache.getWithMetadata(name);
        return there != null && Texts.text(there.getValue()).equals(expected)
                ? OptionalLong.of(there.getVersion())
                : OptionalLong.empty();
    }
}
