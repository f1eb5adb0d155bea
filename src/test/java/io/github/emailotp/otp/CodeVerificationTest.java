package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.BARRED;
import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A verification")
class CodeVerificationTest extends LoginOfAlice {

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
        void refusesAnyAnswer() {
            assertThat(submit("12345678").outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).isEmpty();
        }

        @Test
        void mailsNothingForALookAndTheFirstCodeAfterIt() {
            assertThat(verification.look(ALICE).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).isEmpty();
            assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.SENT);
            assertThat(verification.look(ALICE).outcome()).isEqualTo(Outcome.SHOWN);
            assertThat(world.mailbox).hasSize(1);
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

        /** On the last try too: "ask for a new one" is no help on a page without that button. */
        @Test
        void chargesNoTryForARightCodeThatComesTooLate() {
            for (int i = 0; i < 4; i++) {
                submit(wrongCode());
            }
            pass(300);
            for (int i = 0; i < 3; i++) {
                Reply reply = submit(world.lastCode());
                assertThat(reply.outcome()).isEqualTo(Outcome.EXPIRED);
                assertThat(reply.triesLeft()).isEqualTo(1);
            }
            assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
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
            assertThat(world.mailbox.get(1).ordinal()).as("not a second code 1").isEqualTo(2);
        }

        /** Stores that do not normalise may answer now so and now so. */
        @Test
        void takesAnAddressInAnotherLetterCaseForTheSame() {
            Binding shouted = new Binding("realm", "alice", "Alice@EXAMPLE.test", Purpose.LOGIN, "tab-1");
            assertThat(verification.start(shouted, GOOD).outcome()).isEqualTo(Outcome.SHOWN);
            assertThat(verification.submit(shouted, GOOD, world.lastCode()).outcome())
                    .isEqualTo(Outcome.ACCEPTED);
        }

        /** The administrator saves another length or alphabet while people look for their mails. */
        @Test
        void acceptsACodeOfTheFormatThatItWasDrawnIn() {
            String before = world.lastCode();
            CodeVerification after = verificationWith(new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 6));
            assertThat(after.submit(ALICE, GOOD, wrongCode()).outcome()).isEqualTo(Outcome.WRONG);
            assertThat(after.submit(ALICE, GOOD, before).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void acceptsCodesOfTwoFormatsInOneLogin() {
            CodeVerification after = verificationWith(new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 6));
            pass(30);
            after.resend(ALICE, GOOD);
            assertThat(after.submit(ALICE, GOOD, "2345679").outcome()).isEqualTo(Outcome.MALFORMED);
            assertThat(after.submit(ALICE, GOOD, world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
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

        /** A later step of the flow has failed, and taken back what the right answer has changed in the session. */
        @Test
        void staysOverWhereItsCodeWasUsedButTheLoginFailed() {
            ChallengeStore store = world.ports("tab-1").challenges();
            Challenge before = store.load(ALICE.purpose()).orElseThrow();
            submit(world.lastCode());
            store.save(before);
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ALREADY_USED);
            assertThat(verification.start(ALICE, GOOD).setback().filter(Setback::isOfUse))
                    .as("and says why")
                    .isPresent();
            assertThat(verification.start(ALICE, GOOD).isOver())
                    .as("after a reload")
                    .isTrue();
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
}
