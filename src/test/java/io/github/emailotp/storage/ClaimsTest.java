package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.GuessBudget.Claim;
import io.github.emailotp.otp.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A claim in the cluster cache")
class ClaimsTest {

    private static final Binding ALICE = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "tab");

    private final RecordedObjects objects = new RecordedObjects();

    @Nested
    @DisplayName("on a comparison")
    class Guesses {

        private final SingleUseGuessBudget budget = new SingleUseGuessBudget(objects);

        @Test
        void isGrantedAsOftenAsThereAreTries() {
            assertThat(budget.claim(challenge("a"), 2)).isEqualTo(new Claim.Granted(1));
            assertThat(budget.claim(challenge("a"), 2)).isEqualTo(new Claim.Granted(0));
            assertThat(budget.claim(challenge("a"), 2)).isEqualTo(new Claim.Exhausted());
            assertThat(budget.claim(challenge("b"), 2)).isEqualTo(new Claim.Granted(1));
        }

        @Test
        void isGrantedOnceForTheSuccess() {
            assertThat(budget.redeem(challenge("a"))).isTrue();
            assertThat(budget.redeem(challenge("a"))).isFalse();
            assertThat(budget.redeem(challenge("b"))).isTrue();
        }

        @Test
        void outlivesItsChallenge() {
            budget.claim(challenge("a"), 1);
            budget.redeem(challenge("a"));
            assertThat(objects.lifespans.values())
                    .hasSize(2)
                    .allSatisfy(seconds -> assertThat(seconds).isGreaterThan(Challenge.MAX_AGE.toSeconds()));
        }
    }

    @Nested
    @DisplayName("on a mail")
    class Sends {

        private static final Duration COOLDOWN = Duration.ofSeconds(30);

        private final SingleUseSendQuota quota = new SingleUseSendQuota(objects);

        @Test
        void isHeldAsLongAsTheCooldown() {
            assertThat(quota.claim(ALICE, COOLDOWN).isGranted()).isTrue();
            assertThat(objects.lifespans).containsValue(30L).hasSize(1);
            assertThat(quota.claim(ALICE, COOLDOWN).retryAfter()).contains(COOLDOWN);
        }

        @Test
        void canBeGivenBack() {
            quota.claim(ALICE, COOLDOWN);
            quota.release(ALICE);
            assertThat(quota.claim(ALICE, COOLDOWN).isGranted()).isTrue();
        }

        @Test
        void isSharedByTheAddressesOfAUserAndByNothingElse() {
            quota.claim(ALICE, COOLDOWN);
            assertThat(quota.claim(new Binding("realm", "alice", "new@example.test", Purpose.LOGIN, "tab"), COOLDOWN)
                            .isGranted())
                    .isFalse();
            for (Binding other : List.of(
                    new Binding("other", "alice", "alice@example.test", Purpose.LOGIN, "tab"),
                    new Binding("realm", "bob", "alice@example.test", Purpose.LOGIN, "tab"),
                    new Binding("realm", "alice", "alice@example.test", Purpose.RESET, "tab"),
                    new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "other"))) {
                assertThat(quota.claim(other, COOLDOWN).isGranted()).isTrue();
            }
        }
    }

    private static Challenge challenge(String id) {
        return new Challenge(id, ALICE, Instant.EPOCH, List.of(), 5);
    }
}
