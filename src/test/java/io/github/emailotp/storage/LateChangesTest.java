package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Outcome;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As when the owner of a record stands still for as long as others wait for its answer. How late it is, is a number of operations. */
@DisplayName("A change that is made after it was told to have failed")
class LateChangesTest extends LoginOverCells {

    private static final int FIRST_WRONG_CODES = 2;

    @BeforeEach
    void mailACode() {
        start();
    }

    /** Where nothing is known of the account, and where a wrong code is. */
    static Stream<Arguments> late() {
        return IntStream.range(0, FIRST_WRONG_CODES)
                .boxed()
                .flatMap(wrong -> Stream.of(0, 1, 2, 3, 4, 5, 6, 20).map(late -> Arguments.of(wrong, late)));
    }

    /** The account is looked at first, and the mailbox. */
    @ParameterizedTest
    @MethodSource("late")
    void losesNoRightCode(int wrong, int late) {
        typeWrongCodes(wrong);
        cells.comesLate(2, late);
        assertThat(submit(newestCode())).isEqualTo(Outcome.UNAVAILABLE);
        String code = newestCode();
        assertThat(submit(code)).isEqualTo(Outcome.ACCEPTED);
        assertThat(submit(code)).as("and has it once").isEqualTo(Outcome.NO_CODE);
    }

    @ParameterizedTest
    @MethodSource("late")
    void chargesAnAnswerOnce(int wrong, int late) {
        typeWrongCodes(wrong);
        cells.comesLate(1, late);
        assertThat(submit(wrongCode())).isEqualTo(Outcome.UNAVAILABLE);
        typeWrongCodes(POLICY.tries() - wrong);
        assertThat(submit(newestCode())).isEqualTo(Outcome.TOO_MANY_TRIES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 20})
    void takesNobodysMail(int late) {
        clock.advance(POLICY.cooldown());
        cells.comesLate(3, late);
        assertThat(resend().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(resend().outcome()).isEqualTo(Outcome.RESENT);
        assertThat(codes).hasSize(2);
    }

    private void typeWrongCodes(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(submit(wrongCode())).isEqualTo(Outcome.WRONG);
        }
    }
}
