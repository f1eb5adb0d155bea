package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.Granted;
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
            assertThat(budget.claim(ALICE, LIMITS)).isEqualTo(new Granted(failure));
        }
        for (int wait = 30, failure = 11; failure <= 20; failure++, wait = Math.min(2 * wait, 7200)) {
            Waiting waiting = new Waiting(Duration.ofSeconds(wait));
            assertThat(budget.refusal(ALICE, LIMITS)).contains(waiting);
            assertThat(budget.claim(ALICE, LIMITS)).isEqualTo(waiting);
            clock.advance(waiting.time().minusSeconds(1));
            assertThat(budget.claim(ALICE, LIMITS)).isEqualTo(new Waiting(Duration.ofSeconds(1)));
            clock.advance(Duration.ofSeconds(1));
            assertThat(budget.claim(ALICE, LIMITS)).isEqualTo(new Granted(failure));
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
            assertThat(budget.claim(same, LIMITS)).isInstanceOf(Waiting.class);
        }
        for (Binding other : new Binding[] {
            new Binding("realm", "bob", "alice@example.test", Purpose.LOGIN, "tab"),
            new Binding("other", "alice", "alice@example.test", Purpose.LOGIN, "tab")
        }) {
            assertThat(budget.claim(other, LIMITS)).isEqualTo(new Granted(1));
        }
    }

    @Test
    void startsAnewWithSuccess() {
        fail(12);
        clock.advance(Duration.ofHours(1));
        Granted claim = (Granted) budget.claim(ALICE, LIMITS);
        budget.succeeded(ALICE, claim);
        assertThat(objects.size()).as("nothing is left").isZero();
        assertThat(budget.claim(ALICE, LIMITS)).isEqualTo(new Granted(1));
    }

    @Test
    void forgetsARightAnswerThatCameTooLateAndNothingElse() {
        fail(10);
        clock.advance(Duration.ofSeconds(30));
        budget.forgive(ALICE, (Granted) budget.claim(ALICE, LIMITS), LIMITS);
        assertThat(budget.claim(ALICE, LIMITS)).isEqualTo(new Granted(11));
    }

    @Test
    void opensNobodyElsesGateWithALateAnswer() {
        Granted late = (Granted) budget.claim(ALICE, LIMITS);
        fail(10);
        budget.forgive(ALICE, late, LIMITS);
        assertThat(budget.claim(ALICE, LIMITS)).isInstanceOf(Waiting.class);
    }

    @Test
    void startsAnewThoughTheOldestFailuresHaveBeenForgotten() {
        fail(40);
        clock.advance(LIMITS.memory().minus(Duration.ofHours(1)));
        Granted claim = (Granted) budget.claim(ALICE, LIMITS);
        assertThat(claim.failures()).as("the first are forgotten").isEqualTo(1);
        budget.succeeded(ALICE, claim);
        assertThat(objects.size()).isZero();
    }

    @Test
    void startsAnewForRequestsThatRunAtTheSameTimeToo() {
        Granted right = (Granted) budget.claim(ALICE, LIMITS);
        budget.claim(ALICE, LIMITS);
        budget.claim(ALICE, LIMITS);
        budget.succeeded(ALICE, right);
        assertThat(objects.size()).isZero();
    }

    @Test
    void losesNoFailureToRequestsThatFindTheGateClosed() {
        fail(10);
        for (int i = 0; i < 100; i++) {
            budget.claim(ALICE, LIMITS);
        }
        clock.advance(Duration.ofSeconds(30));
        assertThat(budget.claim(ALICE, LIMITS)).isEqualTo(new Granted(11));
    }

    @Test
    void tellsTheLongestItCanBeWhenTheTimeIsLost() {
        SingleUseGuessBudget forgetful =
                new SingleUseGuessBudget(objects.claimsWithoutNotes(), Acquaintance.STRANGER, lock, clock);
        for (int i = 0; i < 10; i++) {
            forgetful.claim(ALICE, LIMITS);
        }
        clock.advance(Duration.ofSeconds(20));
        assertThat(forgetful.claim(ALICE, LIMITS)).isEqualTo(new Waiting(Duration.ofSeconds(30)));
    }

    @Test
    void isSeparateForBrowsersThatAreKnown() {
        fail(10);
        SingleUseGuessBudget known = budget(Acquaintance.KNOWN);
        Granted claim = (Granted) known.claim(ALICE, LIMITS);
        assertThat(claim.failures()).isEqualTo(1);
        known.succeeded(ALICE, claim);
        assertThat(budget.claim(ALICE, LIMITS)).as("strangers wait on").isInstanceOf(Waiting.class);
    }

    @Test
    void endsByItself() {
        fail(15);
        clock.advance(LIMITS.memory());
        assertThat(objects.size()).isZero();
    }

    @Test
    void failsClosedWithoutTheCache() {
        Granted claim = (Granted) budget.claim(ALICE, LIMITS);
        objects.breakDown();
        assertThatThrownBy(() -> budget.claim(ALICE, LIMITS)).isInstanceOf(ClaimsUnavailableException.class);
        assertThatThrownBy(() -> budget.refusal(ALICE, LIMITS)).isInstanceOf(ClaimsUnavailableException.class);
        assertThatCode(() -> budget.succeeded(ALICE, claim))
                .as("who has typed the right code gets in")
                .doesNotThrowAnyException();
    }
}
