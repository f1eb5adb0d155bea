package io.github.emailotp.storage.infinispan;

import static io.github.emailotp.storage.infinispan.Texts.seconds;
import static io.github.emailotp.storage.infinispan.Texts.value;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.Flag;
import org.infinispan.client.hotrod.RemoteCache;
import org.keycloak.models.sessions.infinispan.entities.SingleUseObjectValueEntity;

/** Texts in an Infinispan outside of Keycloak, over Hot Rod. */
final class HotRodTexts implements VersionedTexts {

    private final RemoteCache<String, SingleUseObjectValueEntity> cache;

    HotRodTexts(RemoteCache<String, SingleUseObjectValueEntity> cache) {
        this.cache = cache;
    }

    @Override
    public Optional<Versioned> read(String name) {
        return Optional.ofNullable(cache.getWithMetadata(name))
                .map(there -> new Versioned(Texts.text(there.getValue()), there.getVersion()));
    }

    @Override
    public Optional<String> create(String name, String text, Duration lifespan) {
        return Optional.ofNullable(cache.withFlags(Flag.FORCE_RETURN_VALUE)
                        .putIfAbsent(name, value(text), seconds(lifespan), TimeUnit.SECONDS))
                .map(Texts::text);
    }

    @Override
    public boolean replace(String name, long version, String text, Duration lifespan) {
        return cache.replaceWithVersion(name, value(text), version, Math.toIntExact(seconds(lifespan)));
    }

    @Override
    public void write(String name, String text, Duration lifespan) {
        cache.put(name, value(text), seconds(lifespan), TimeUnit.SECONDS);
    }
}
