package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.CapturedLog;
import io.github.emailotp.smtp.QueuedSender;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever reads the log finds one line for it, with the part that is wrong, and one more in the meters. */
@DisplayName("A mail that dies")
class MailThatDiesTest extends MailToAlice {

    private final RawServer server = new RawServer().offering("AUTH PLAIN");
    private final QueuedSender sender = new QueuedSender(Duration.ofSeconds(20));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CapturedLog log = new CapturedLog(MailReport.class.getName());
    private Map<String, String> settings = server.settings();

    @BeforeEach
    void sendThroughThePool() {
        forgetTheFailure();
        Metrics.globalRegistry.clear();
        Metrics.addRegistry(registry);
        realm.mailServer = () -> sender.send(settings, "alice@example.test");
    }

    @AfterEach
    void stop() {
        log.close();
        Metrics.removeRegistry(registry);
        Metrics.globalRegistry.clear();
        forgetTheFailure();
        sender.close();
        server.close();
    }

    private long counted(String outcome, String reason) {
        return registry.find("keycloak.email.otp.mails").tags("outcome", outcome, "reason", reason).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private void requireOneLine(String... words) {
        assertThat(log.entries())
                .singleElement()
                .asString()
                .contains("WARN", OWNER.server())
                .contains(words);
        assertThat(log.entries().get(0)).doesNotContain("alice@", "\tat ", "server's words", "not yours");
        assertThat(registry.find("keycloak.email.otp.mails").timers()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EHLO | 504 5.5.2 the server's words | ehlo_name_504       | the name that the EHLO command says
            MAIL | 553 5.7.1 sender not yours   | sender_refused_553  | the address of the sender
            MAIL | 530 5.7.0 the server's words | authentication_530  | the login
            RCPT | 550 5.1.1 the server's words | no_mailbox_550      | no such mailbox
            .    | 554 5.7.1 the server's words | permanent_reply_554 | refused the mail
            """)
    void isOneLineThatNamesThePartThatIsWrong(String command, String reply, String reason, String part) {
        server.on(command, reply);
        assertThat(job.attempt(1)).isEmpty();
        requireOneLine(part, "with 1 attempts");
        assertThat(counted("refused", reason)).isOne();
    }

    @Test
    void isOneLineThatNamesTheLoginIfThatIsRefused() {
        server.on("AUTH", "535 5.7.8 the server's words");
        settings = server.settings("auth", "true", "user", "one", "password", "wrong");
        assertThat(job.attempt(1)).isEmpty();
        requireOneLine("did not accept the login");
        assertThat(counted("refused", "authentication_535")).isOne();
    }

    @Test
    void isOneLineThatNamesTheCertificateIfThereIsNoneToTrust() {
        settings = server.settings("ssl", "true");
        assertThat(job.attempt(1)).isEmpty();
        requireOneLine("look at its certificate");
        assertThat(counted("refused", "tls")).isOne();
    }

    /** The others were not its end. */
    @Test
    void isOneLineAfterManyAttempts() {
        server.on("MAIL", "451 4.3.0 the server's words");
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(job.attempt(attempt)).isPresent();
        }
        assertThat(log.entries()).isEmpty();
        job.giveUp();
        job.giveUp();
        job.abandon(OutboxJob.SERVER_STOPPED);
        requireOneLine("refused the mail for now", "with 5 attempts");
        assertThat(counted("given_up", "transient_reply_451")).isOne();
    }
}
