package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.real.Postfix;
import io.github.emailotp.server.mail.real.Temper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Mails to Postfix")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostfixIT extends MailsToPostfix {

    private static final Duration LIFETIME = Duration.ofMinutes(2);
    private static final Map<String, String> NAMED = Map.of("ehloName", "login.example.test");
    private static final Duration PERIOD = Duration.ofSeconds(Postfix.PERIOD_SECONDS);

    private final RealDeliveries deliveries = new RealDeliveries(Optional.of(postfix.truststore()), LIFETIME, NAMED);

    @AfterEach
    void end() {
        deliveries.close();
    }

    private List<Mail> send(int count, Temper temper) {
        return deliveries.put(count, temper.name(), postfix.settings(temper));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "PLAIN",
                "STARTTLS",
                "TLS",
                "ONLY_PLAIN",
                "ONLY_LOGIN",
                "STRICT",
                "SLOW",
                "GREYLISTING",
                "SCREENING"
            })
    void arriveOnce(Temper temper) {
        List<Mail> mails = send(20, temper);
        requireOnce(mails, postfix.mails());
        RealDeliveries.print(temper.name(), mails);
    }

    @Test
    void areHandedOverThroughTwoConnections() {
        requireOnce(send(3, Temper.TWO_CONNECTIONS), postfix.mails());
        List<Mail> mails = send(50, Temper.TWO_CONNECTIONS);
        requireOnce(mails, postfix.mails());
        RealDeliveries.print("2 connections, 1 s a mail", mails, Duration.ofSeconds(25));
    }

    /** As many as there are processes; others hang in a queue of the server, without a greeting. */
    @Test
    void areHandedOverThroughTwoProcesses() {
        List<Mail> mails = send(20, Temper.TWO_PROCESSES);
        requireOnce(mails, postfix.mails());
        RealDeliveries.print("2 processes", mails);
    }

    @Test
    void areHandedOverThroughFewConnectionsAPeriod() {
        List<Mail> mails = send(20, Temper.FEW_CONNECTIONS_A_PERIOD);
        requireOnce(mails, postfix.mails());
        RealDeliveries.print("3 connections in " + PERIOD, mails);
    }

    @Test
    void areHandedOverThroughFewLoginsAPeriod() {
        List<Mail> mails = send(20, Temper.FEW_LOGINS_A_PERIOD);
        requireOnce(mails, postfix.mails());
        RealDeliveries.print("3 logins in " + PERIOD, mails);
    }

    @Test
    void areHandedOverTenAPeriod() {
        List<Mail> mails = send(30, Temper.FEW_MAILS_A_PERIOD);
        requireOnce(mails, postfix.mails());
        RealDeliveries.print("10 mails in " + PERIOD, mails, PERIOD.multipliedBy(2));
    }

    @Test
    void areHandedOverAfterTheServerHasClosedTheConnection() throws InterruptedException {
        requireOnce(send(3, Temper.SHORT_PATIENCE), postfix.mails());
        Thread.sleep(5_000);
        requireOnce(send(3, Temper.SHORT_PATIENCE), postfix.mails());
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, full552@example.test, REFUSED mailbox_full_552",
        "PLAIN, full452@example.test, RETRYING mailbox_full_452",
        "PLAIN, nobody@example.test, REFUSED no_mailbox_550",
        "PLAIN, plain550@example.test, REFUSED permanent_reply_550",
        "PLAIN, disabled@example.test, REFUSED no_mailbox_550",
        "PLAIN, moved@example.test, REFUSED no_mailbox_551",
        "PLAIN, policy554@example.test, REFUSED permanent_reply_554",
        "PLAIN, dns451@example.test, RETRYING transient_reply_451",
        "PLAIN, hold421@example.test, RETRYING transient_reply_421",
        "STRICT, nobody@example.test, REFUSED no_mailbox_550",
        "GREYLISTING, user@example.test, RETRYING transient_reply_450",
        "SMALL, user@example.test, REFUSED permanent_reply_552",
        "LOOKING_INTO_MAILS, user@example.test, REFUSED permanent_reply_550",
        "OWN_SENDERS_ONLY, user@example.test, REFUSED sender_refused_553",
        "BLOCKING, user@example.test, REFUSED permanent_reply_554",
        "ONLY_CRAM_MD5, user@example.test, REFUSED no_login_method",
        "ONLY_SCRAM, user@example.test, REFUSED no_login_method",
        "PLAIN, user@elsewhere.example, RETRYING transient_reply_454",
    })
    void areRefusedForTheReasonThatTheServerGives(Temper temper, String address, String news) {
        Mail mail = deliveries.put("realm", postfix.settings(temper), address);
        assertThat(mail.first()).isEqualTo(news);
    }

    @ParameterizedTest
    @CsvSource({
        "STARTTLS, password, wrong, REFUSED authentication_535",
        "TLS, password, wrong, REFUSED authentication_535",
        "STARTTLS, auth, false, REFUSED permanent_reply_554",
        "STARTTLS, starttls, false, REFUSED starttls_required_530",
        "PLAIN, starttls, true, REFUSED starttls_missing",
        "PLAIN, ssl, true, REFUSED tls",
        "PLAIN, from, login@[, REFUSED bad_configuration",
    })
    void areRefusedForSettingsThatTheServerDoesNotTake(Temper temper, String key, String value, String news) {
        Mail mail = deliveries.put("realm", postfix.settings(temper, key, value));
        assertThat(mail.first()).isEqualTo(news);
    }

    @Test
    void areNotSentToAServerThatIsNotTrusted() {
        try (RealDeliveries distrusting = new RealDeliveries(Optional.empty(), LIFETIME, NAMED)) {
            assertThat(distrusting
                            .put("realm", postfix.settings(Temper.STARTTLS))
                            .first())
                    .isEqualTo("REFUSED tls");
        }
    }

    @Test
    void areRefusedWhereTheServerWantsAWholeName() {
        try (RealDeliveries nameless = new RealDeliveries(Optional.empty(), LIFETIME, Map.of("ehloName", "machine"))) {
            assertThat(nameless.put("realm", postfix.settings(Temper.STRICT)).first())
                    .isEqualTo("REFUSED ehlo_name_504");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, älice@bücher.example, älice@bücher.example",
        "ASCII, bob@bücher.example, bob@xn--bcher-kva.example",
    })
    void arriveAtAddressesInUtf8(Temper temper, String address, String written) {
        Mail mail = deliveries.put("realm", postfix.settings(temper, "allowutf8", "true"), address);
        assertThat(mail.end()).isEqualTo("HANDED_OVER");
        RealDeliveries.awaitArrived(postfix.mails(), List.of(written));
    }

    @Test
    void areRefusedAtAddressesThatTheServerCannotWrite() {
        Mail mail =
                deliveries.put("realm", postfix.settings(Temper.ASCII, "allowutf8", "true"), "älice@bücher.example");
        assertThat(mail.first()).isEqualTo("REFUSED bad_address");
    }
}
