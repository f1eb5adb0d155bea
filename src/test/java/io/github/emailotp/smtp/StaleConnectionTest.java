package io.github.emailotp.smtp;

import static io.github.emailotp.smtp.SmtpTestServer.Moment.END;
import static io.github.emailotp.smtp.SmtpTestServer.Moment.MAIL;
import static io.github.emailotp.smtp.SmtpTestServer.Moment.RCPT;
import static io.github.emailotp.smtp.SmtpTestServer.hangUp;
import static io.github.emailotp.smtp.SmtpTestServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.SmtpTestServer.Moment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;

@DisplayName("A connection that fails")
class StaleConnectionTest {

    private static final String FIRST = "first@example.test";
    private static final String SECOND = "second@example.test";

    private final SmtpTestServer server = new SmtpTestServer();
    private final Map<String, String> settings = server.settings("timeout", "500");
    private final TestSender sender = new TestSender(TestSender.LIMITS);

    @AfterEach
    void stop() {
        sender.close();
        server.close();
    }

    private SmtpFailure failureOf(String recipient) {
        return SmtpFailure.of(catchThrowableOfType(EmailException.class, () -> sender.send(settings, recipient)));
    }

    @Nested
    @DisplayName("after it was kept")
    class Kept {

        @Test
        void isReplacedIfTheServerClosedIt() throws Exception {
            sender.send(settings, FIRST);
            server.hangUpAll();
            sender.send(settings, SECOND);
            assertThat(server.recipients()).containsExactly(FIRST, SECOND);
            assertThat(server.opened()).isEqualTo(2);
        }

        @Test
        void isReplacedWithAllThatWereKeptBesideIt() throws Exception {
            keep(3);
            server.hangUpAll();
            sender.send(settings, SECOND);
            assertThat(server.recipients()).endsWith(SECOND).hasSize(4);
            assertThat(server.opened()).isEqualTo(4);
            assertThat(sender.connections.figures().open()).isEqualTo(1);
        }

        @ParameterizedTest
        @EnumSource(names = {"MAIL", "RCPT"})
        void isReplacedIfItBreaksBeforeTheMailIsComplete(Moment moment) throws EmailException {
            sender.send(settings, FIRST);
            server.once(moment, hangUp());
            sender.send(settings, SECOND);
            assertThat(server.recipients()).containsExactly(FIRST, SECOND);
            assertThat(server.opened()).isEqualTo(2);
        }

        @Test
        void isReplacedIfNothingIsHeardOfTheServer() throws EmailException {
            sender.send(settings, FIRST);
            server.once(MAIL, server.fallSilent());
            sender.send(settings, SECOND);
            assertThat(server.recipients()).containsExactly(FIRST, SECOND);
        }

        @ParameterizedTest
        @ValueSource(ints = {421, 451, 452})
        void isReplacedIfTheServerHasHadEnoughOfIt(int code) throws EmailException {
            sender.send(settings, FIRST);
            server.once(MAIL, reply(code));
            sender.send(settings, SECOND);
            assertThat(server.recipients()).containsExactly(FIRST, SECOND);
            assertThat(server.opened()).isEqualTo(2);
        }

        @Test
        void isReplacedOnlyOnce() throws EmailException {
            sender.send(settings, FIRST);
            server.once(MAIL, hangUp());
            server.once(MAIL, hangUp());
            assertThat(failureOf(SECOND).kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(server.opened()).isEqualTo(2);
        }

        @Test
        void doesNotSendTwiceWhatTheServerMayHaveAccepted() throws EmailException {
            sender.send(settings, FIRST);
            server.once(END, hangUp());
            SmtpFailure failure = failureOf(SECOND);
            assertThat(failure.kind()).isEqualTo(Kind.MAYBE_ACCEPTED);
            assertThat(failure.mayHaveBeenAccepted()).isTrue();
            assertThat(failure.isRetryable()).isFalse();
            assertThat(server.recipients()).containsExactly(FIRST, SECOND);
            assertThat(server.opened()).isEqualTo(1);
        }

        @Test
        void doesNotSendTwiceWhatTheServerTakesLongFor() throws EmailException {
            sender.send(settings, FIRST);
            server.once(END, server.fallSilent());
            assertThat(failureOf(SECOND).kind()).isEqualTo(Kind.MAYBE_ACCEPTED);
            assertThat(server.recipients()).containsExactly(FIRST, SECOND);
        }

        @ParameterizedTest
        @ValueSource(ints = {450, 550})
        void doesNotAskTwiceForARecipient(int code) throws EmailException {
            sender.send(settings, FIRST);
            server.once(RCPT, reply(code));
            assertThat(failureOf(SECOND).replyCode()).hasValue(code);
            assertThat(server.times(RCPT)).isEqualTo(2);
            assertThat(server.opened()).isEqualTo(1);
        }

        private void keep(int count) throws Exception {
            var together = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(count);
            List<Future<Void>> mails = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                server.once(END, SmtpTestServer.waitFor(together));
                mails.add(threads.submit(() -> {
                    sender.send(settings, FIRST);
                    return null;
                }));
            }
            server.awaitOpen(count);
            together.countDown();
            for (Future<Void> mail : mails) {
                mail.get();
            }
            threads.shutdown();
        }
    }

    @Nested
    @DisplayName("when it is new")
    class New {

        @Test
        void isNotReplaced() throws IOException {
            server.once(MAIL, hangUp());
            SmtpFailure failure = failureOf(FIRST);
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.mayHaveBeenAccepted()).isFalse();
            assertThat(server.opened()).isEqualTo(1);
        }

        @Test
        void isNotKept() {
            server.once(RCPT, reply(550));
            assertThat(failureOf(FIRST).kind()).isEqualTo(Kind.PERMANENT_REPLY);
            assertThat(sender.connections.figures()).isEqualTo(new PoolFigures(0, 0, 0, 1));
            server.awaitOpen(0);
        }
    }
}
