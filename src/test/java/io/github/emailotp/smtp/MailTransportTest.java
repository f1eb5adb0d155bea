package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpTestServer.Moment;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

/** Where our transport differs from Angus Mail's. */
@DisplayName("The transport")
class MailTransportTest {

    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
    }

    private SmtpFailure failure(Map<String, String> settings) {
        return Sender.POOLED.failure(sender, settings);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, [10.1.2.3]",
        "[10.1.2.3], [10.1.2.3]",
        "[IPv6:2001:db8::1], [IPv6:2001:db8::1]",
        "login.example.test, login.example.test",
        "login1, login1",
        "kc_1, [127.0.0.1]",
    })
    void callsItselfByANameOrByAnAddressInBrackets(String host, String said) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.localhost", host);
        Dialer nowhere = new Dialer(new NameService(name -> new InetAddress[0]));
        assertThat(new MailTransport(Session.getInstance(properties), nowhere, Pipelining.NEVER).getLocalHost())
                .isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 550", "MAIL, 451", "END, 554", "END, 451"})
    void tellsTheRefusalThoughTheServerSaysNothingMore(Moment moment, int code) {
        try (var server = new SmtpTestServer()) {
            server.once(moment, session -> {
                session.sendResponse(code + " no");
                server.fallSilent().strike(session);
            });
            Kind kind = code < 500 ? Kind.TRANSIENT_REPLY : Kind.PERMANENT_REPLY;
            assertThat(failure(server.settings("timeout", "500")))
                    .extracting(SmtpFailure::kind, SmtpFailure::replyCode)
                    .containsExactly(kind, OptionalInt.of(code));
        }
    }

    /** Such as where jakarta.mail is to log in and has nothing to log in with: it takes no notice of the connection then. */
    @Test
    void leavesNoConnectionBehindThatComesToNothing() throws Exception {
        try (var server = new RawServer()) {
            Map<String, String> settings = server.settings("auth", "true");
            MailAddresses addresses = MailAddresses.of(settings, ALICE);
            Properties properties = SmtpProperties.of(settings, addresses.from().getAddress());
            var content = new OutgoingMail.Content("Subject", Optional.of("Text"), Optional.empty());
            var terms = new OutgoingMail.Terms(Optional.empty(), Timeouts.of(settings), false, false);
            OutgoingMail mail = OutgoingMail.of(properties, addresses, content, terms, Instant.EPOCH);
            var dialer = new Dialer(new NameService(InetAddress::getAllByName));
            var transport = new MailTransport(Session.getInstance(properties), dialer, Pipelining.NEVER);
            transport.begin(new Conversation(System::nanoTime, Duration.ofSeconds(20)), mail);
            assertThatThrownBy(() -> transport.open(
                            ConnectionKey.of(properties, ""),
                            new SpokenLogin(Login.none(), Talk.NONE.conversation(), LoginTurn.AT_ONCE)))
                    .isInstanceOf(AuthenticationFailedException.class);
            SmtpTestServer.await(
                    "the end of the connection", () -> server.connections().size() == 1 && server.open() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".protocol"})
    void logsNothingOfAMail(String logger) throws EmailException {
        String name = MailTransport.class.getPackageName() + logger;
        try (var log = new CapturedLog(name);
                var server = new SmtpTestServer()) {
            sender.send(server.settings(), ALICE);
            assertThat(log.entries()).isEmpty();
        }
    }

    @Nested
    @DisplayName("keeps the deadline of a mail")
    class Deadline {

        @Test
        void thatIsOver() {
            try (var server = new SmtpTestServer()) {
                sender.keycloak.deadline = Optional.of(Instant.EPOCH);
                assertThat(failure(server.settings()).kind()).isEqualTo(Kind.TIMEOUT);
                assertThat(server.recipients()).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"MAIL", "RCPT"})
        void thatEndsOnTheWay(Moment moment) throws EmailException {
            try (var server = new SmtpTestServer()) {
                sender.keycloak.deadline = Optional.of(sender.now().plusSeconds(1));
                sender.send(server.settings(), ALICE);
                server.once(moment, session -> sender.pass(Duration.ofSeconds(2)));
                assertThat(failure(server.settings()).kind()).isEqualTo(Kind.TIMEOUT);
                assertThat(server.recipients()).hasSize(1);

                sender.keycloak.deadline = Optional.empty();
                sender.send(server.settings(), BOB);
                assertThat(server.recipients()).containsExactly(ALICE, BOB);
            }
        }
    }
}
