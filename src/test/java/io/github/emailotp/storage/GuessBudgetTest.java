package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Spent;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.Purpose;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The guess budget of an account")
class GuessBudgetTest extends GuessesOfAlice {

    @Test
    void grantsTenFailuresAndThenOneAWait() {
        for (int failure = 1; failure <= 10; failure++) {
            assertThat(budget.refusal(ALICE, LIMITS)).isEmpty();
            assertThat(failures(claim(ALICE))).isEqualTo(failure);
        }
        for (int wait = 30, failure = 11; failure <= 20; failure++, wait = Math.min(2 * wait, 7200)) {
            Waiting waiting = new Waiting(Duration.ofSeconds(wait));
            assertThat(budget.refusal(ALICE, LIMITS)).contains(waiting);
            assertThat(claim(ALICE)).isEqualTo(waiting);
            clock.advance(waiting.time().minusSeconds(1));
            assertThat(claim(ALICE)).isEqualTo(new Waiting(Duration.ofSeconds(1)));
            clock.advance(Duration.ofSeconds(1));
            assertThat(failures(claim(ALICE))).isEqualTo(failure);
        }
    }

    @Test
    void isSharedByAllSessionsPurposesAndAddressesOfTheAccountAndByNothingElse() {
        fail(10);
        for (Binding same : new Binding[] {
            new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "other tab"),
            new Binding("realm", "alice", "new@example.test", Purpose.LOGIN, "tab"),
            new Binding("realm", "alice", "alice@example.test", Purpose.RESET, "tab")
        }) {
            assertThat(claim(same)).isInstanceOf(Waiting.class);
        }
        for (Binding other : new Binding[] {
            new Binding("realm", "bob", "alice@example.test", Purpose.LOGIN, "tab"),
            new Binding("other", "alice", "alice@example.test", Purpose.LOGIN, "tab")
        }) {
            assertThat(failures(claim(other))).isEqualTo(1);
        }
    }

    @Test
    void grantsAChallengeItsTriesAndNoMore() {
        Challenge challenge = challenge(ALICE);
        for (int left = 4; left >= 0; left--) {
            int expected = left;
            assertThat(budget.claim(challenge, Claims.mark(), POLICY))
                    .isInstanceOfSatisfying(
                            Granted.class,
                            claim -> assertThat(claim.triesLeft()).isEqualTo(expected));
        }
        assertThat(budget.claim(challenge, Claims.mark(), POLICY)).isEqualTo(new Spent());
        assertThat(failures(claim(ALICE))).as("which cost the account nothing").isEqualTo(6);
    }

    @Test
    void remembersTheTriesAsLongAsTheirChallenge() {
        Challenge challenge = challenge(ALICE);
        for (int i = 0; i < 5; i++) {
            budget.claim(challenge, Claims.mark(), POLICY);
        }
        clock.advance(Challenge.MAX_AGE.minusSeconds(1));
        assertThat(budget.claim(challenge, Claims.mark(), POLICY)).isEqualTo(new Spent());
    }

    @Test
    void countsTheTriesOfAChallengeForStrangersAndKnownBrowsersTogether() {
        Challenge challenge = challenge(ALICE);
        for (int i = 0; i < 3; i++) {
            budget.claim(challenge, Claims.mark(), POLICY);
            budget(Acquaintance.KNOWN).claim(challenge, Claims.mark(), POLICY);
        }
        assertThat(budget(Acquaintance.KNOWN).claim(challenge, Claims.mark(), POLICY))
                .isEqualTo(new Spent());
    }

    @Test
    void startsAnewWithSuccess() {
        fail(12);
        clock.advance(Duration.ofHours(1));
        Challenge challenge = challenge(ALICE);
        assertThat(budget.redeem(challenge, claimed(challenge))).isTrue();
        assertThat(failures(claim(ALICE))).isEqualTo(1);
    }

    @Test
    void grantsAChallengeOneSuccess() {
        Challenge challenge = challenge(ALICE);
        Granted first = claimed(challenge);
        Granted second = claimed(challenge);
        assertThat(budget.redeem(challenge, first)).isTrue();
        assertThat(budget(Acquaintance.STRANGER).redeem(challenge, second)).isFalse();
        assertThat(failures(claim(ALICE)))
                .as("and who came too late is forgiven")
                .isEqualTo(1);
    }

    @Test
    void leavesNothingOnceALoginIsOver() {
        Challenge challenge = challenge(ALICE);
        budget.redeem(challenge, claimed(challenge));
        clock.advance(Challenge.MAX_AGE.plusSeconds(2));
        assertThat(cells.size()).isZero();
    }

    @Test
    void forgetsARightAnswerThatCameTooLateAndNothingElse() {
        fail(10);
        clock.advance(Duration.ofSeconds(30));
        Challenge challenge = challenge(ALICE);
        budget.forgive(challenge, claimed(challenge));
        Granted again = claimed(challenge);
        assertThat(again.failures()).isEqualTo(11);
        assertThat(again.triesLeft()).isEqualTo(4);
    }

    @Test
    void opensNobodyElsesGateWithALateAnswer() {
        Challenge challenge = challenge(ALICE);
        Granted late = claimed(challenge);
        fail(10);
        budget.forgive(challenge, late);
        assertThat(claim(ALICE)).isInstanceOf(Waiting.class);
    }

    @Test
    void losesNoFailureToRequestsThatFindTheGateClosed() {
        fail(10);
        for (int i = 0; i < 100; i++) {
            claim(ALICE);
        }
        clock.advance(Duration.ofSeconds(30));
        assertThat(failures(claim(ALICE))).isEqualTo(11);
    }

    @Test
    void isSeparateForBrowsersThatAreKnown() {
        fail(10);
        SharedGuessBudget known = budget(Acquaintance.KNOWN);
        Challenge challenge = challenge(ALICE);
        Granted claim = (Granted) known.claim(challenge, Claims.mark(), POLICY);
        assertThat(claim.failures()).isEqualTo(1);
        known.redeem(challenge, claim);
        assertThat(budget(Acquaintance.STRANGER).claim(challenge(ALICE), Claims.mark(), POLICY))
                .as("strangers wait on")
                .isInstanceOf(Waiting.class);
    }

    @Test
    void forgivesNothingLateThatASuccessHasForgivenAlready() {
        Challenge challenge = challenge(ALICE);
        Granted first = claimed(challenge);
        Granted twin = claimed(challenge);
        assertThat(budget.redeem(challenge, first)).isTrue();
        assertThat(failures(claim(ALICE))).isEqualTo(1);
        assertThat(budget.redeem(challenge, twin)).isFalse();
        budget.forgive(challenge, twin);
        assertThat(failures(claim(ALICE))).as("the failure in between counts").isEqualTo(2);
    }

    @Test
    void endsByItself() {
        fail(15);
        clock.advance(LIMITS.memory().plusSeconds(1));
        assertThat(cells.size()).isZero();
    }

    /** Whoever logs in at a known browser each week must not keep strangers' failures of long ago alive. */
    @Test
    void endsByItselfWhateverElseIsWrittenOfTheAccount() {
        fail(15);
        clock.advance(LIMITS.memory().minusMinutes(30));
        SharedGuessBudget known = budget(Acquaintance.KNOWN);
        Challenge challenge = challenge(ALICE);
        Granted login = (Granted) known.claim(challenge, Claims.mark(), POLICY);
        assertThat(known.redeem(challenge, login)).isTrue();
        clock.advance(Duration.ofMinutes(29));
        known.claim(challenge(ALICE), Claims.mark(), POLICY);
        clock.advance(Duration.ofMinutes(2));
        assertThat(cells.size()).as("of the known browser").isEqualTo(1);
        assertThat(failures(claim(ALICE))).isEqualTo(1);
    }

    @Test
    void isOneEntryHoweverManyFailures() {
        for (int i = 0; i < 40; i++) {
            fail(1);
            cells.operations();
            claim(ALICE);
            assertThat(cells.operations()).as("a wrong code").isLessThanOrEqualTo(6);
        }
        assertThat(cells.size()).isEqualTo(1);
    }

    @Test
    void failsClosedWithoutTheCache() {
        Challenge challenge = challenge(ALICE);
        Granted claim = claimed(challenge);
        cells.breakDown();
        assertThatThrownBy(() -> claim(ALICE)).isInstanceOf(ClaimsUnavailableException.class);
        assertThatThrownBy(() -> budget.refusal(ALICE, LIMITS)).isInstanceOf(ClaimsUnavailableException.class);
        assertThatThrownBy(() -> budget.redeem(challenge, claim)).isInstanceOf(ClaimsUnavailableException.class);
    }

    private Granted claimed(Challenge challenge) {
        return (Granted) budget.claim(challenge, Claims.mark(), POLICY);
    }
}
