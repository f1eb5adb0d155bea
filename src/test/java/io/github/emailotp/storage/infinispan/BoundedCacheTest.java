package io.github.emailotp.storage.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.cache.MemoryConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A cache")
class BoundedCacheTest {

    private final ConfigurationBuilder cache = new ConfigurationBuilder();

    @Test
    void isNotBoundedByItself() {
        assertThat(KeycloakCellsFactory.isBounded(memory())).isFalse();
    }

    @Test
    void isBoundedByANumberOfEntries() {
        cache.memory().maxCount(1_000);
        assertThat(KeycloakCellsFactory.isBounded(memory())).isTrue();
    }

    @Test
    void isBoundedByASize() {
        cache.encoding().mediaType("application/x-protostream").memory().maxSize("1MB");
        assertThat(KeycloakCellsFactory.isBounded(memory())).isTrue();
    }

    private MemoryConfiguration memory() {
        return cache.build().memory();
    }
}
