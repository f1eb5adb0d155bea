package io.github.emailotp.storage;

import static io.github.emailotp.otp.GuessBudget.Finding.RIGHT;
import static io.github.emailotp.otp.GuessBudget.Finding.TOO_LATE;
import static io.github.emailotp.otp.GuessBudget.Finding.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.AlreadyRedeemed;
import io.github.emailotp.otp.GuessBudget.Disabled;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Redeemed;
import io.github.emailotp.otp.GuessBudget.Spent;
import io.github.emailotp.otp.GuessBudget.TooLate;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.Purpose;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The guess budget of an account")
class GuessBudgetTest extends GuessesOfAlice {

    private static final Binding BOB = new Binding("realm", "bob", "bob@example.test", Purpose.LOGIN, "tab");

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
            assertThat(claim(challenge, WRONG))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.triesLeft()).isEqualTo(expected));
        }
        for (Finding finding : Finding.values()) {
            assertThat(claim(challenge, finding)).isEqualTo(new Spent());
        }
        assertThat(failures(claim(ALICE))).as("which cost the account nothing").isEqualTo(6);
    }

    @Test
    void remembersTheTriesAsLongAsTheirChallenge() {
        Challenge challenge = challenge(ALICE);
        for (int i = 0; i < 5; i++) {
            claim(challenge, WRONG);
        }
        clock.advance(Challenge.MAX_AGE.minusSeconds(1));
        assertThat(claim(challenge, RIGHT)).isEqualTo(new Spent());
    }

    /** Who is told nothing must not be able to learn it by the time that it takes. */
    @Test
    void comparesNothingThatIsRefused() {
        fail(10);
        assertThat(budget.claim(challenge(ALICE), Claims.mark(), this::noComparison, POLICY))
                .isInstanceOf(Waiting.class);
        Challenge spent = challenge(BOB);
        for (int i = 0; i < 5; i++) {
            claim(spent, WRONG);
        }
        assertThat(budget(Acquaintance.STRANGER).claim(spent, Claims.mark(), this::noComparison, POLICY))
                .isEqualTo(new Spent());
        lock.closed = true;
        assertThat(budget.claim(challenge(BOB), Claims.mark(), this::noComparison, POLICY))
                .isEqualTo(new Disabled());
    }

    private Finding noComparison() {
        throw new AssertionError("is compared");
    }

    @Test
    void countsTheTriesOfAChallengeForStrangersAndKnownBrowsersTogether() {
        Challenge challenge = challenge(ALICE);
        for (int i = 0; i < 3; i++) {
            claim(challenge, WRONG);
            claim(challenge, WRONG, Acquaintance.KNOWN);
        }
        assertThat(claim(challenge, WRONG, Acquaintance.KNOWN)).isEqualTo(new Spent());
    }

    @Test
    void startsAnewWithSuccess() {
        fail(12);
        clock.advance(Duration.ofHours(1));
        assertThat(claim(challenge(ALICE), RIGHT)).isEqualTo(new Redeemed());
        assertThat(failures(claim(ALICE))).isEqualTo(1);
    }

    @Test
    void refusesARightAnswerAsAnyOther() {
        fail(10);
        Challenge challenge = challenge(ALICE);
        assertThat(claim(challenge, RIGHT)).isInstanceOf(Waiting.class);
        assertThat(claim(challenge, TOO_LATE)).isInstanceOf(Waiting.class);
        clock.advance(Duration.ofSeconds(30));
        assertThat(claim(challenge, RIGHT)).as("and takes nothing from it").isEqualTo(new Redeemed());
    }

    @Test
    void grantsAChallengeOneSuccess() {
        Challenge challenge = challenge(ALICE);
        assertThat(claim(challenge, RIGHT)).isEqualTo(new Redeemed());
        assertThat(claim(challenge, RIGHT)).isEqualTo(new AlreadyRedeemed());
        assertThat(failures(claim(ALICE)))
                .as("and who came too late has not failed")
                .isEqualTo(1);
    }

    @Test
    void leavesNothingOnceALoginIsOver() {
        claim(challenge(ALICE), RIGHT);
        clock.advance(Challenge.MAX_AGE.plusSeconds(2));
        assertThat(cells.size()).isZero();
    }

    @Test
    void chargesNothingForARightAnswerThatCameTooLate() {
        fail(10);
        clock.advance(Duration.ofSeconds(30));
        Challenge challenge = challenge(ALICE);
        assertThat(claim(challenge, TOO_LATE)).isEqualTo(new TooLate(5));
        assertThat(claim(challenge, WRONG)).isEqualTo(new Failed(11, 4));
        clock.advance(Duration.ofMinutes(1));
        assertThat(claim(challenge, TOO_LATE)).isEqualTo(new TooLate(4));
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

    @ParameterizedTest
    @EnumSource(Acquaintance.class)
    void isOneForEachAcquaintance(Acquaintance failing) {
        for (int i = 0; i < 10; i++) {
            claim(challenge(ALICE), WRONG, failing);
        }
        assertThat(claim(challenge(ALICE), RIGHT, failing)).isInstanceOf(Waiting.class);
        for (Acquaintance other : Acquaintance.values()) {
            if (other != failing) {
                assertThat(claim(challenge(ALICE), WRONG, other)).isEqualTo(new Failed(1, 4));
                assertThat(claim(challenge(ALICE), RIGHT, other)).isEqualTo(new Redeemed());
            }
        }
        assertThat(claim(challenge(ALICE), RIGHT, failing)).as("wait on").isInstanceOf(Waiting.class);
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
        assertThat(claim(challenge(ALICE), RIGHT, Acquaintance.KNOWN)).isEqualTo(new Redeemed());
        clock.advance(Duration.ofMinutes(29));
        claim(challenge(ALICE), WRONG, Acquaintance.KNOWN);
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
        cells.breakDown();
        for (Finding finding : Finding.values()) {
            assertThatThrownBy(() -> claim(challenge(ALICE), finding)).isInstanceOf(ClaimsUnavailableException.class);
        }
        assertThatThrownBy(() -> budget.refusal(ALICE, LIMITS)).isInstanceOf(ClaimsUnavailableException.class);
    }
}
