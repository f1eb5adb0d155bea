package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.real.Chasquid;
import io.github.emailotp.server.mail.real.Courier;
import io.github.emailotp.server.mail.real.Haraka;
import io.github.emailotp.server.mail.real.Qpsmtpd;
import io.github.emailotp.server.mail.real.RealServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Mails to a server of which nothing is asked but to take them")
@Tag("real-mail-servers")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherServersIT {

    private static final int MAILS = 20;

    private enum Kind {
        CHASQUID,
        COURIER,
        HARAKA,
        QPSMTPD;

        RealServer start() {
            return switch (this) {
                case CHASQUID -> new Chasquid();
                case COURIER -> new Courier();
                case HARAKA -> new Haraka();
                case QPSMTPD -> new Qpsmtpd();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void arriveOnce(Kind kind) {
        try (RealServer server = kind.start();
                RealDeliveries deliveries = deliveries(server)) {
            List<Mail> mails = deliveries.put(MAILS, "realm", server.settings());
            requireOnce(mails, server.mails());
            RealDeliveries.print(kind.name(), mails);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CHASQUID, nobody@example.test, REFUSED no_mailbox_550",
        "COURIER, nobody@example.test, REFUSED no_mailbox_550",
        "COURIER, user@elsewhere.example, REFUSED permanent_reply_513",
        "HARAKA, user@elsewhere.example, REFUSED permanent_reply_550",
        "QPSMTPD, user@elsewhere.example, REFUSED permanent_reply_550",
    })
    void areRefusedForTheReasonThatTheServerGives(Kind kind, String address, String news) {
        try (RealServer server = kind.start();
                RealDeliveries deliveries = deliveries(server)) {
            assertThat(deliveries.put("realm", server.settings(), address).first())
                    .as(server.log())
                    .isEqualTo(news);
        }
    }

    private static RealDeliveries deliveries(RealServer server) {
        return new RealDeliveries(server.truststore(), Duration.ofMinutes(1), Map.of());
    }
}
