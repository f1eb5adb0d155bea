package io.github.emailotp.otp;

import static io.github.emailotp.otp.Standing.BARRED;
import static io.github.emailotp.otp.Standing.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.SendQuota.Limit;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A verification")
class BudgetsTest extends LoginOfAlice {

    private int tab = 1;

    private CodeVerification inTab() {
        return new CodeVerification(POLICY, world.ports("tab-" + tab), world.clock, new SecureRandom());
    }

    private Binding tab() {
        return new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab-" + tab);
    }

    /** Wrong codes in as many sessions as it takes. */
    private Reply fail(int times) {
        Reply reply = null;
        for (int i = 0; i < times; i++) {
            if (i % POLICY.tries() == 0) {
                tab++;
                inTab().start(tab(), GOOD);
            }
            reply = inTab().submit(tab(), GOOD, wrongCode());
        }
        return reply;
    }

    @Nested
    @DisplayName("after ten wrong codes in two sessions")
    class AfterTenFailures {

        private Reply last;

        @BeforeEach
        void failTenTimes() {
            verification.start(ALICE, GOOD);
            last = fail(10);
        }

        @Test
        void saysWhenTheNextAnswerIsLookedAt() {
            assertThat(last.outcome()).isEqualTo(Outcome.WRONG);
            assertThat(last.answersIn()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void doesNotLookAtTheRightCodeUntilTheWaitIsOver() {
            String right = world.mailbox.get(0).code().reveal();
            int before = world.comparisons.get();
            pass(29);
            Reply early = submit(right);
            assertThat(early.outcome()).isEqualTo(Outcome.WAITING);
            assertThat(early.answersIn()).isEqualTo(Duration.ofSeconds(1));
            assertThat(early.triesLeft()).as("not burnt").isEqualTo(5);
            assertThat(world.comparisons).hasValue(before);

            pass(1);
            assertThat(submit(right).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void mailsNoCodeThatNobodyWouldLookAt() {
            int mails = world.mailbox.size();
            tab++;
            Reply begun = inTab().start(tab(), GOOD);
            assertThat(begun.outcome()).isEqualTo(Outcome.WAITING);
            assertThat(begun.resendIn()).isEqualTo(Duration.ofSeconds(30));
            Reply again = inTab().start(tab(), GOOD);
            assertThat(again.outcome()).as("a reload").isEqualTo(Outcome.NO_CODE);
            assertThat(again.answersIn()).isEqualTo(Duration.ofSeconds(30));
            assertThat(inTab().resend(tab(), GOOD).outcome()).isEqualTo(Outcome.WAITING);
            assertThat(world.mailbox).hasSize(mails);

            pass(30);
            assertThat(inTab().start(tab(), GOOD).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).as("a GET never sends").hasSize(mails);
            assertThat(inTab().resend(tab(), GOOD).outcome()).isEqualTo(Outcome.RESENT);
        }

        @Test
        void tellsTheWaitWhenThePageIsShownAgain() {
            Reply shown = verification.start(ALICE, GOOD);
            assertThat(shown.outcome()).isEqualTo(Outcome.SHOWN);
            assertThat(shown.answersIn()).isEqualTo(Duration.ofSeconds(30));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1234567"})
        void tellsTheWaitToWhoTypesNoCode(String answer) {
            Reply reply = submit(answer);
            assertThat(reply.outcome()).isEqualTo(answer.isEmpty() ? Outcome.MISSING : Outcome.MALFORMED);
            assertThat(reply.answersIn()).isEqualTo(Duration.ofSeconds(30));
            assertThat(reply.resendIn()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void tellsTheWaitToWhoAsksForACodeTooSoon() {
            pass(1);
            Reply reply = resend();
            assertThat(reply.outcome()).isEqualTo(Outcome.TOO_SOON);
            assertThat(reply.answersIn()).isEqualTo(Duration.ofSeconds(29));
        }

        @Test
        void tellsTheWaitToWhoAnswersWithoutACode() {
            tab++;
            inTab().start(tab(), GOOD);
            Reply reply = inTab().submit(tab(), GOOD, "12345678");
            assertThat(reply.outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(reply.answersIn()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void doublesTheWait() {
            pass(30);
            assertThat(submit(wrongCode()).answersIn()).isEqualTo(Duration.ofSeconds(60));
        }

        @Test
        void forgetsThemWithTheRightCode() {
            pass(30);
            submit(world.mailbox.get(0).code().reveal());
            assertThat(world.guesses.count()).isZero();
        }

        @Test
        void looksTheSameToALockedAccount() {
            assertThat(verification.submit(ALICE, BARRED, "12345678").outcome()).isEqualTo(Outcome.WAITING);
        }
    }

    @Test
    void costsNoTryWhenAnotherRequestIsFaster() {
        verification.start(ALICE, GOOD);
        world.guesses.loseRaces(new GuessBudget.Waiting(Duration.ofSeconds(30)));
        for (int i = 0; i < 2 * POLICY.tries(); i++) {
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.WAITING);
        }
        world.guesses.winRaces();
        assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void countsEachWrongCodeAndNothingElse() {
        verification.start(ALICE, GOOD);
        submit(wrongCode());
        submit("12");
        submit(wrongCode());
        assertThat(world.guesses.count()).isEqualTo(2);
    }

    @Test
    void countsNoFailureForTheRightCodeThatCameTooLate() {
        verification.start(ALICE, GOOD);
        String first = world.lastCode();
        pass(300);
        assertThat(submit(first).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(world.guesses.count()).isZero();
    }

    @Nested
    @DisplayName("after a hundred wrong codes in a row")
    class AfterAHundred {

        private Reply last;

        @BeforeEach
        void failAHundredTimes() {
            for (int i = 0; i < 100; i++) {
                last = fail(1);
                pass(7_200);
            }
        }

        @Test
        void isDisabled() {
            int mails = world.mailbox.size();
            assertThat(last.outcome()).isEqualTo(Outcome.WRONG);
            assertThat(last.shown()).isEqualTo(Outcome.DISABLED);
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(inTab().submit(tab(), GOOD, world.lastCode()).outcome()).isEqualTo(Outcome.NO_CODE);
            tab++;
            assertThat(inTab().start(tab(), GOOD).outcome()).isEqualTo(Outcome.DISABLED);
            Reply reload = inTab().start(tab(), GOOD);
            assertThat(reload.outcome()).as("a reload raises no event").isEqualTo(Outcome.NO_CODE);
            assertThat(reload.shown()).isEqualTo(Outcome.DISABLED);
            assertThat(inTab().submit(tab(), GOOD, "12345678").shown())
                    .as("an answer without a code")
                    .isEqualTo(Outcome.DISABLED);
            assertThat(inTab().resend(tab(), GOOD).outcome()).isEqualTo(Outcome.DISABLED);
            assertThat(world.mailbox).hasSize(mails);
        }
    }

    @Nested
    @DisplayName("whose mails are over the quota")
    class OverQuota {

        private static final Duration WAIT = Duration.ofMinutes(7);

        @Test
        void keepsTheCodesThatWereMailedBefore() {
            verification.start(ALICE, GOOD);
            world.refuseMails(new SendQuota.Denied(Limit.ADDRESS, WAIT));
            pass(30);
            Reply refused = resend();
            assertThat(refused.outcome()).isEqualTo(Outcome.OVER_QUOTA);
            assertThat(refused.resendIn()).isEqualTo(WAIT);
            assertThat(refused.failure()).contains("address");
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void mailsNothingWithAReloadEither() {
            world.refuseMails(new SendQuota.Denied(Limit.CLIENT, WAIT));
            Reply refused = verification.start(ALICE, GOOD);
            assertThat(refused.outcome()).isEqualTo(Outcome.OVER_QUOTA);
            assertThat(refused.failure()).contains("client");
            assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.NO_CODE);
            assertThat(world.mailbox).isEmpty();
        }
    }

    @Nested
    @DisplayName("whose claims cannot be reached")
    class ClaimsGone {

        @Test
        void mailsNothing() {
            world.breakClaims();
            assertThat(verification.start(ALICE, GOOD).outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(resend().outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(world.mailbox).isEmpty();
        }

        @Test
        void comparesNothingAndLosesNothing() {
            verification.start(ALICE, GOOD);
            world.breakClaims();
            Reply refused = submit(world.lastCode());
            assertThat(refused.outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(refused.newest()).isPresent();
            assertThat(world.comparisons).hasValue(0);

            world.repairClaims();
            assertThat(submit(world.lastCode()).outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }
}
