package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.otp.Purpose;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A claim on a try")
class ChallengeTriesTest {

    private static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab");

    private final MovableClock clock = new MovableClock();
    private final RecordedObjects objects = new RecordedObjects(clock);
    private final SingleUseChallengeTries tries = new SingleUseChallengeTries(objects.claims());

    @Test
    void isGrantedAsOftenAsThereAreTries() {
        assertThat(tries.claim(challenge("a"), 2)).hasValue(1);
        assertThat(tries.claim(challenge("a"), 2)).hasValue(0);
        assertThat(tries.claim(challenge("a"), 2)).isEmpty();
        assertThat(tries.claim(challenge("b"), 2)).hasValue(1);
    }

    @Test
    void canBeGivenBack() {
        tries.claim(challenge("a"), 2);
        tries.claim(challenge("a"), 2);
        tries.giveBack(challenge("a"), 0, 2);
        assertThat(tries.claim(challenge("a"), 2)).hasValue(0);
        assertThat(tries.claim(challenge("a"), 2)).isEmpty();
    }

    @Test
    void isGrantedOnceForTheSuccess() {
        assertThat(tries.redeem(challenge("a"))).isTrue();
        assertThat(tries.redeem(challenge("a"))).isFalse();
        assertThat(tries.redeem(challenge("b"))).isTrue();
    }

    @Test
    void outlivesItsChallengeAndEnds() {
        tries.claim(challenge("a"), 1);
        tries.redeem(challenge("a"));
        clock.advance(Challenge.MAX_AGE);
        assertThat(tries.claim(challenge("a"), 1)).isEmpty();
        assertThat(tries.redeem(challenge("a"))).isFalse();
        clock.advance(Challenge.MAX_AGE);
        assertThat(objects.size()).isZero();
    }

    @Test
    void failsClosedWithoutTheCache() {
        objects.breakDown();
        assertThatThrownBy(() -> tries.claim(challenge("a"), 1)).isInstanceOf(ClaimsUnavailableException.class);
        assertThatThrownBy(() -> tries.redeem(challenge("a"))).isInstanceOf(ClaimsUnavailableException.class);
    }

    private static Challenge challenge(String id) {
        return new Challenge(id, ALICE, Instant.EPOCH, List.of(), 5);
    }
}
