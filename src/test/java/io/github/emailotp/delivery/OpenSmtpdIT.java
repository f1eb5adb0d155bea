package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.real.OpenSmtpd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Mails to OpenSMTPD")
@Tag("real-mail-servers")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenSmtpdIT {

    private static OpenSmtpd server;

    private final RealDeliveries deliveries = new RealDeliveries(Optional.empty(), Duration.ofMinutes(1), Map.of());

    @BeforeAll
    static void start() {
        server = new OpenSmtpd();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void end() {
        deliveries.close();
    }

    @Test
    void arriveOnce() {
        List<Mail> mails = deliveries.put(20, "realm", server.settings());
        requireOnce(mails, server.mails());
        RealDeliveries.print("OpenSMTPD", mails);
    }

    /** What it says of recipients that it does not relay to is what it says of those that it does not know. */
    @ParameterizedTest
    @CsvSource({
        "nobody@example.test, REFUSED no_mailbox_524",
        "user@elsewhere.example, REFUSED no_mailbox_550",
    })
    void areRefusedForTheReasonThatTheServerGives(String address, String news) {
        assertThat(deliveries.put("realm", server.settings(), address).first())
                .as(server.log())
                .isEqualTo(news);
    }
}
