package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Spent;
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

    /** The record is there: a claim finds that first, and then changes it. */
    private static final int AFTER_OTHERS = 1;

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FAILS", "LOSES_THE_ANSWER"})
    void isHadOnceTheCacheIsBack(Fault fault) {
        Challenge challenge = challenge(ALICE);
        String mark = failToClaim(challenge, fault);
        List<Claim> claims = claimAll(owing(challenge, mark));
        assertThat(claims.subList(0, 5)).allMatch(Granted.class::isInstance);
        assertThat(claims.get(5)).isEqualTo(new Spent());
    }

    @Test
    void isHadOnceOnly() {
        Challenge challenge = challenge(ALICE);
        String mark = failToClaim(challenge, Fault.LOSES_THE_ANSWER);
        long granted = claimAll(owing(challenge, mark)).stream()
                .filter(Granted.class::isInstance)
                .count();
        assertThat(granted).isEqualTo(POLICY.tries());
    }

    @Test
    void isNobodyElses() {
        Challenge challenge = challenge(ALICE);
        failToClaim(challenge, Fault.LOSES_THE_ANSWER);
        long granted = claimAll(owing(challenge, Claims.mark())).stream()
                .filter(Granted.class::isInstance)
                .count();
        assertThat(granted).isEqualTo(POLICY.tries() - 1L);
    }

    @Test
    void letsInOnceThoughTheSuccessWasNotTold() {
        Challenge challenge = challenge(ALICE);
        Granted first = (Granted) claimed(challenge);
        cells.breakDown(Fault.LOSES_THE_ANSWER, 0, 1);
        assertThatThrownBy(() -> budget.redeem(challenge, first)).isInstanceOf(ClaimsUnavailableException.class);
        cells.repair();
        Challenge owing = owing(challenge, first.mark());
        assertThat(redeem(owing)).isTrue();
        assertThat(redeem(owing)).isFalse();
    }

    /** Another login of the same account succeeds meanwhile: what the claim was charged to is not that login's. */
    @ParameterizedTest
    @EnumSource(Acquaintance.class)
    void isHadThoughAnotherLoginHasSucceeded(Acquaintance other) {
        Challenge challenge = challenge(ALICE);
        for (int i = 1; i < POLICY.tries(); i++) {
            claimed(challenge);
        }
        String mark = failToClaim(challenge, Fault.LOSES_THE_ANSWER, AFTER_OTHERS);
        succeed(other);
        assertThat(claimed(owing(challenge, mark))).isInstanceOf(Granted.class);
        assertThat(claimed(owing(challenge, mark))).isEqualTo(new Spent());
    }

    @Test
    void isForgivenThoughAStrangerHasLoggedIn() {
        Challenge challenge = challenge(ALICE);
        Granted late = claimed(challenge, Acquaintance.KNOWN);
        succeed(Acquaintance.STRANGER);
        budget(Acquaintance.KNOWN).forgive(challenge, late);
        assertThat(claimed(challenge(ALICE), Acquaintance.KNOWN).failures()).isEqualTo(1);
    }

    @Test
    void isForgivenOnceThoughTheRowWasForgotten() {
        Challenge challenge = challenge(ALICE);
        Granted late = claimed(challenge, Acquaintance.STRANGER);
        succeed(Acquaintance.STRANGER);
        fail(3);
        budget(Acquaintance.STRANGER).forgive(challenge, late);
        assertThat(claimed(challenge(ALICE), Acquaintance.STRANGER).failures()).isEqualTo(4);
    }

    @Test
    void endsNobodyElsesWaitWhenItIsForgiven() {
        Challenge challenge = challenge(ALICE);
        fail(LIMITS.free() - 2);
        String mark = failToClaim(challenge, Fault.LOSES_THE_ANSWER, AFTER_OTHERS);
        fail(1);
        Challenge owing = owing(challenge, mark);
        budget(Acquaintance.STRANGER).forgive(owing, (Granted) claimed(owing));
        assertThat(claimed(challenge(ALICE))).isInstanceOf(Waiting.class);
    }

    private void succeed(Acquaintance who) {
        Challenge other = challenge(ALICE);
        assertThat(budget(who).redeem(other, claimed(other, who))).isTrue();
    }

    private Granted claimed(Challenge challenge, Acquaintance who) {
        return (Granted) budget(who).claim(challenge, Claims.mark(), POLICY);
    }

    private boolean redeem(Challenge challenge) {
        return budget(Acquaintance.STRANGER).redeem(challenge, (Granted) claimed(challenge));
    }

    private String failToClaim(Challenge challenge, Fault fault) {
        return failToClaim(challenge, fault, 0);
    }

    private String failToClaim(Challenge challenge, Fault fault, int after) {
        String mark = Claims.mark();
        cells.breakDown(fault, after, 1);
        assertThatThrownBy(() -> budget(Acquaintance.STRANGER).claim(challenge, mark, POLICY))
                .isInstanceOf(ClaimsUnavailableException.class);
        cells.repair();
        return mark;
    }

    private static Challenge owing(Challenge challenge, String mark) {
        return new Challenge(
                challenge.id(), challenge.binding(), challenge.startedAt(), List.of(), 5, List.of(mark), 0);
    }

    private List<Claim> claimAll(Challenge challenge) {
        return Stream.generate(() -> claimed(challenge))
                .limit(POLICY.tries() + 1L)
                .toList();
    }

    private Claim claimed(Challenge challenge) {
        return budget(Acquaintance.STRANGER).claim(challenge, Claims.mark(), POLICY);
    }
}
