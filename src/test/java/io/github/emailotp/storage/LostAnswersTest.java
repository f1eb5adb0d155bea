package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.GuessBudget.Granted;
import io.github.emailotp.otp.GuessBudget.Spent;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A comparison that was perhaps claimed")
class LostAnswersTest extends GuessesOfAlice {

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
        assertThatThrownBy(() -> budget.redeem(challenge, first, LIMITS))
                .isInstanceOf(ClaimsUnavailableException.class);
        cells.repair();
        Challenge owing = owing(challenge, first.mark());
        assertThat(redeem(owing)).isTrue();
        assertThat(redeem(owing)).isFalse();
    }

    private boolean redeem(Challenge challenge) {
        return budget(Acquaintance.STRANGER).redeem(challenge, (Granted) claimed(challenge), LIMITS);
    }

    private String failToClaim(Challenge challenge, Fault fault) {
        String mark = Claims.mark();
        cells.breakDown(fault, 0, 1);
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
