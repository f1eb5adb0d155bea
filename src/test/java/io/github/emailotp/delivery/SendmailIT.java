package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.real.Sendmail;
import io.github.emailotp.server.mail.real.Sendmail.Limit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Mails to Sendmail")
@Tag("real-mail-servers")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SendmailIT {

    private static RealDeliveries deliveries(Sendmail sendmail) {
        return new RealDeliveries(
                Optional.of(sendmail.truststore()), Duration.ofMinutes(4), Map.of("ehloName", "login.example.test"));
    }

    private static void requireTwentyOnce(Limit limit, String how, Function<Sendmail, Map<String, String>> settings) {
        try (Sendmail sendmail = new Sendmail(limit);
                RealDeliveries deliveries = deliveries(sendmail)) {
            List<Mail> mails = deliveries.put(20, "realm", settings.apply(sendmail));
            requireOnce(mails, sendmail.mails());
            RealDeliveries.print("Sendmail, " + how + limit, mails);
        }
    }

    @ParameterizedTest
    @EnumSource
    void arriveOnce(Limit limit) {
        requireTwentyOnce(limit, "", Sendmail::settings);
    }

    /** Whom it does not want just now, it offers neither. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "CONNECTIONS", "CONNECTIONS_UNSAID", "RATE", "RATE_UNSAID"})
    void arriveOnceWithStarttlsAndLogin(Limit limit) {
        requireTwentyOnce(limit, "with STARTTLS and login, ", Sendmail::settingsWithLogin);
    }

    @ParameterizedTest
    @CsvSource({
        "nosuchuser@example.test, password, secret, REFUSED no_mailbox_550",
        "user1@example.test, password, wrong, REFUSED authentication_535",
        "user1@example.test, ssl, true, REFUSED tls",
    })
    void areRefusedForTheReasonThatTheServerGives(String address, String key, String value, String news) {
        try (Sendmail sendmail = new Sendmail(Limit.NONE);
                RealDeliveries deliveries = deliveries(sendmail)) {
            Map<String, String> settings = new HashMap<>(sendmail.settingsWithLogin());
            settings.put(key, value);
            assertThat(deliveries.put("realm", settings, address).first())
                    .as(sendmail.said())
                    .isEqualTo(news);
        }
    }
}
