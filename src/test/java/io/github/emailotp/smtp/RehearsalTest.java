package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.email.EmailException;

@DisplayName("A mail that is only rehearsed")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RehearsalTest {

    private static final String ALICE = "alice@example.test";

    private final RawServer server = new RawServer().offering("PIPELINING");
    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @BeforeEach
    void rehearse() {
        sender.keycloak.isRehearsal = true;
    }

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    @Test
    void isSpokenOfToTheServerButNotSent() throws EmailException {
        sender.send(server.settings(), ALICE);
        assertThat(server.recipients()).isEmpty();
        assertThat(server.connections().get(0).heard())
                .filteredOn(line -> !line.startsWith("EHLO"))
                .containsExactly("MAIL FROM:<login@example.test>", "RCPT TO:<" + ALICE + ">", "RSET");
    }

    @Test
    void leavesTheConnectionToTheNextMail() throws EmailException {
        sender.send(server.settings(), ALICE);
        sender.keycloak.isRehearsal = false;
        sender.send(server.settings(), ALICE);
        assertThat(server.recipients()).containsExactly(ALICE);
        assertThat(server.connections()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 421 no",
        "MAIL, 451 no",
        "MAIL, 550 5.7.1 no",
        "RCPT, 451 no",
        "RCPT, 550 5.1.1 unknown",
        "RCPT, 552 5.2.2 full"
    })
    void failsAsOneThatIsSent(String command, String reply) {
        server.on(command, reply);
        SmtpFailure rehearsed = Sender.POOLED.failure(sender, server.settings());
        sender.keycloak.isRehearsal = false;
        try (TestSender other = new TestSender(TestSender.LIMITS)) {
            assertThat(rehearsed).isEqualTo(Sender.POOLED.failure(other, server.settings()));
        }
    }
}
