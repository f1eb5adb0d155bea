package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.BARRED;
import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A verification")
class CodeVerificationTest {

    private static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab-1");
    private static final OtpPolicy POLICY =
            new OtpPolicy(new CodeFormat(Alphabet.DIGITS, 8), Duration.ofMinutes(5), 5, Duration.ofSeconds(30));

    private final Counterpart world = new Counterpart(new MovableClock());
    private final CodeVerification verification =
            new CodeVerification(POLICY, world.ports(), world.clock, new SecureRandom());

    private Reply submit(String answer) {
        return verification.submit(ALICE, GOOD, answer);
    }

    private Reply resend() {
        return verification.resend(ALICE, GOOD);
    }

    private String wrongCode() {
        String right = world.lastCode();
        return (right.charAt(0) == '9' ? "0" : "9") + right.substring(1);
    }

    private void pass(long seconds) {
        world.clock.advance(Duration.ofSeconds(seconds));
    }

    @Nested
    @DisplayName("that was not begun")
    class NotBegun {

        @Test
        void mailsTheFirstCode() {
            Reply reply = verification.start(ALICE, GOOD);

            assertThat(reply.outcome()).isEqualTo(Outcome.SENT);
            assertThat(world.mailbox).hasSize(1);
            assertThat(world.mailbox.get(0).ordinal()).isEqualTo(1);
            assertThat(world.mailbox.get(0).binding().address()).isEqualTo("alice@example.test");
            assertThat(reply.triesLeft()).isEqualTo(5);
            assertThat(reply.resendIn()).isEqualTo(Duration.ofSeconds(30));
            assertThat(reply.remaining(world.clock.instant())).isEqualTo(Duration.ofMinutes(5));
        }

        @Test
        void mailsOneCodeForTwoRequestsAtTheSameTime() {
            world.whileMailing(
                    () -> assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.STARTED_AGAIN));
            verification.start(ALICE, GOOD);
            assertThat(world.mailbox).hasSize(1);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void refusesAnyAnswer() {
            assertThat(submit("12345678").outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).isEmpty();
        }

        @Test
        void saysThatAnAccountWithoutAddressCannotBeReached() {
            Binding nowhere = new Binding("realm", "bob", "", Purpose.LOGIN, "tab-1");
            assertThat(verification.start(nowhere, GOOD).outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(verification.resend(nowhere, GOOD).outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(verification.submit(nowhere, GOOD, "12345678").outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(world.mailbox).isEmpty();
        }
    }

    @Nested
    @DisplayName("with a code in the mailbox")
    class Begun {

        @BeforeEach
        void begin() {
            verification.start(ALICE, GOOD);
        }

        @Test
        void acceptsTheCode() {
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void acceptsTheCodeOnce() {
            String code = world.lastCode();
            submit(code);
            assertThat(submit(code).outcome()).isEqualTo(Outcome.NO_CODE);
        }

        @Test
        void acceptsTheCodeUntilItsLastInstant() {
            pass(299);
            world.clock.advance(Duration.ofMillis(999));
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void saysThatTheCodeHasExpired() {
            pass(300);
            Reply reply = submit(world.lastCode());
            assertThat(reply.outcome()).isEqualTo(Outcome.EXPIRED);
            assertThat(reply.typed()).map(SentCode::ordinal).contains(1);
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

        @Test
        void countsTriesDownAndEnds() {
            for (int left = 4; left >= 0; left--) {
                Reply reply = submit(wrongCode());
                assertThat(reply.outcome()).isEqualTo(Outcome.WRONG);
                assertThat(reply.triesLeft()).isEqualTo(left);
            }
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.TOO_MANY_TRIES);
            assertThat(verification.start(ALICE, GOOD).isOver()).isTrue();
        }

        @Test
        void doesNotRenewTriesWithANewCode() {
            submit(wrongCode());
            submit(wrongCode());
            pass(30);
            assertThat(resend().triesLeft()).isEqualTo(3);
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
        void comparesNothingOnceTriesAreUsed() {
            for (int i = 0; i < 5; i++) {
                submit(wrongCode());
            }
            int before = world.comparisons.get();
            submit(world.lastCode());
            assertThat(world.comparisons).hasValue(before);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "   ", "\t\n", "1234567", "123456789", "hello", "😀", "\0\0"})
        void takesNoTryForWhatIsNoCode(String answer) {
            Reply reply = submit(answer);
            assertThat(reply.outcome()).isEqualTo(answer.isBlank() ? Outcome.MISSING : Outcome.MALFORMED);
            assertThat(reply.triesLeft()).isEqualTo(5);
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

        @Test
        void refusesTheCodeInAnotherTab() {
            Binding otherTab = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab-2");
            assertThat(verification.submit(otherTab, GOOD, world.lastCode()).outcome())
                    .isEqualTo(Outcome.NO_CODE);
        }

        @Test
        void asksForANewCodeAfterTheAddressChanged() {
            Binding moved = new Binding("realm", "alice", "new@example.test", Purpose.LOGIN, "tab-1");
            String old = world.lastCode();
            assertThat(verification.submit(moved, GOOD, old).outcome()).isEqualTo(Outcome.ADDRESS_CHANGED);
            assertThat(verification.submit(moved, GOOD, old).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(verification.start(moved, GOOD).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).hasSize(1);
            pass(30);
            assertThat(verification.resend(moved, GOOD).outcome()).isEqualTo(Outcome.RESENT);
            assertThat(world.mailbox.get(1).binding().address()).isEqualTo("new@example.test");
        }

        @Test
        void refusesTheCodeOnceTheRealmHasDroppedItsKey() {
            world.rotateKeyOut("key-2");
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.WRONG);
        }

        @Test
        void doesNotRenewTriesWithANewAddress() {
            submit(wrongCode());
            submit(wrongCode());
            Binding moved = new Binding("realm", "alice", "new@example.test", Purpose.LOGIN, "tab-1");
            pass(30);
            assertThat(verification.resend(moved, GOOD).triesLeft()).isEqualTo(3);
            assertThat(verification.submit(moved, GOOD, wrongCode()).triesLeft())
                    .isEqualTo(2);
        }

        @Test
        void isForgottenAfterAnHourWithoutSendingByItself() {
            pass(Challenge.MAX_AGE.toSeconds() - 1);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.EXPIRED);
            pass(1);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).hasSize(1);
        }

        @Test
        void tellsWhichOfItsCodesWasAccepted() {
            String first = world.lastCode();
            pass(30);
            resend();
            assertThat(submit(first).typed()).map(SentCode::ordinal).contains(1);
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
    }

    @Nested
    @DisplayName("of a locked or disabled account")
    class Barred {

        @Test
        void looksLikeAnyOtherButMailsAndComparesNothing() {
            Reply first = verification.start(ALICE, BARRED);
            assertThat(first.outcome()).isEqualTo(Outcome.BARRED);
            assertThat(first.shown()).isEqualTo(Outcome.SENT);
            assertThat(first.newest()).map(SentCode::ordinal).contains(1);

            Reply answer = verification.submit(ALICE, BARRED, "12345678");
            assertThat(answer.outcome()).isEqualTo(Outcome.BARRED);
            assertThat(answer.shown()).isEqualTo(Outcome.WRONG);
            assertThat(answer.triesLeft()).isEqualTo(4);

            pass(30);
            assertThat(verification.resend(ALICE, BARRED).shown()).isEqualTo(Outcome.RESENT);
            assertThat(world.mailbox).isEmpty();
            assertThat(world.comparisons).hasValue(0);
        }

        @Test
        void doesNotBurnACodeThatWasMailedBefore() {
            verification.start(ALICE, GOOD);
            assertThat(verification.submit(ALICE, BARRED, world.lastCode()).outcome())
                    .isEqualTo(Outcome.BARRED);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }

    @Nested
    @DisplayName("whose mail cannot be sent")
    class MailFails {

        @Test
        void remembersNoCodeAndLetsPeopleTryAgainAtOnce() {
            world.answerMails(new Delivery.Failed("ConnectException"));
            Reply failed = verification.start(ALICE, GOOD);
            assertThat(failed.outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(failed.failure()).contains("ConnectException");
            assertThat(failed.newest()).isEmpty();
            assertThat(failed.resendIn()).isZero();

            world.answerMails(new Delivery.HandedOver());
            assertThat(verification.start(ALICE, GOOD).outcome()).as("a reload").isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).isEmpty();
            assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void keepsTheWaitIfTheMailMayArriveAllTheSame() {
            world.answerMails(new Delivery.TimedOut("SocketTimeoutException"));
            pass(10);
            Reply failed = verification.start(ALICE, GOOD);
            assertThat(failed.outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(failed.resendIn()).isEqualTo(Duration.ofSeconds(30));
            assertThat(resend().outcome()).isEqualTo(Outcome.TOO_SOON);
            pass(30);
            world.answerMails(new Delivery.HandedOver());
            assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
        }

        @Test
        void harmsNoMailThatWasSentWhileItHung() {
            world.whileMailing(() -> {
                pass(31);
                world.answerMails(new Delivery.HandedOver());
                assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.SENT);
                world.answerMails(new Delivery.Failed("ConnectException"));
            });
            assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(resend().outcome()).as("the other one's wait goes on").isEqualTo(Outcome.TOO_SOON);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void keepsTheCodesMailedBefore() {
            verification.start(ALICE, GOOD);
            pass(30);
            world.answerMails(new Delivery.Failed("ConnectException"));
            assertThat(resend().outcome()).isEqualTo(Outcome.SEND_FAILED);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }
}
