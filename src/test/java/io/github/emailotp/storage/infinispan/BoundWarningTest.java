package io.github.emailotp.storage.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.smtp.CapturedLog;
import io.github.emailotp.storage.Cells;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

@DisplayName("That Keycloak's cache is bounded")
class BoundWarningTest {

    private static final int MANY = 50;

    private final CapturedLog log = new CapturedLog(KeycloakCellsFactory.class.getName());
    private final KeycloakCellsFactory factory = startedFactory();

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void isSaidOnceWhenManyUseItFirst() throws Exception {
        useAtOnce(bounded(1_000));
        assertThat(warnings()).isEqualTo(1);
        useAtOnce(bounded(1_000));
        assertThat(warnings()).isEqualTo(1);
    }

    @Test
    void isNotSaidOfOneThatIsNot() throws Exception {
        useAtOnce(new ConfigurationBuilder().build());
        assertThat(warnings()).isZero();
    }

    private long warnings() {
        return log.entries().stream()
                .filter(entry -> entry.contains("The cache actionTokens is bounded"))
                .count();
    }

    private void useAtOnce(Configuration configuration) throws Exception {
        KeycloakSession session = session(configuration);
        CyclicBarrier together = new CyclicBarrier(MANY);
        Callable<Cells> use = () -> {
            together.await();
            return factory.create(session);
        };
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        try {
            for (Future<Cells> cells : threads.invokeAll(Collections.nCopies(MANY, use))) {
                assertThat(cells.get()).isInstanceOf(EmbeddedCells.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Configuration bounded(long entries) {
        var cache = new ConfigurationBuilder();
        cache.memory().maxCount(entries);
        return cache.build();
    }

    /** Of a server that keeps single-use objects in its own cache. */
    private static KeycloakCellsFactory startedFactory() {
        ProviderFactory<?> objects = Fake.answering(ProviderFactory.class, Map.of("getId", given -> "infinispan"));
        var factory = new KeycloakCellsFactory();
        factory.postInit(Fake.answering(KeycloakSessionFactory.class, Map.of("getProviderFactory", given -> objects)));
        return factory;
    }

    private static KeycloakSession session(Configuration configuration) {
        CountDownLatch users = new CountDownLatch(MANY);
        Cache<?, ?> cache = Fake.answering(
                Cache.class,
                Map.of(
                        "getCacheConfiguration",
                        given -> {
                            // Who looks is answered when all others have looked too, or need not.
                            users.countDown();
                            return awaited(users, configuration);
                        },
                        "getName",
                        given -> "actionTokens",
                        "getAdvancedCache",
                        given -> {
                            users.countDown();
                            return null;
                        }));
        var connections = Fake.answering(InfinispanConnectionProvider.class, Map.of("getCache", given -> cache));
        return Fake.answering(KeycloakSession.class, Map.of("getProvider", given -> connections));
    }

    private static <T> T awaited(CountDownLatch latch, T answer) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
