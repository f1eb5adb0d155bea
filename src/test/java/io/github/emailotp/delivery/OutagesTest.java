package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.smtp.CapturedLog;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mail server's outage")
class OutagesTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final Outages outages = new Outages();

    @Test
    void isLoggedWhenItBeginsAndWhenItIsOver() {
        try (var log = new CapturedLog(Outages.class.getName())) {
            outages.over("realm", NOON);
            for (int i = 0; i < 44; i++) {
                outages.failed("realm", "no answer", NOON.plusSeconds(i));
            }
            outages.over("realm", NOON.plusSeconds(90));
            assertThat(log.entries()).hasSize(1);
            outages.over("realm", NOON.plusSeconds(43 + 60));
            outages.over("realm", NOON.plusSeconds(43 + 61));
            assertThat(log.entries()).hasSize(2);
            assertThat(log.entries().get(0)).contains("realm", "no answer");
            assertThat(log.entries().get(1)).contains("90 s", "44 attempts");
        }
    }

    @Test
    void thatComesAndGoesIsOne() {
        try (var log = new CapturedLog(Outages.class.getName())) {
            for (int i = 0; i < 44; i++) {
                outages.failed("realm", "no answer", NOON.plusSeconds(60L * i));
                outages.over("realm", NOON.plusSeconds(60L * i + 59));
            }
            assertThat(log.entries()).hasSize(1);
            outages.over("realm", NOON.plusSeconds(60L * 44));
            assertThat(log.entries()).hasSize(2);
        }
    }
}
