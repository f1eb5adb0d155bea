package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Standing;
import io.github.emailotp.storage.RecordedCells.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a challenge is owed")
class OwedNotesTest extends LoginOverCells {

    private static final Binding AT_ANOTHER_ADDRESS =
            new Binding(ALICE.realmId(), ALICE.userId(), "new@example.test", ALICE.purpose(), ALICE.sessionId());

    @BeforeEach
    void mailACode() {
        start();
    }

    /** The other has loaded the challenge before, and would save it afterwards without what the first is owed. */
    @Test
    void isHadByAnotherPostOfTheSameCode() {
        String code = newestCode();
        cells.beforeNextCreate(() -> loseTheSuccess(code));
        assertThat(submit(code)).isEqualTo(Outcome.ACCEPTED);
        assertThat(submit(code)).as("and had once").isEqualTo(Outcome.NO_CODE);
    }

    /** The first has lost the answer to the last try, so the page still has its field. */
    @Test
    void showsThoughAnotherPostHasFoundNoTryLeft() {
        useUpTriesButOne();
        String code = newestCode();
        cells.beforeNextReplace(() -> loseTheClaim());
        submit(code);
        assertThat(start().isOver()).isFalse();
        assertThat(submit(code)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void isOwedNoMoreOnceItIsHad() {
        useUpTriesButOne();
        loseTheClaim();
        assertThat(submit(wrongCode())).isEqualTo(Outcome.WRONG);
        clock.advance(POLICY.cooldown());
        assertThat(resend().outcome()).isEqualTo(Outcome.TOO_MANY_TRIES);
        assertThat(codes).hasSize(1);
    }

    private void useUpTriesButOne() {
        for (int i = 1; i < POLICY.tries(); i++) {
            submit(wrongCode());
        }
    }

    @Test
    void staysWhenTheAddressChanges() {
        loseTheClaim();
        verification().start(AT_ANOTHER_ADDRESS, Standing.GOOD);
        clock.advance(POLICY.cooldown());
        verification().resend(AT_ANOTHER_ADDRESS, Standing.GOOD);
        for (int i = 0; i < POLICY.tries(); i++) {
            assertThat(verification()
                            .submit(AT_ANOTHER_ADDRESS, Standing.GOOD, wrongCode())
                            .outcome())
                    .isEqualTo(Outcome.WRONG);
        }
    }

    /** A wrong code is charged, and nobody told: the account is looked at first. */
    private void loseTheClaim() {
        lose(1, wrongCode());
    }

    /** The account is looked at first, and the mailbox. */
    private void loseTheSuccess(String code) {
        lose(2, code);
    }

    private void lose(int before, String answer) {
        cells.breakDown(Fault.LOSES_THE_ANSWER, before, 1);
        assertThat(submit(answer)).isEqualTo(Outcome.UNAVAILABLE);
        cells.repair();
    }
}
