package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.Sending.Stage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The wait that is told")
class ToldWaitTest extends LoginOfAlice {

    @BeforeEach
    void mailTwo() {
        world.answerMails(new Delivery.Queued("first"));
        verification.start(ALICE, GOOD);
        pass(30);
        world.answerMails(new Delivery.Queued("second"));
        assertThat(resend().resendIn()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void isShorterOnceAnEarlierMailHasFailed() {
        world.tellOfMail("first", Stage.REFUSED, "mailbox_full_552");
        pass(10);
        assertThat(shown().resendIn()).isEqualTo(Duration.ofSeconds(20));
        assertThat(resend().outcome()).isEqualTo(Outcome.TOO_SOON);
        assertThat(resend().resendIn()).isEqualTo(Duration.ofSeconds(20));
        assertThat(submit(wrongCode()).resendIn()).isEqualTo(Duration.ofSeconds(20));
        pass(20);
        assertThat(shown().resendIn()).isZero();
        assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
    }

    @Test
    void isShorterOnceALimitEndsEarlier() {
        pass(60);
        world.refuseMails(new Denied(Limit.ADDRESS, Duration.ofHours(20)));
        assertThat(resend().resendIn()).isEqualTo(Duration.ofHours(20));
        world.refuseMails(new Denied(Limit.ADDRESS, Duration.ofMinutes(4)));
        assertThat(shown().resendIn()).isEqualTo(Duration.ofMinutes(4));
        world.forgetMails();
        assertThat(shown().resendIn()).isZero();
    }

    @Test
    void isNoLongerThanTheOneThatWasPromised() {
        pass(10);
        world.refuseMails(new Denied(Limit.ADDRESS, Duration.ofHours(20)));
        assertThat(shown().resendIn()).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void isThatOfAFirstMailWhereTheClaimsWereForgotten() {
        pass(10);
        world.forgetMails();
        assertThat(shown().resendIn()).isEqualTo(Duration.ofSeconds(20));
        assertThat(resend().outcome()).isEqualTo(Outcome.TOO_SOON);
        pass(20);
        assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
    }

    @Test
    void isTheOneThatWasPromisedWhileTheClaimsCannotBeReached() {
        pass(10);
        world.tellOfMail("first", Stage.REFUSED, "mailbox_full_552");
        world.breakClaims();
        assertThat(shown().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(shown().resendIn()).isEqualTo(Duration.ofSeconds(50));
    }

    @Nested
    @DisplayName("after a wrong code")
    class AfterAWrongCode {

        /** The tenth failure in a row: the first with a wait. */
        @BeforeEach
        void failNineTimes() {
            for (int tab = 2; tab <= 3; tab++) {
                Binding other = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab-" + tab);
                verificationIn("tab-" + tab).start(other, GOOD);
                for (int i = 0; i < 6 - tab; i++) {
                    verificationIn("tab-" + tab).submit(other, GOOD, wrongCode());
                }
            }
            submit(wrongCode());
            submit(wrongCode());
            assertThat(world.guesses.count()).isEqualTo(9);
        }

        @Test
        void isTheWholeOne() {
            assertThat(submit(wrongCode()).answersIn()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void beganWhenTheComparisonWasClaimed() {
            world.guesses.loseTheAnswer();
            assertThat(submit(wrongCode()).outcome()).isEqualTo(Outcome.UNAVAILABLE);
            pass(10);
            Reply wrong = submit(wrongCode());
            assertThat(wrong.outcome()).isEqualTo(Outcome.WRONG);
            assertThat(wrong.answersIn()).isEqualTo(Duration.ofSeconds(20));
        }
    }

    private Reply shown() {
        return verification.start(ALICE, GOOD);
    }
}
