package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As when the owner of a record stands still for as long as others wait for its answer. How late it is, is a number of operations. */
@DisplayName("A change that is made after it was told to have failed")
class LateChangesTest extends LoginOverCells {

    @BeforeEach
    void typeAWrongCode() {
        start();
        submit(wrongCode());
    }

    /** The account is looked at first, and the mailbox. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 20})
    void losesNoRightCode(int late) {
        cells.comesLate(2, late);
        assertThat(submit(newestCode())).isEqualTo(Outcome.UNAVAILABLE);
        String code = newestCode();
        assertThat(submit(code)).isEqualTo(Outcome.ACCEPTED);
        assertThat(submit(code)).as("and has it once").isEqualTo(Outcome.NO_CODE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void chargesAnAnswerOnce(int late) {
        cells.comesLate(1, late);
        assertThat(submit(wrongCode())).isEqualTo(Outcome.UNAVAILABLE);
        for (int i = 1; i < POLICY.tries(); i++) {
            assertThat(submit(wrongCode())).isEqualTo(Outcome.WRONG);
        }
        assertThat(submit(newestCode())).isEqualTo(Outcome.TOO_MANY_TRIES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 20})
    void takesNobodysMail(int late) {
        clock.advance(POLICY.cooldown());
        cells.comesLate(3, late);
        Reply failed = resend();
        assertThat(failed.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
        assertThat(codes).hasSize(2);
    }
}
