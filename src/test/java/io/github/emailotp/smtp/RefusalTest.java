package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpFailure.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies as servers give them: Postfix, Exim, Sendmail, Courier, qmail, OpenSMTPD, Exchange, Gmail and others. */
@DisplayName("A refusal")
class RefusalTest {

    private static Kind kind(Command to, String text) {
        Reply reply = new Reply(to, Integer.parseInt(text.substring(0, 3)), text + "\n");
        return Refusal.meaning(reply).kind();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 5.1.1 <bob@example.test>: Recipient address rejected: User unknown in virtual mailbox table
            550 5.1.1 <bob@example.test>: Recipient address rejected: User unknown in relay recipient table
            550-5.1.1 The email account that you tried to reach does not exist.
            550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
            550 5.1.1 <policy.relay@example.test>... User unknown
            550 5.1.1 User not listed in public Name & Address Book
            550 5.1.1 No such recipient; sender was told
            550 5.1.2 <bob@nowhere.test>: Recipient address rejected: Domain not found
            501 5.1.3 Bad recipient address syntax
            551 5.1.6 recipient no longer on server
            550 5.2.1 The email account that you tried to reach is disabled
            524 5.2.4 Mailing list expansion problem: <bob@example.test>
            550 sorry, no mailbox here by that name (#5.1.1)
            550 Unrouteable address
            550 User unknown.
            550 User <bob@example.test> unknown
            550 No such user here
            550 Invalid recipient: <bob@example.test>
            550 Requested action not taken: mailbox unavailable
            550 User unknown, returned to sender
            550 No such user, the mail goes back to the sender
            553 no such mailbox
            550 5.1.1 <bob@example.test>: Recipient address rejected: undeliverable address: host relay.example.net[192.0.2.5] said: 550 5.1.1 User unknown
            550 host antispam.block.example.net said: no such user
            """)
    void isOfAMailboxThatIsNotThere(String text) {
        assertThat(kind(Command.RCPT, text)).isEqualTo(Kind.NO_MAILBOX);
        assertThat(kind(Command.MAIL, text)).as("no recipient was named yet").isNotEqualTo(Kind.NO_MAILBOX);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            552 5.2.2 <bob@example.test>: mailbox is full
            452 4.2.2 The email account that you tried to reach is over quota
            552 5.2.2 mailbox full, daily limit of the user exceeded
            552 Mailbox full
            552 <bob@example.test>: user is over quota
            422 4.2.2 The recipient mailbox has exceeded its quota
            """)
    void isOfAFullMailbox(String text) {
        assertThat(kind(Command.RCPT, text)).isEqualTo(Kind.MAILBOX_FULL);
        assertThat(kind(Command.END, text)).isEqualTo(Kind.MAILBOX_FULL);
        assertThat(kind(Command.MAIL, text)).isNotEqualTo(Kind.MAILBOX_FULL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            554 5.7.1 <bob@example.test>: Relay access denied
            550 relay not permitted
            550 5.7.1 Unable to relay
            513 5.1.1 Relaying denied.
            553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)
            554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org
            550 rejected because 192.0.2.1 is in a black list at zen.spamhaus.org
            550 Mailbox unavailable, see https://www.spamhaus.org/query/ip/192.0.2.1
            550 5.7.23 The message was rejected because of Sender Policy Framework violation
            550 SPF check failed
            550 5.7.1 Message rejected due to content restrictions, mailbox unavailable
            552 5.3.4 Message size exceeds fixed limit
            552 message size exceeds maximum
            550 5.4.5 Daily user sending limit exceeded
            550 5.4.1 Recipient address rejected: Access denied
            550 not welcome
            552 no
            554 5.5.1 Error: no valid recipients
            """)
    void isNoMoreThanThat(String text) {
        assertThat(kind(Command.RCPT, text)).isIn(Kind.PERMANENT_REPLY, Kind.SENDER_REFUSED);
        assertThat(kind(Command.END, text)).isEqualTo(Kind.PERMANENT_REPLY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            450 4.2.0 <bob@example.test>: Recipient address rejected: Greylisted
            450 4.1.1 <bob@example.test>: Recipient address rejected: unverified address: Address verification in progress
            451 4.3.0 Temporary lookup failure
            452 4.3.1 Insufficient system storage
            421 4.7.0 Try again later
            451 5.7.1 greylisted, come back later
            450 User unknown for now
            """)
    void isForNow(String text) {
        assertThat(kind(Command.RCPT, text)).isEqualTo(Kind.TRANSIENT_REPLY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AUTH | 535 5.7.8 Error: authentication failed
            AUTH | 535-5.7.8 Username and Password not accepted
            AUTH | 534 5.7.9 Application-specific password required
            AUTH | 432 4.7.12 A password transition is needed
            AUTH | 432 A password transition is needed
            AUTH | 451 5.7.3 no
            MAIL | 530 5.7.0 Authentication required
            MAIL | 530 5.7.57 Client not authenticated to send mail
            RCPT | 550 authentication required for relay
            RCPT | 553 5.7.1 You must authenticate first
            """)
    void isOfTheLogin(Command to, String text) {
        assertThat(kind(to, text)).isEqualTo(Kind.AUTHENTICATION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AUTH | 530 5.7.0 Must issue a STARTTLS command first
            AUTH | 538 5.7.11 STARTTLS required before authentication
            MAIL | 530 Must issue a STARTTLS command first.
            MAIL | 451 5.7.3 STARTTLS is required to send mail
            MAIL | 550 5.7.10 this server requires STARTTLS
            RCPT | 530 5.7.0 Must issue a STARTTLS command first
            """)
    void isOfTheEncryption(Command to, String text) {
        assertThat(kind(to, text)).isEqualTo(Kind.STARTTLS_REQUIRED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AUTH | 454 4.7.0 Temporary authentication failure
            AUTH | 421 4.7.0 Too many login attempts
            MAIL | 451 4.7.1 Please try again later
            AUTH | 432 4.3.2 Concurrent connections limit exceeded
            MAIL | 432 4.3.2 Concurrent connections limit exceeded
            RCPT | 432 4.3.2 Concurrent connections limit exceeded
            """)
    void ofALoginMayBeForNow(Command to, String text) {
        assertThat(kind(to, text)).isEqualTo(Kind.TRANSIENT_REPLY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAIL | 553 5.7.1 <login@example.test>: Sender address rejected: not owned by user mailer
            MAIL | 550 5.7.60 SMTP; Client does not have permissions to send as this sender
            MAIL | 550 5.1.8 <login@example.test>: Sender address rejected: Domain not found
            RCPT | 553 5.7.1 <login@example.test>: Sender address rejected: not owned by user mailer
            MAIL | 501 5.1.7 Bad sender address syntax
            RCPT | 550 Verification failed for <login@example.test>: No such user here; sender verify failed
            """)
    void isOfTheSender(Command to, String text) {
        assertThat(kind(to, text)).isEqualTo(Kind.SENDER_REFUSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RCPT | 504 5.5.2 <kc_1>: Helo command rejected: need fully-qualified hostname
            RCPT | 501 5.5.2 <kc_1>: Helo command rejected: Invalid name
            EHLO | 501 Syntactically invalid EHLO argument(s)
            EHLO | 550 Access denied - Invalid HELO name
            """)
    void isOfTheNameOfTheClient(Command to, String text) {
        assertThat(kind(to, text)).isEqualTo(Kind.EHLO_NAME);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAIL | 451 4.3.0 later             | THE_SERVICE
            RCPT | 550 5.7.1 policy            | THE_MAIL
            DATA | 451 4.3.0 later             | THE_CONTENT
            END  | 554 5.7.1 looks like spam   | THE_CONTENT
            END  | 550 5.1.1 no such user      | THE_MAIL
            END  | 552 5.2.2 mailbox full      | THE_MAIL
            """)
    void tellsOfOtherMailsWhatItCan(Command to, String text, Scope scope) {
        assertThat(Refusal.meaning(new Reply(to, Integer.parseInt(text.substring(0, 3)), text))
                        .scope())
                .isEqualTo(scope);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isReadInTimeHoweverLong() {
        String text = "550 " + "x".repeat(1_000_000) + " user unknown";
        assertThat(kind(Command.RCPT, text)).isEqualTo(Kind.PERMANENT_REPLY);
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL", "RCPT", "END"})
    void isReadFromTheRightReply(Command moment) throws Exception {
        try (var sender = new TestSender(TestSender.LIMITS);
                var server = new RawServer().offering("PIPELINING")) {
            server.on(moment == Command.END ? RawServer.END : moment.name(), "550 5.1.1 User unknown");
            SmtpFailure failure = Sender.POOLED.failure(sender, server.settings());
            assertThat(failure.kind()).isEqualTo(moment == Command.MAIL ? Kind.PERMANENT_REPLY : Kind.NO_MAILBOX);
        }
    }

    @Nested
    @DisplayName("before the first mail")
    class Early {

        private final RawServer server = new RawServer();
        private final TestSender sender = new TestSender(TestSender.LIMITS);

        @AfterEach
        void stop() {
            sender.close();
            server.close();
        }

        @ParameterizedTest
        @CsvSource({"421, NOT_NOW", "451, NOT_NOW", "501, EHLO_NAME", "554, PERMANENT_REPLY"})
        void toEhloIsNoLackOfEncryption(int code, Kind kind) {
            server.on("EHLO", code + " no");
            assertThat(failure("starttls", "true").kind()).isEqualTo(kind);
        }

        @ParameterizedTest
        @CsvSource({"500", "502"})
        void toEhloMayComeOfAServerThatKnowsHeloOnly(int code) throws Exception {
            server.on("EHLO", code + " what?");
            sender.send(server.settings(), "alice@example.test");
            assertThat(failure("starttls", "true").kind()).isEqualTo(Kind.STARTTLS_MISSING);
        }

        @Test
        void toEhloIsForgottenWhereHeloIsNotAnswered() {
            server.on("EHLO", "500 what?").on("HELO", server.silence());
            assertThat(failure("timeout", "300")).isEqualTo(SmtpFailure.of(Kind.TIMEOUT));
        }

        @ParameterizedTest
        @CsvSource({"530 5.7.0 Must issue a STARTTLS command first, STARTTLS_REQUIRED", "530 5.7.0 no, AUTHENTICATION"})
        void toALoginIsNotAnsweredWithStarttls(String reply, Kind kind) {
            server.offering("AUTH PLAIN").on("AUTH", reply);
            SmtpFailure failure = failure("auth", "true", "user", "mailer", "password", "secret");
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.replyCode()).hasValue(530);
            RawServer.Connection connection = server.connections().get(0);
            assertThat(connection.heard()).doesNotContain("STARTTLS");
            assertThat(connection.times("AUTH")).isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource({"AUTH CRAM-MD5 SCRAM-SHA-256", "AUTH OAUTHBEARER", "AUTH XOAUTH2"})
        void mayBeOursIfThereIsNoMethodThatBothKnow(String offer) {
            server.offering(offer);
            assertThat(failure("auth", "true", "user", "mailer", "password", "secret")
                            .kind())
                    .isEqualTo(Kind.NO_LOGIN_METHOD);
        }

        /** Such as Postfix with {@code smtpd_tls_auth_only} where STARTTLS is forgotten. */
        @ParameterizedTest
        @CsvSource({
            "RCPT, 554 5.7.1 Relay access denied",
            "MAIL, 530 5.7.0 Authentication required",
            "MAIL, 550 no",
            "RCPT, 553 5.7.1 <login@example.test>: Sender address rejected: not logged in",
        })
        void mayBeOursIfThereIsNoMethodAtAll(String command, String reply) {
            server.offering("8BITMIME").on(command, reply);
            SmtpFailure failure = failure("auth", "true", "user", "mailer", "password", "secret");
            assertThat(failure.kind()).isEqualTo(Kind.NO_LOGIN_METHOD);
            assertThat(failure.replyCode()).hasValue(Integer.parseInt(reply.substring(0, 3)));
            assertThat(failure("auth", "false").kind()).isNotEqualTo(Kind.NO_LOGIN_METHOD);
            server.offering("AUTH PLAIN");
            assertThat(failure("auth", "true", "user", "mailer", "password", "secret")
                            .kind())
                    .as("where the login was said")
                    .isNotEqualTo(Kind.NO_LOGIN_METHOD);
        }

        @ParameterizedTest
        @CsvSource({
            "RCPT, 550 5.1.1 no such user, NO_MAILBOX",
            "RCPT, 552 5.2.2 mailbox full, MAILBOX_FULL",
            "RCPT, 451 4.7.1 greylisted, TRANSIENT_REPLY",
            "MAIL, 530 5.7.0 Must issue a STARTTLS command first, STARTTLS_REQUIRED",
            "RCPT, 504 5.5.2 <kc_1>: Helo command rejected: need fully-qualified hostname, EHLO_NAME",
            "., 554 5.7.1 looks like spam, PERMANENT_REPLY",
        })
        void isOfWhatItNamesThoughThereIsNoMethodAtAll(String command, String reply, Kind kind) {
            server.offering("8BITMIME").on(command, reply);
            assertThat(failure("auth", "true", "user", "mailer", "password", "secret")
                            .kind())
                    .isEqualTo(kind);
        }

        /** Keycloak's own sender does the same. */
        @Test
        void isNoneIfTheServerTakesTheMailWithoutALogin() throws Exception {
            server.offering("8BITMIME");
            sender.send(server.settings("auth", "true", "user", "mailer", "password", "secret"), "alice@example.test");
            assertThat(server.recipients()).containsExactly("alice@example.test");
        }

        @Test
        void mayBeAChallengeInPlaceOfAnAnswer() {
            server.offering("AUTH PLAIN").on("AUTH", "334 eyJzdGF0dXMiOiI0MDAifQ==");
            try (var log = new CapturedLog(PooledEmailSenderProvider.class.getName())) {
                assertThat(failure("auth", "true", "user", "mailer", "password", "secret")
                                .kind())
                        .isEqualTo(Kind.AUTHENTICATION);
                assertThat(log.entries()).singleElement().asString().doesNotContain("334 ", "eyJ");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "host, ''",
            "host, mail.example.test ",
            "host, ' '",
            "host, https://mail.example.test",
            "port, 25 ",
            "port, not a port",
            "port, 0",
            "port, 65536"
        })
        void isOursIfTheSettingsNameNoServer(String key, String value) {
            assertThat(failure(key, value.isEmpty() ? value : value + "\t").kind())
                    .isEqualTo(Kind.BAD_CONFIGURATION);
            assertThat(server.connections()).isEmpty();
        }

        /** The port stands in the place of the host. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "smtp.example.test:587",
                    "localhost:25",
                    "fade:25",
                    "192.0.2.1:25",
                    "[::1]:25",
                    "1:2:3",
                    "::1%"
                })
        void isOursIfTheHostIsNoneForItsColon(String host) {
            assertThat(failure("host", host).kind()).isEqualTo(Kind.BAD_CONFIGURATION);
            assertThat(server.connections()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"user, ''", "user, ' '"})
        void isOursIfTheSettingsNameNoUser(String key, String value) {
            assertThat(failure("auth", "true", "password", "secret", key, value).kind())
                    .isEqualTo(Kind.BAD_CONFIGURATION);
            assertThat(server.connections()).isEmpty();
        }

        /** Keycloak's own sender cannot send with that either. */
        @Test
        void isOursIfTheSettingsWantALoginOfNoKind() {
            assertThat(failure("auth", "true", "authType", "none").kind()).isEqualTo(Kind.BAD_CONFIGURATION);
            assertThat(server.connections()).isEmpty();
        }

        private SmtpFailure failure(String... settings) {
            return Sender.POOLED.failure(sender, server.settings(settings));
        }
    }
}
