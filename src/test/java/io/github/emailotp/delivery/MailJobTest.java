package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealmOfAlice.GivenMail;
import io.github.emailotp.delivery.RealmOfAlice.MailServer;
import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.server.mail.TokenEndpoint;
import io.github.emailotp.smtp.CapturedLog;
import io.github.emailotp.smtp.QueuedSender;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailException;
import org.keycloak.models.utils.ReadOnlyUserModelDelegate;

@DisplayName("A mail once its request is over")
class MailJobTest extends MailToAlice {

    @Test
    void isGivenToTheSenderOfItsRealmWithItsDeadline() {
        assertThat(job.attempt(1)).isEmpty();
        assertThat(realm.mails)
                .containsExactly(new GivenMail("realm", "alice@example.test", "Subject", message.expiresAt()));
        requireTold("HANDED_OVER");
        requireEvents("success");
        assertThat(aftermath.refused).isEmpty();
    }

    @Test
    void isGivenToTheSenderOutsideOfAnyTransaction() {
        AtomicInteger transactions = new AtomicInteger(-1);
        realm.mailServer = () -> transactions.set(realm.transactions.get());
        assertThat(job.attempt(1)).isEmpty();
        assertThat(transactions).hasValue(0);
    }

    @Test
    void isTriedAgainIfItsUserStoreIsAway() {
        realm.address = Optional.empty();
        MailJob federated = jobAt(message.sentAt(), new Recipient.Account("f:store:alice"));
        assertThat(federated.attempt(1)).contains(SECOND_ELSEWHERE);
        requireTold("RETRYING internal");
    }

    /** As Keycloak gives it out then. */
    @Test
    void isTriedAgainIfTheStoreItsAccountWasImportedFromIsAway() {
        realm.federation = Optional.of("store");
        realm.store = user -> new ReadOnlyUserModelDelegate(user, false);
        assertThat(job.attempt(1)).contains(SECOND_ELSEWHERE);
        requireTold("RETRYING internal");
        realm.store = user -> user;
        assertThat(job.attempt(2)).isEmpty();
        assertThat(realm.mails).hasSize(1);
    }

    @Test
    void isNotSentToAnImportedAccountThatIsDisabled() {
        realm.federation = Optional.of("store");
        realm.store = user -> new ReadOnlyUserModelDelegate(user, false);
        realm.enabled = false;
        assertThat(job.attempt(1)).isEmpty();
        requireTold("GIVEN_UP account_gone");
    }

    /** Such as those of an organisation that is disabled. */
    @Test
    void isNotSentToAnAccountOfNoStoreThatIsGivenOutAsDisabled() {
        realm.store = user -> new ReadOnlyUserModelDelegate(user, false);
        assertThat(job.attempt(1)).isEmpty();
        requireTold("GIVEN_UP account_gone");
    }

    @Test
    void isTriedAgainAfterPausesThatDouble() {
        realm.mailServer = UNREACHABLE;
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(job::attempt))
                .extracting(pause -> pause.orElseThrow().pause().toSeconds())
                .containsExactly(1L, 2L, 4L, 8L, 16L, 16L, 16L);
        assertThat(aftermath.stages).hasSize(7).containsOnly("RETRYING unreachable");
        assertThat(realm.events)
                .as("those that were made")
                .hasSize(6)
                .containsOnly("email_otp_mail_retried unreachable");
        assertThat(aftermath.refused).isEmpty();
    }

    /** Else a realm would keep all its threads for it. */
    @Test
    void isTriedAgainAsAfterATimeoutIfTheTokenForItsLoginDoesNotCome() {
        CountDownLatch end = new CountDownLatch(1);
        try (var server = new RawServer();
                var tokens = new TokenEndpoint();
                var sender = new QueuedSender(Duration.ofMillis(300))) {
            Map<String, String> settings = server.settings("auth", "true");
            settings.putAll(tokens.smtpSettings("secret"));
            realm.mailServer = () -> sender.send(settings, "alice@example.test");
            tokens.delay(() -> RawServer.await(end));
            assertThat(job.attempt(1)).map(Retry::cause).contains(Retry.Cause.TIMED_OUT_ELSEWHERE);
            requireTold("RETRYING token_unavailable");
        } finally {
            end.countDown();
            forgetTheFailure();
        }
    }

    /** The server may be well, and only late for this code. */
    @Test
    void isTriedAgainAsAfterOneThatBrokeOffIfItsCodeDiesBeforeTheAnswer() {
        try (var server = new RawServer();
                var sender = new QueuedSender(Duration.ofSeconds(20), Duration.ofMillis(300))) {
            server.on("RCPT", server.silence());
            realm.mailServer = () -> sender.send(server.settings(), "alice@example.test");
            assertThat(job.attempt(1)).map(Retry::cause).contains(Retry.Cause.BROKEN_OFF);
            requireTold("RETRYING timeout");
        } finally {
            forgetTheFailure();
        }
    }

    @Test
    void isTriedAgainAsAfterAFailureIfTheTokenForItsLoginIsNotToBeHadNow() {
        try (var server = new RawServer();
                var tokens = new TokenEndpoint();
                var sender = new QueuedSender(Duration.ofSeconds(20))) {
            Map<String, String> settings = server.settings("auth", "true");
            settings.putAll(tokens.smtpSettings("secret"));
            realm.mailServer = () -> sender.send(settings, "alice@example.test");
            tokens.answer(503);
            assertThat(job.attempt(1)).contains(SECOND_ELSEWHERE);
            requireTold("RETRYING token_unavailable_503");
        } finally {
            forgetTheFailure();
        }
    }

    @Test
    void tellsOfTheServerHowItEndsThere() {
        assertThat(job.attempt(1)).isEmpty();
        assertThat(job.end()).isEmpty();
        MailJob refused = jobAt(message.sentAt());
        realm.mailServer = REFUSING;
        assertThat(refused.attempt(1)).isEmpty();
        assertThat(refused.end()).contains(Retry.Cause.FAILED);
    }

    @Test
    void tellsNothingOfTheServerIfItDoesNotComeThere() {
        realm.enabled = false;
        assertThat(job.attempt(1)).isEmpty();
        requireTold("GIVEN_UP account_gone");
        assertThat(job.end()).contains(Retry.Cause.ELSEWHERE);
    }

    @Test
    void tellsNothingOfItsServerIfItsRealmHasAnotherOneNow() {
        realm.smtp = () -> Map.of("host", "other.example.test");
        assertThat(job.attempt(1)).isEmpty();
        requireTold("HANDED_OVER");
        assertThat(job.end()).contains(Retry.Cause.ELSEWHERE);
        MailJob silent = jobAt(message.sentAt());
        realm.mailServer = () -> {
            throw new EmailException(
                    "not sent", new MessagingException("Got bad greeting", new SocketTimeoutException()));
        };
        assertThat(silent.attempt(1)).map(Retry::cause).contains(Retry.Cause.TIMED_OUT_ELSEWHERE);
        forgetTheFailure();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNotSentTwiceThoughItsSessionEndsBadly(boolean isOfAForeignSender) {
        realm.hasForeignSender = isOfAForeignSender;
        realm.commit = () -> {
            if (realm.mails.isEmpty()) {
                return;
            }
            throw new IllegalStateException("the database is gone");
        };
        assertThat(job.attempt(1)).isEmpty();
        assertThat(realm.mails).hasSize(1);
    }

    /** It would write the code to the server's output. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNotGivenToAnotherSenderThanThePooledToBeDebugged(boolean isOfAForeignSender) {
        realm.hasForeignSender = isOfAForeignSender;
        realm.smtp = () -> Map.of("host", "mail.example.test", "port", "25", "debug", "true");
        assertThat(job.attempt(1)).isEmpty();
        assertThat(realm.settings).containsExactly(Map.of("host", "mail.example.test", "port", "25"));
    }

    @Test
    void isTriedAgainIfTheAccountCannotBeReadForAForeignSender() {
        realm.hasForeignSender = true;
        AtomicInteger looks = new AtomicInteger();
        realm.store = user -> {
            if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("the database is gone");
            }
            return user;
        };
        assertThat(job.attempt(1)).contains(SECOND_ELSEWHERE);
        assertThat(realm.mails).isEmpty();
    }

    @Test
    void isTriedAgainIfKeycloakCannotTellTheMailServer() {
        realm.smtp = () -> {
            throw new IllegalStateException("the database is gone");
        };
        assertThat(job.attempt(1)).contains(SECOND_ELSEWHERE);
        requireTold("RETRYING internal");
        assertThat(realm.mails).isEmpty();
    }

    @Test
    void endsInSilenceWithItsRealm() {
        try (var log = new CapturedLog(MailReport.class.getName())) {
            realm.mailServer = () -> {
                realm.isThere = false;
                UNREACHABLE.take();
            };
            assertThat(job.attempt(1)).contains(SECOND);
            assertThat(job.attempt(2)).isEmpty();
            assertThat(log.entries()).noneMatch(entry -> entry.contains("could not be told"));
        }
        requireTold("RETRYING unreachable", "GIVEN_UP account_gone");
        requireEvents();
    }

    @Test
    void isSentToSomebodyWhomKeycloakDoesNotStore() {
        realm.address = Optional.empty();
        MailJob visitors = jobAt(message.sentAt(), new Recipient.Visitor("alice@example.test"));
        assertThat(visitors.attempt(1)).isEmpty();
        requireTold("HANDED_OVER");
        assertThat(realm.mails).extracting(GivenMail::address).containsExactly("alice@example.test");
    }

    @Test
    void isNotTriedAgainOnceItsLoginIsOverOnAnotherNode() {
        realm.mailServer = UNREACHABLE;
        assertThat(job.attempt(1)).contains(SECOND);
        realm.mailServer = () -> {};
        aftermath.settle();
        assertThat(job.attempt(2)).isEmpty();
        assertThat(realm.mails).hasSize(1);
        requireTold("RETRYING unreachable", "GIVEN_UP settled");
        assertThat(aftermath.refused).containsExactly(message.permit());
    }

    /** Each attempt may take half a minute. */
    @Test
    void isNotTriedAgainIfItsLoginIsOverOnAnotherNodeWhileItFails() {
        realm.mailServer = () -> {
            aftermath.settle();
            UNREACHABLE.take();
        };
        assertThat(job.attempt(1)).isEmpty();
        requireTold("GIVEN_UP settled");
        requireEvents("email_send_failed settled");
        assertThat(aftermath.refused).containsExactly(message.permit());
    }

    @Test
    void isTriedAgainIfItCannotBeToldThatItFailed() {
        aftermath.breakDown();
        realm.mailServer = UNREACHABLE;
        assertThat(job.attempt(1)).contains(SECOND);
    }

    @Test
    void isNotTriedAtAllIfItsLoginIsOverOnAnotherNodeWhileItWaits() {
        MailJob waited = jobAt(message.sentAt().plusSeconds(1));
        aftermath.settle();
        assertThat(waited.attempt(1)).isEmpty();
        assertThat(realm.mails).isEmpty();
        requireTold("GIVEN_UP settled");
    }

    /** It costs a look into the cluster's cache. */
    @Test
    void isSentAtOnceWithoutALookWhetherItsLoginIsOver() {
        MailJob soon = jobAt(message.sentAt().plusMillis(999));
        aftermath.settle();
        assertThat(soon.attempt(1)).isEmpty();
        requireTold("HANDED_OVER");
    }

    @Nested
    @DisplayName("of which its request has seen where it goes")
    class Seen {

        /** Only the report of its end takes one. */
        @Test
        void isSentAtOnceWithoutATransactionToLook() {
            assertThat(seenJobAt(message.sentAt().plusMillis(999)).attempt(1)).isEmpty();
            assertThat(realm.mails)
                    .containsExactly(new GivenMail("realm", "alice@example.test", "Subject", message.expiresAt()));
            assertThat(realm.settings).containsExactly(realm.smtp.get());
            assertThat(realm.begun).hasValue(1);
        }

        @Test
        void isNotSentToAnotherAddressOnceItHasWaited() {
            realm.address = Optional.of("moved@example.test");
            assertThat(seenJobAt(message.sentAt().plusSeconds(1)).attempt(1)).isEmpty();
            requireTold("GIVEN_UP address_changed");
            assertThat(realm.mails).isEmpty();
        }

        /** It would send it to where the account's mail goes now. */
        @Test
        void isNotGivenToAForeignSenderForAnotherAddress() {
            realm.hasForeignSender = true;
            realm.address = Optional.of("moved@example.test");
            MailJob seen = seenJobAt(message.sentAt());
            assertThat(seen.attempt(1)).contains(SECOND_ELSEWHERE);
            assertThat(seen.attempt(2)).isEmpty();
            assertThat(realm.mails).isEmpty();
            requireTold("RETRYING internal", "GIVEN_UP address_changed");
        }

        @Test
        void isNotTriedAgainOnceItsAccountIsGone() {
            MailJob seen = seenJobAt(message.sentAt());
            realm.mailServer = UNREACHABLE;
            assertThat(seen.attempt(1)).contains(SECOND);
            realm.address = Optional.empty();
            assertThat(seen.attempt(2)).isEmpty();
            assertThat(realm.mails).hasSize(1);
        }

        @Test
        void endsInSilenceThoughItsRealmIsGone() {
            realm.isThere = false;
            assertThat(seenJobAt(message.sentAt()).attempt(1)).isEmpty();
            assertThat(realm.mails).isEmpty();
            requireTold("GIVEN_UP account_gone");
        }
    }

    @Nested
    @DisplayName("to an account that has changed")
    class Changed {

        @Test
        void isNotSentToAnotherAddress() {
            realm.address = Optional.of("moved@example.test");
            assertThat(job.attempt(1)).isEmpty();
            requireTold("GIVEN_UP address_changed");
            requireEvents("email_send_failed address_changed");
            assertThat(realm.mails).isEmpty();
        }

        /** Stores that do not normalise may answer now so and now so. */
        @Test
        void isSentToTheSameAddressWrittenInAnotherWay() {
            realm.address = Optional.of(" Alice@EXAMPLE.test ");
            assertThat(job.attempt(1)).isEmpty();
            requireTold("HANDED_OVER");
        }

        @Test
        void isNotSentToADisabledAccount() {
            realm.enabled = false;
            assertThat(job.attempt(1)).isEmpty();
            requireTold("GIVEN_UP account_gone");
            requireEvents("email_send_failed account_gone");
            assertThat(realm.mails).isEmpty();
        }
    }

    @Nested
    @DisplayName("that fails")
    class Failed {

        @Test
        void costsNothing() {
            realm.mailServer = REFUSING;
            assertThat(job.attempt(1)).isEmpty();
            requireTold("REFUSED permanent_reply_554");
            requireEvents("email_send_failed permanent_reply_554");
            assertThat(aftermath.refused).containsExactly(message.permit());
        }

        @Test
        void staysChargedIfItsFailureCannotBeTold() {
            aftermath.breakDown();
            realm.mailServer = REFUSING;
            assertThat(job.attempt(1)).isEmpty();
            requireEvents("email_send_failed permanent_reply_554");
            assertThat(aftermath.refused).isEmpty();
        }

        @Test
        void mayHaveBeenSentByASenderThatBreaks() {
            realm.mailServer = () -> {
                throw new IllegalStateException("broken");
            };
            assertThat(job.attempt(1)).as("may arrive").isEmpty();
            assertThat(job.end()).contains(Retry.Cause.BROKEN_OFF);
            requireTold("UNCONFIRMED maybe_accepted");
            requireEvents("email_otp_mail_unconfirmed maybe_accepted");
            assertThat(aftermath.refused).isEmpty();
        }

        @Test
        void isTriedAgainIfASenderBreaksThatHasNoConnection() {
            realm.mailServer = () -> {
                throw new IllegalStateException(new UnknownHostException());
            };
            assertThat(job.attempt(1)).contains(SECOND);
            requireTold("RETRYING unreachable");
        }
    }

    /** Else each full mailbox would be told of as an outage, which the next mail to anybody ends. */
    @Nested
    @DisplayName("that fails for reasons of its own")
    class Alone {

        private void requireNoOutage(MailServer server) {
            realm.mailServer = server;
            try (var log = new CapturedLog(Outages.class.getName())) {
                assertThat(job.attempt(1)).isNotEmpty();
                assertThat(log.entries()).isEmpty();
            }
            assertThat(Lessons.OF_THIS_NODE.failure("realm")).isEmpty();
        }

        private MailServer refusingTheRecipient(int code, String reply) {
            return () -> {
                throw new EmailException(
                        "not sent", new SMTPAddressFailedException(new InternetAddress(), "RCPT", code, reply));
            };
        }

        @Test
        void isNoOutageIfTheMailboxIsFull() {
            requireNoOutage(refusingTheRecipient(452, "452 4.2.2 mailbox full"));
        }

        @Test
        void isNoOutageIfItIsToComeLater() {
            requireNoOutage(refusingTheRecipient(451, "451 4.7.1 greylisted"));
        }

        @Test
        void isNoOutageIfKeycloakIsInTrouble() {
            realm.smtp = () -> {
                throw new IllegalStateException("the database is gone");
            };
            requireNoOutage(() -> {});
        }

        @Test
        void isAnOutageIfTheServerRefusesAnyMail() {
            realm.mailServer = () -> {
                throw new EmailException(
                        "not sent",
                        new SMTPSenderFailedException(new InternetAddress(), "MAIL", 451, "451 4.3.0 later"));
            };
            assertThat(job.attempt(1)).contains(SECOND);
            assertThat(Lessons.OF_THIS_NODE.failure("realm")).isPresent();
            forgetTheFailure();
        }
    }

    /** As for an account that may get none. Keycloak's own sender, which is chosen here, cannot be asked. */
    @Nested
    @DisplayName("that is only rehearsed")
    class Rehearsed {

        private final MailJob rehearsal =
                jobAt(message.sentAt(), new Recipient.Visitor("alice@example.test"), MailOrder.Intent.REHEARSE);

        @BeforeEach
        @AfterEach
        void endOutage() {
            forgetTheFailure();
        }

        @Test
        void isToldLikeOneThatIsSent() {
            assertThat(rehearsal.attempt(1)).isEmpty();
            assertThat(rehearsal.end()).as("of the server").contains(Retry.Cause.ELSEWHERE);
            requireTold("HANDED_OVER");
            requireEvents();
            assertThat(realm.mails).isEmpty();
        }

        @Test
        void isRefusedAsTheLastMailWas() {
            realm.mailServer = () -> {
                throw new EmailException(
                        "not sent", new SMTPSenderFailedException(new InternetAddress(), "MAIL", 550, "550 5.7.1 no"));
            };
            assertThat(job.attempt(1)).isEmpty();
            assertThat(rehearsal.attempt(1)).isEmpty();
            requireTold("REFUSED permanent_reply_550", "REFUSED permanent_reply_550");
        }

        @Test
        void failsWhileOthersFail() {
            realm.mailServer = UNREACHABLE;
            assertThat(job.attempt(1)).contains(SECOND);
            assertThat(rehearsal.attempt(1)).contains(SECOND_ELSEWHERE);
            assertThat(rehearsal.attempt(2)).isNotEmpty();
            requireTold("RETRYING unreachable", "RETRYING unreachable", "RETRYING unreachable");
            requireEvents();
            realm.mailServer = () -> {};
            assertThat(job.attempt(2)).isEmpty();
            assertThat(rehearsal.attempt(3)).isEmpty();
            assertThat(realm.mails).hasSize(2);
        }
    }
}
