package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.GuessBudget.Disabled;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessLimits;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("After a hundred failures in a row, the guess budget")
class GuessLockTest extends GuessesOfAlice {

    @Test
    void isClosedUntilAnAdministratorOpensIt() {
        fail(99);
        assertThat(lock.closed).isFalse();
        fail(1);
        assertThat(lock.closed).isTrue();
        clock.advance(Duration.ofDays(400));
        assertThat(budget.refusal(ALICE, LIMITS)).contains(new Disabled());

        lock.closed = false;
        assertThat(failures(claim(ALICE))).isEqualTo(1);
    }

    @Test
    void isOpenAtOnceWhenTheAdministratorOpensIt() {
        fail(100);
        lock.closed = false;
        assertThat(failures(claim(ALICE))).isEqualTo(1);
    }

    @Test
    void hasALockToOpenThoughWhoeverFailedLastCouldNotCloseIt() {
        lock.works = false;
        fail(100);
        lock.works = true;
        clock.advance(Duration.ofHours(2));
        assertThat(budget.refusal(ALICE, LIMITS)).contains(new Disabled());
        assertThat(lock.closed).isTrue();
        lock.closed = false;
        assertThat(failures(claim(ALICE))).isEqualTo(1);
    }

    @Test
    void hasALockToOpenWhereTheLimitWasLowered() {
        GuessLimits lower = new GuessLimits(10, Duration.ofSeconds(30), Duration.ofHours(2), 20);
        fail(30);
        assertThat(budget.refusal(ALICE, lower)).contains(new Disabled());
        assertThat(lock.closed).isTrue();
        lock.closed = false;
        assertThat(failures(budget.claim(challenge(ALICE), Claims.mark(), () -> Finding.WRONG, policy(lower))))
                .isEqualTo(1);
    }

    @Test
    void isClosedThoughTheFailuresCannotBeForgotten() {
        fail(99);
        clock.advance(LIMITS.longestWait());
        lock.onceClosed = cells::breakDown;
        assertThat(failures(claim(ALICE)))
                .as("who has typed the wrong code gets a page")
                .isEqualTo(100);
        assertThat(lock.closed).isTrue();
    }

    @Test
    void staysClosedThoughThatCannotBeRemembered() {
        lock.works = false;
        fail(100);
        clock.advance(Duration.ofDays(1));
        assertThat(claim(ALICE)).isEqualTo(new Disabled());
        assertThat(budget.refusal(ALICE, LIMITS)).contains(new Disabled());
    }
}
