package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.smtp.PoolFigures;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Meters tell")
class MailMetersTest extends OutboxWithAMailServer {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void watch() {
        Metrics.globalRegistry.clear();
        Metrics.addRegistry(registry);
        outbox = new Outbox(
                new OutboxLimits(6, 2, WAITERS, Duration.ZERO, Duration.ofSeconds(5)),
                Clock.offset(Clock.systemUTC(), Duration.ZERO));
        MailMeters.watch(outbox, () -> new PoolFigures(0, 0, 0, 0));
    }

    @AfterEach
    void forget() {
        Metrics.removeRegistry(registry);
        Metrics.globalRegistry.clear();
    }

    private double gauge(String name) {
        return registry.get("keycloak.email.otp." + name).gauge().value();
    }

    private double count(String name) {
        return registry.get("keycloak.email.otp." + name).counter().count();
    }

    @Test
    void theAgeOfTheOldestMailInSeconds() throws Exception {
        assertThat(gauge("outbox.oldest")).isZero();
        CountDownLatch started = new CountDownLatch(1);
        put(new Hanging("hanging", started));
        await(started);
        Thread.sleep(30);
        assertThat(gauge("outbox.oldest")).isBetween(0.03, 20.0);
        assertThat(gauge("outbox.mails")).isEqualTo(1);
    }

    /** Of a counter that begins with one, nobody sees the increase. */
    @Test
    void fromTheStartThatEachMailFoundRoomAndCouldBeRendered() {
        assertThat(count("outbox.full")).isZero();
        assertThat(count("mails.unrendered")).isZero();
    }
}
