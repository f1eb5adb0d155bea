package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.real.Exim;
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

@DisplayName("Mails to Exim")
@Tag("real-mail-servers")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EximIT {

    private static Exim exim;

    private final RealDeliveries deliveries = new RealDeliveries(Optional.empty(), Duration.ofMinutes(2), Map.of());

    @BeforeAll
    static void start() {
        exim = new Exim();
    }

    @AfterAll
    static void stop() {
        exim.close();
    }

    @AfterEach
    void end() {
        deliveries.close();
    }

    /** It takes no command before the answer to the last, but where it offers PIPELINING. */
    @Test
    void arriveOnce() {
        List<Mail> mails = deliveries.put(20, "realm", exim.settings());
        requireOnce(mails, exim.mails());
        RealDeliveries.print("Exim", mails);
        assertThat(exim.log()).doesNotContain("synchronization error");
    }

    @Test
    void areHandedOverThreeAConnection() {
        List<Mail> mails = deliveries.put(30, "realm", exim.settingsOfThreeMailsAConnection());
        requireOnce(mails, exim.mails());
        RealDeliveries.print("Exim, 3 mails a connection", mails);
    }

    @Test
    void areHandedOverThroughTwoConnections() {
        requireOnce(deliveries.put(3, "realm", exim.settingsOfTwoConnections()), exim.mails());
        List<Mail> mails = deliveries.put(50, "realm", exim.settingsOfTwoConnections());
        requireOnce(mails, exim.mails());
        RealDeliveries.print("Exim, 2 connections, 1 s a mail", mails, Duration.ofSeconds(25));
    }

    @ParameterizedTest
    @CsvSource({
        "user@elsewhere.example, REFUSED permanent_reply_550",
        "listed@example.test, REFUSED permanent_reply_550",
        "nobody@example.test, REFUSED no_mailbox_550",
        "full@example.test, REFUSED mailbox_full_550",
        "sender@example.test, REFUSED sender_refused_550",
        "later@example.test, RETRYING transient_reply_451",
    })
    void areRefusedForTheReasonThatTheServerGives(String address, String news) {
        assertThat(deliveries.put("realm", exim.settings(), address).first())
                .as(exim.log())
                .isEqualTo(news);
    }
}
