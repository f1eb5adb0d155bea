package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.TestLimits;
import java.time.Duration;
import java.util.List;

/** One account, strangers, the default limits: what the tests of the guess budget start from. */
abstract class GuessesOfAlice {

    static final GuessLimits LIMITS = TestLimits.GUESSES;
    static final OtpPolicy POLICY = policy(LIMITS);
    static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab");

    final MovableClock clock = new MovableClock();
    final RecordedCells cells = new RecordedCells(clock);
    final RememberedLock lock = new RememberedLock(Acquaintance.STRANGER);
    final SharedGuessBudget budget = budget(Acquaintance.STRANGER);
    private int challenges;

    static OtpPolicy policy(GuessLimits limits) {
        return new OtpPolicy(
                new CodeFormat(Alphabet.DIGITS, 8),
                Duration.ofMinutes(5),
                5,
                Duration.ofSeconds(30),
                limits,
                TestLimits.MAILS);
    }

    SharedGuessBudget budget(Acquaintance acquaintance) {
        return new SharedGuessBudget(cells.claims(), acquaintance, lock, clock);
    }

    Challenge challenge(Binding binding) {
        challenges++;
        return challenge(challenges + "-challenge", binding);
    }

    Challenge challenge(String id, Binding binding) {
        return new Challenge(id, binding, clock.instant(), List.of(), 5, List.of(), 0);
    }

    /** A wrong code for another challenge each time, in another request. */
    Claim claim(Binding binding) {
        return claim(challenge(binding), Finding.WRONG);
    }

    Claim claim(Challenge challenge, Finding finding) {
        return claim(challenge, finding, Acquaintance.STRANGER);
    }

    Claim claim(Challenge challenge, Finding finding, Acquaintance who) {
        return budget(who).claim(challenge, Claims.mark(), () -> finding, POLICY);
    }

    static Challenge owing(Challenge challenge, String mark) {
        return new Challenge(
                challenge.id(), challenge.binding(), challenge.startedAt(), List.of(), 5, List.of(mark), 0);
    }

    static int failures(Claim claim) {
        return ((Failed) claim).failures();
    }

    /** Fails so many times more, waiting as long as it takes. */
    void fail(int times) {
        for (int i = 0; i < times; i++) {
            if (claim(ALICE) instanceof Waiting waiting) {
                clock.advance(waiting.time());
                assertThat(claim(ALICE)).isInstanceOf(Failed.class);
            }
        }
    }
}
