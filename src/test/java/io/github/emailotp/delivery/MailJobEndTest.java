package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.RealmOfAlice.MailServer;
import io.github.emailotp.smtp.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where a mail's end is not its job's alone to know, or to tell. */
@DisplayName("A mail")
class MailJobEndTest extends MailToAlice {

    @Nested
    @DisplayName("that an answer waits for")
    class Awaited {

        /** The page is made by the next request: all that it tells is there before. */
        @Test
        void letsItGoOnceAllIsToldOfItsFailure() {
            realm.mailServer = REFUSING;
            realm.commit = () -> assertThat(hasLetGo(job)).isFalse();
            assertThat(job.attempt(1)).isEmpty();
            requireTold("REFUSED permanent_reply_554");
            requireEvents("email_send_failed permanent_reply_554");
            assertThat(aftermath.refused).containsExactly(message.permit());
            assertThat(hasLetGo(job)).isTrue();
        }

        @Test
        void letsItGoOnceItIsHandedOver() {
            assertThat(job.attempt(1)).isEmpty();
            assertThat(hasLetGo(job)).isTrue();
        }

        /** Who waits would wait for what takes long, with a thread. */
        @Test
        void letsItGoAtTheFirstFailureThatIsTriedAgain() {
            realm.mailServer = UNREACHABLE;
            realm.commit = () -> assertThat(hasLetGo(job)).isFalse();
            assertThat(job.attempt(1)).contains(SECOND);
            requireTold("RETRYING unreachable");
            assertThat(hasLetGo(job)).isTrue();
        }

        @Test
        void letsItGoThoughNothingCanBeTold() {
            aftermath.breakDown();
            job.giveUp();
            assertThat(hasLetGo(job)).isTrue();
        }

        private boolean hasLetGo(MailJob awaited) {
            return awaited.news().await(Duration.ZERO);
        }
    }

    /** Its code could be guessed at so far: who asks again and again must not get a day's limit for each. */
    @Test
    void thatANewerOneTakesThePlaceOfStaysCharged() {
        job.supersede();
        requireTold("GIVEN_UP superseded");
        assertThat(aftermath.refused).isEmpty();
    }

    /** The others of its login are right as they are: nobody misses it. */
    @Test
    void thatNobodyNeedsAnyMoreIsNoWarning() {
        try (var log = new CapturedLog(MailReport.class.getName())) {
            jobAt(message.sentAt()).supersede();
            assertThat(log.entries()).singleElement().asString().contains("WARN");
            job.settle();
            assertThat(log.entries()).hasSize(2);
            assertThat(log.entries().get(1)).contains("the login is over").doesNotContain("WARN");
        }
    }

    @Nested
    @DisplayName("that is abandoned in the middle of an attempt")
    class Abandoned {

        private void abandonAnd(MailServer then) {
            realm.mailServer = () -> {
                job.abandon(OutboxJob.SERVER_STOPPED);
                then.take();
            };
        }

        @Test
        void isNotTriedAgain() {
            abandonAnd(UNREACHABLE);
            assertThat(job.attempt(1)).isEmpty();
            requireTold("UNCONFIRMED server_stopped");
            requireEvents("email_otp_mail_unconfirmed server_stopped");
        }

        @Test
        void isNotToldOfTwice() {
            abandonAnd(REFUSING);
            assertThat(job.attempt(1)).isEmpty();
            requireTold("UNCONFIRMED server_stopped");
            requireEvents("email_otp_mail_unconfirmed server_stopped");
            assertThat(aftermath.refused).isEmpty();
        }
    }

    @Nested
    @DisplayName("that is abandoned right after an attempt")
    class AbandonedAfterwards {

        @Test
        void isNotRememberedAsOneThatIsTriedAgain() {
            realm.mailServer = UNREACHABLE;
            aftermath.meanwhile(() -> job.abandon(OutboxJob.SERVER_STOPPED));
            assertThat(job.attempt(1)).isEmpty();
            requireTold("UNCONFIRMED server_stopped");
            requireEvents("email_otp_mail_unconfirmed server_stopped");
        }
    }

    @Nested
    @DisplayName("that is given up")
    class GivenUp {

        @Test
        void isToldWithItsLastReason() {
            realm.mailServer = UNREACHABLE;
            assertThat(job.attempt(1)).contains(SECOND);
            job.giveUp();
            requireTold("RETRYING unreachable", "GIVEN_UP unreachable");
            assertThat(aftermath.refused).containsExactly(message.permit());
        }

        @Test
        void isToldToBeTooLateOnceItsCodeIsDead() {
            jobAt(message.expiresAt()).giveUp();
            requireTold("GIVEN_UP too_late");
        }

        @Test
        void isToldToHaveLostItsServerBefore() {
            jobAt(message.expiresAt().minusMillis(1)).giveUp();
            requireTold("GIVEN_UP server_stopped");
        }
    }
}
