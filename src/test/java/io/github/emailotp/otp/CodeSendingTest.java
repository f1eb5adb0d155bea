package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A code")
class CodeSendingTest extends LoginOfAlice {

    @Test
    void mailsOneCodeForTwoRequestsAtTheSameTime() {
        world.whileMailing(
                () -> assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.STARTED_AGAIN));
        verification.start(ALICE, GOOD);
        assertThat(world.mailbox).hasSize(1);
        assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Nested
    @DisplayName("after the first")
    class AfterTheFirst {

        @BeforeEach
        void begin() {
            verification.start(ALICE, GOOD);
        }

        @Test
        void holdsTheCooldown() {
            pass(29);
            Reply early = resend();
            assertThat(early.outcome()).isEqualTo(Outcome.TOO_SOON);
            assertThat(early.resendIn()).isEqualTo(Duration.ofSeconds(1));
            pass(1);
            assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
            pass(59);
            assertThat(resend().outcome()).isEqualTo(Outcome.TOO_SOON);
            pass(1);
            assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
            assertThat(world.mailbox).extracting(CodeMessage::ordinal).containsExactly(1, 2, 3);
        }

        @Test
        void keepsTheCodesBeforeTheNewestGood() {
            String first = world.lastCode();
            pass(30);
            resend();
            pass(60);
            resend();
            assertThat(submit(first).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        /** A code that arrives minutes after the login looks like somebody else's. */
        @Test
        void needNotLeaveOnceAnotherWasRight() {
            String first = world.lastCode();
            String[] sendings = {"handed over", "away", "refused"};
            for (int i = 0; i < sendings.length; i++) {
                world.answerMails(new Delivery.Queued(sendings[i]));
                pass(new int[] {30, 60, 120}[i]);
                resend();
            }
            world.tellOfMail("handed over", Sending.Stage.HANDED_OVER, "");
            world.tellOfMail("away", Sending.Stage.RETRYING, "unreachable");
            world.tellOfMail("refused", Sending.Stage.REFUSED, "mailbox_full");
            assertThat(submit(wrongCode()).outcome()).isEqualTo(Outcome.WRONG);
            assertThat(world.settled).isEmpty();
            assertThat(submit(first).outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(world.settled).containsExactly("away");
        }

        @Test
        void saysThatAFourthCodeReplacedTheFirst() {
            String first = world.lastCode();
            for (int wait : new int[] {30, 60, 120}) {
                pass(wait);
                resend();
            }
            Reply reply = submit(first);
            assertThat(reply.outcome()).isEqualTo(Outcome.REPLACED);
            assertThat(reply.typed()).map(SentCode::ordinal).contains(1);
            assertThat(reply.newest()).map(SentCode::ordinal).contains(4);
        }

        /** Of four mails three were refused: the first is the only one that anybody has. */
        @Test
        void countsNoRefusedMailAsANewerCode() {
            String first = world.lastCode();
            for (int wait : new int[] {30, 60, 120}) {
                world.answerMails(new Delivery.Queued("refused after " + wait));
                pass(wait);
                resend();
                world.tellOfMail("refused after " + wait, Sending.Stage.REFUSED, "mailbox_full");
            }
            assertThat(submit(first).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        /** A mail that arrives late is told from a wrong code, and costs no try. */
        @Test
        void isKnownAsAnOldOneAfterSixMore() {
            String first = world.lastCode();
            for (int wait : new int[] {30, 60, 120, 240, 480, 600}) {
                pass(wait);
                assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
            }
            Reply reply = submit(first);
            assertThat(reply.outcome()).isEqualTo(Outcome.EXPIRED);
            assertThat(reply.triesLeft()).isEqualTo(5);
        }

        /** With limits that allow as many, however many of them come back. */
        @Test
        void isNotForgottenForMailsThatWereRefused() {
            CodeVerification longLived = verificationWith(Duration.ofMinutes(10), "tab-2");
            Binding tab = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab-2");
            longLived.start(tab, GOOD);
            String first = world.lastCode();
            for (int mail = 2; mail <= 15; mail++) {
                world.answerMails(new Delivery.Queued("mail " + mail));
                pass(30);
                assertThat(longLived.resend(tab, GOOD).outcome()).isEqualTo(Outcome.RESENT);
                world.tellOfMail("mail " + mail, Sending.Stage.REFUSED, "mailbox_full");
            }
            assertThat(longLived.submit(tab, GOOD, first).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void keepsTheCodeOfARequestThatRanAtTheSameTime() {
            world.whileMailing(() -> {
                Reply late = verification.resend(ALICE, GOOD);
                assertThat(late.outcome()).isEqualTo(Outcome.TOO_SOON);
            });
            pass(30);
            resend();
            assertThat(world.mailbox).hasSize(2);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void imposesTheCooldownOnALoginStartedAgain() {
            world.startLoginAgain();
            pass(29);
            Reply reply = verification.start(ALICE, GOOD);
            assertThat(reply.outcome()).isEqualTo(Outcome.STARTED_AGAIN);
            assertThat(reply.resendIn()).isEqualTo(Duration.ofSeconds(1));
            assertThat(world.mailbox).hasSize(1);

            pass(1);
            assertThat(verification.start(ALICE, GOOD).outcome()).as("a reload").isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).as("a GET never sends").hasSize(1);
            assertThat(resend().outcome()).as("the button").isEqualTo(Outcome.RESENT);
        }

        @Test
        void mailsNothingOnceTriesAreUsed() {
            for (int i = 0; i < 5; i++) {
                submit(wrongCode());
            }
            pass(60);
            assertThat(resend().outcome()).isEqualTo(Outcome.TOO_MANY_TRIES);
            assertThat(world.mailbox).hasSize(1);
        }

        @Test
        void doesNotRenewTriesWithANewCode() {
            submit(wrongCode());
            submit(wrongCode());
            pass(30);
            assertThat(resend().triesLeft()).isEqualTo(3);
        }

        @Test
        void sendsNothingWhenItIsShownAgain() {
            for (int i = 0; i < 50; i++) {
                assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.SHOWN);
            }
            pass(3_000);
            assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.SHOWN);
            assertThat(world.mailbox).hasSize(1);
        }
    }

    @Nested
    @DisplayName("whose mail cannot be sent")
    class MailFails {

        @Test
        void remembersNoCodeAndLetsPeopleTryAgainAfterTheWait() {
            world.answerMails(new Delivery.Unsent("ConnectException"));
            Reply failed = verification.start(ALICE, GOOD);
            assertThat(failed.outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(failed.failure()).contains("ConnectException");
            assertThat(failed.newest()).isEmpty();
            assertThat(failed.resendIn())
                    .as("who refuses mails is not hammered")
                    .isEqualTo(Duration.ofSeconds(30));
            assertThat(resend().outcome()).isEqualTo(Outcome.TOO_SOON);

            pass(30);
            world.answerMails(new Delivery.Queued("mail"));
            assertThat(verification.start(ALICE, GOOD).outcome()).as("a reload").isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).isEmpty();
            assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void givesBackWhatNeverLeft() {
            world.answerMails(new Delivery.Unsent("outbox_full"));
            Reply failed = verification.start(ALICE, GOOD);
            assertThat(failed.outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(failed.failure()).contains("outbox_full");
            assertThat(failed.newest()).isEmpty();
            assertThat(resend().outcome()).as("the wait stays").isEqualTo(Outcome.TOO_SOON);
            assertThat(world.unsent).containsExactly("permit1");
        }

        @Test
        void saysWhichOfTheMailsItWas() {
            verification.start(ALICE, GOOD);
            world.answerMails(new Delivery.Unsent("ConnectException"));
            for (int ordinal = 2; ordinal <= 3; ordinal++) {
                pass(60);
                assertThat(resend().setback().map(Setback::ordinal)).contains(ordinal);
            }
        }

        @Test
        void harmsNoMailThatWasSentWhileItHung() {
            world.whileMailing(() -> {
                pass(31);
                world.answerMails(new Delivery.Queued("mail"));
                assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.SENT);
                world.answerMails(new Delivery.Unsent("ConnectException"));
            });
            assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(resend().outcome()).as("the other one's wait goes on").isEqualTo(Outcome.TOO_SOON);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void keepsTheCodesMailedBefore() {
            verification.start(ALICE, GOOD);
            pass(30);
            world.answerMails(new Delivery.Unsent("ConnectException"));
            assertThat(resend().outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }
}
