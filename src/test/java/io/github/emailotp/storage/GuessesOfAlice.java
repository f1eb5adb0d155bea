package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.TestLimits;

/** One account, strangers, the default limits: what the tests of the guess budget start from. */
abstract class GuessesOfAlice {

    static final GuessLimits LIMITS = TestLimits.GUESSES;
    static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab");

    final MovableClock clock = new MovableClock();
    final RecordedObjects objects = new RecordedObjects(clock);
    final RememberedLock lock = new RememberedLock();
    final SingleUseGuessBudget budget = budget(Acquaintance.STRANGER);

    SingleUseGuessBudget budget(Acquaintance acquaintance) {
        return new SingleUseGuessBudget(objects.claims(), acquaintance, lock, clock);
    }

    /** Fails so many times more, waiting as long as it takes. */
    void fail(int times) {
        for (int i = 0; i < times; i++) {
            Claim claim = budget.claim(ALICE, LIMITS);
            if (claim instanceof Waiting waiting) {
                clock.advance(waiting.time());
                claim = budget.claim(ALICE, LIMITS);
            }
            budget.failed(ALICE, (Granted) claim, LIMITS);
        }
    }
}
