package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Mails to Dovecot's submission service")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DovecotSubmissionIT extends MailsToPostfix {

    private final RealDeliveries deliveries = new RealDeliveries(Optional.empty(), Duration.ofMinutes(1), Map.of());

    @AfterEach
    void end() {
        deliveries.close();
    }

    private static Map<String, String> settings(String key, String value) {
        Map<String, String> settings = new HashMap<>(postfix.settingsOfSubmission());
        settings.put(key, value);
        return settings;
    }

    @Test
    void arriveOnce() {
        List<Mail> mails = deliveries.put(20, "realm", postfix.settingsOfSubmission());
        requireOnce(mails, postfix.mails());
        RealDeliveries.print("Dovecot submission", mails);
    }

    /** It does not say what it takes before the login, and even then not that it takes UTF-8, though the server behind it does. */
    @Test
    void arriveAtDomainsInUtf8() {
        Mail mail = deliveries.put("realm", settings("allowutf8", "true"), "bob@bücher.example");
        assertThat(mail.end()).isEqualTo("HANDED_OVER");
        RealDeliveries.awaitArrived(postfix.mails(), List.of("bob@xn--bcher-kva.example"));
    }

    @Test
    void areRefusedAtNamesInUtf8() {
        Mail mail = deliveries.put("realm", settings("allowutf8", "true"), "älice@bücher.example");
        assertThat(mail.first()).isEqualTo("REFUSED bad_address");
    }

    @ParameterizedTest
    @CsvSource({
        "nobody@example.test, password, secret, REFUSED no_mailbox_550",
        "full552@example.test, password, secret, REFUSED mailbox_full_552",
        "dns451@example.test, password, secret, RETRYING transient_reply_451",
        "user@elsewhere.example, password, secret, RETRYING transient_reply_454",
        "user@example.test, password, wrong, REFUSED authentication_535",
        "user@example.test, auth, false, REFUSED authentication_530",
    })
    void areRefusedForTheReasonThatTheServerGives(String address, String key, String value, String news) {
        assertThat(deliveries.put("realm", settings(key, value), address).first())
                .isEqualTo(news);
    }
}
