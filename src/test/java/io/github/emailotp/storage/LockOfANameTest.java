package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Disabled;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.GuessLimits;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever knows a name only guesses at one that has an account, whose lock is stored, and at one that has none. */
@DisplayName("After a hundred failures in a row, a name with an account and one without")
class LockOfANameTest extends GuessesOfAlice {

    private static final Binding NOBODY = new Binding("realm", "nobody", "nobody@example.test", ALICE.purpose(), "tab");

    private final RememberedLock locked = new RememberedLock(Acquaintance.ANONYMOUS);

    @Test
    void areDisabledAndOpenAgainAtTheSameTime() {
        failBoth(100);
        assertThat(locked.closed).isTrue();
        both(Disabled.class);
        clock.advance(GuessLimits.LEAST_MEMORY.minusSeconds(1));
        both(Disabled.class);
        clock.advance(Duration.ofSeconds(2));
        both(Failed.class);
        failBoth(99);
        both(Disabled.class);
    }

    @Test
    void areOpenAfterARestartOfTheWholeCluster() {
        failBoth(100);
        both(Disabled.class);
        cells.clear();
        both(Failed.class);
    }

    @Test
    void areOpenOnceTheAdministratorHasOpenedTheFirst() {
        failBoth(100);
        locked.closed = false;
        assertThat(guess(ALICE)).isInstanceOf(Failed.class);
    }

    private void failBoth(int times) {
        for (int i = 0; i < times; i++) {
            Claim first = guess(ALICE);
            Claim other = guess(NOBODY);
            assertThat(other).isEqualTo(first);
            if (first instanceof Waiting waiting) {
                clock.advance(waiting.time());
                both(Failed.class);
            }
        }
    }

    private void both(Class<? extends Claim> what) {
        assertThat(guess(ALICE)).isInstanceOf(what);
        assertThat(guess(NOBODY)).isInstanceOf(what);
    }

    private Claim guess(Binding whose) {
        GuessLock lockOfTheirs = whose.equals(ALICE) ? locked : new NoGuessLock();
        return new SharedGuessBudget(cells.claims(), Acquaintance.ANONYMOUS, lockOfTheirs, clock)
                .claim(challenge(whose), Claims.mark(), () -> Finding.WRONG, POLICY);
    }
}
