package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.smtp.CapturedLog;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mail server's outage")
class OutagesTest {

    private static final Owner REALM = new Owner("realm", "mail.example.test:25");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final Outages outages = new Outages();

    @Test
    void isLoggedWhenItBeginsAndWhenItIsOver() {
        try (var log = new CapturedLog(Outages.class.getName())) {
            outages.over(REALM, NOON);
            for (int i = 0; i < 44; i++) {
                outages.failed(REALM, "no answer", NOON.plusSeconds(i));
            }
            outages.over(REALM, NOON.plusSeconds(90));
            assertThat(log.entries()).hasSize(1);
            outages.over(REALM, NOON.plusSeconds(43 + 60));
            outages.over(REALM, NOON.plusSeconds(43 + 61));
            assertThat(log.entries()).hasSize(2);
            assertThat(log.entries().get(0)).contains("realm", "mail.example.test:25", "no answer");
            assertThat(log.entries().get(1)).contains("mail.example.test:25", "90 s", "44 attempts");
        }
    }

    @Test
    void thatComesAndGoesIsOne() {
        try (var log = new CapturedLog(Outages.class.getName())) {
            for (int i = 0; i < 44; i++) {
                outages.failed(REALM, "no answer", NOON.plusSeconds(60L * i));
                outages.over(REALM, NOON.plusSeconds(60L * i + 59));
            }
            assertThat(log.entries()).hasSize(1);
            outages.over(REALM, NOON.plusSeconds(60L * 44));
            assertThat(log.entries()).hasSize(2);
        }
    }

    /** Of which no mail tells that it is over, since none comes in the calm. */
    @Test
    void isAnotherOneAfterACalmInWhichNoMailCame() {
        try (var log = new CapturedLog(Outages.class.getName())) {
            outages.failed(REALM, "no answer", NOON);
            outages.over(REALM, NOON.plusSeconds(1));
            outages.failed(REALM, "no answer", NOON.plusSeconds(61));
            outages.failed(REALM, "refused", NOON.plusSeconds(62));
            assertThat(log.entries()).hasSize(3);
            assertThat(log.entries().get(1)).contains("mailed again", "for 1 s", "1 attempts");
            assertThat(log.entries().get(2)).contains("cannot be mailed now");
        }
    }

    @Test
    void isTheSameIfNoMailWasHandedOver() {
        try (var log = new CapturedLog(Outages.class.getName())) {
            outages.failed(REALM, "no answer", NOON);
            outages.failed(REALM, "no answer", NOON.plusSeconds(9 * 60 * 60));
            assertThat(log.entries()).hasSize(1);
        }
    }

    @Test
    void isTheSameIfOneFailsBeforeTheCalmIsOver() {
        try (var log = new CapturedLog(Outages.class.getName())) {
            outages.failed(REALM, "no answer", NOON);
            outages.over(REALM, NOON.plusSeconds(1));
            outages.failed(REALM, "no answer", NOON.plusSeconds(60));
            assertThat(log.entries()).hasSize(1);
        }
    }
}
