package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.AlreadyRedeemed;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Failed;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessBudget.Redeemed;
import io.github.emailotp.otp.GuessBudget.Spent;
import io.github.emailotp.otp.GuessBudget.TooLate;
import io.github.emailotp.otp.GuessBudget.Waiting;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A comparison that was perhaps claimed")
class LostAnswersTest extends GuessesOfAlice {

    /** A claim looks at the record first, and then changes it. */
    private static final int AFTER_A_LOOK = 1;

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FAILS", "LOSES_THE_ANSWER"})
    void isHadOnceTheCacheIsBack(Fault fault) {
        Challenge challenge = challenge(ALICE);
        String mark = failToClaim(challenge, Finding.WRONG, fault);
        List<Claim> claims = failOften(owing(challenge, mark));
        assertThat(claims.subList(0, 5)).allMatch(Failed.class::isInstance);
        assertThat(claims.get(5)).isEqualTo(new Spent());
    }

    @Test
    void isHadOnceOnly() {
        Challenge challenge = challenge(ALICE);
        String mark = failToClaim(challenge, Finding.WRONG);
        assertThat(failOften(owing(challenge, mark)))
                .filteredOn(Failed.class::isInstance)
                .hasSize(POLICY.tries());
    }

    @Test
    void isNobodyElses() {
        Challenge challenge = challenge(ALICE);
        failToClaim(challenge, Finding.WRONG);
        assertThat(failOften(owing(challenge, Claims.mark())))
                .filteredOn(Failed.class::isInstance)
                .hasSize(POLICY.tries() - 1);
    }

    /** What was told to nobody has not been: the next answer is judged in its place, whatever it is. */
    @Test
    void costsNothingWhereTheNextAnswerIsRight() {
        fail(LIMITS.free() - 1);
        Challenge challenge = challenge(ALICE);
        String mark = failToClaim(challenge, Finding.WRONG);
        assertThat(claim(ALICE)).as("others wait").isInstanceOf(Waiting.class);
        assertThat(claim(owing(challenge, mark), Finding.TOO_LATE)).isEqualTo(new TooLate(POLICY.tries()));
        assertThat(failures(claim(ALICE))).as("of others").isEqualTo(LIMITS.free());
    }

    @Test
    void letsInThoughAWrongAnswerWasNotTold() {
        fail(LIMITS.free() - 1);
        Challenge challenge = challenge(ALICE);
        String mark = failToClaim(challenge, Finding.WRONG);
        assertThat(claim(owing(challenge, mark), Finding.RIGHT)).isEqualTo(new Redeemed());
        assertThat(claim(owing(challenge, mark), Finding.RIGHT)).isEqualTo(new AlreadyRedeemed());
    }

    @Test
    void letsInOnceThoughTheSuccessWasNotTold() {
        Challenge challenge = challenge(ALICE);
        Challenge owing = owing(challenge, failToClaim(challenge, Finding.RIGHT));
        assertThat(claim(challenge, Finding.RIGHT)).as("of another").isEqualTo(new AlreadyRedeemed());
        assertThat(claim(owing, Finding.RIGHT)).isEqualTo(new Redeemed());
        assertThat(claim(owing, Finding.RIGHT)).isEqualTo(new AlreadyRedeemed());
    }

    /** Another login of the same account succeeds meanwhile: what the claim was charged to is not that login's. */
    @ParameterizedTest
    @EnumSource(Acquaintance.class)
    void isHadThoughAnotherLoginHasSucceeded(Acquaintance other) {
        Challenge challenge = challenge(ALICE);
        for (int i = 1; i < POLICY.tries(); i++) {
            claim(challenge, Finding.WRONG);
        }
        String mark = failToClaim(challenge, Finding.WRONG);
        succeed(other);
        assertThat(claim(owing(challenge, mark), Finding.WRONG)).isInstanceOf(Failed.class);
        assertThat(claim(owing(challenge, mark), Finding.WRONG)).isEqualTo(new Spent());
    }

    @Test
    void isForgivenOnceThoughTheRowWasForgotten() {
        Challenge challenge = challenge(ALICE);
        String mark = failToClaim(challenge, Finding.WRONG);
        succeed(Acquaintance.STRANGER);
        fail(3);
        assertThat(claim(owing(challenge, mark), Finding.TOO_LATE)).isInstanceOf(TooLate.class);
        assertThat(failures(claim(ALICE))).isEqualTo(4);
    }

    @Test
    void endsNobodyElsesWaitWhenItIsForgiven() {
        Challenge challenge = challenge(ALICE);
        fail(LIMITS.free() - 2);
        String mark = failToClaim(challenge, Finding.WRONG);
        fail(1);
        claim(owing(challenge, mark), Finding.TOO_LATE);
        assertThat(claim(ALICE)).isInstanceOf(Waiting.class);
    }

    private void succeed(Acquaintance who) {
        assertThat(claim(challenge(ALICE), Finding.RIGHT, who)).isEqualTo(new Redeemed());
    }

    private String failToClaim(Challenge challenge, Finding finding) {
        return failToClaim(challenge, finding, Fault.LOSES_THE_ANSWER);
    }

    private String failToClaim(Challenge challenge, Finding finding, Fault fault) {
        String mark = Claims.mark();
        cells.breakDown(fault, AFTER_A_LOOK, 1);
        assertThatThrownBy(() -> budget(Acquaintance.STRANGER).claim(challenge, mark, () -> finding, POLICY))
                .isInstanceOf(ClaimsUnavailableException.class);
        cells.repair();
        return mark;
    }

    private List<Claim> failOften(Challenge challenge) {
        return Stream.generate(() -> claim(challenge, Finding.WRONG))
                .limit(POLICY.tries() + 1L)
                .toList();
    }
}
