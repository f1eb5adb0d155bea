package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Outcome;
import io.github.emailotp.storage.RecordedCells.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An outage in which the same button is pressed again and again")
class OutageTest extends LoginOverCells {

    private static final int PRESSES = 40;
    private static final int LIMITED_MAILS = 3;

    @Nested
    @DisplayName("while a code is typed")
    class OfAnswers {

        @BeforeEach
        void mailACode() {
            start();
        }

        /** A right answer looks at the account and at the mailbox, and then has its one change. */
        @ParameterizedTest
        @CsvSource({"0, FAILS", "1, FAILS", "2, FAILS", "0, SAYS_NO", "1, SAYS_NO", "2, SAYS_NO"})
        void losesNoRightCode(int after, Fault outage) {
            lose(after, newestCode());
            press(outage, newestCode());
            assertThat(submit(newestCode())).isEqualTo(Outcome.ACCEPTED);
        }

        @ParameterizedTest
        @CsvSource({"0, FAILS", "1, FAILS", "2, FAILS", "0, SAYS_NO", "1, SAYS_NO", "2, SAYS_NO"})
        void losesNoRightCodeOnTheLastTryEither(int after, Fault outage) {
            for (int i = 1; i < POLICY.tries(); i++) {
                submit(wrongCode());
            }
            lose(after, newestCode());
            press(outage, newestCode());
            assertThat(submit(newestCode())).isEqualTo(Outcome.ACCEPTED);
        }

        @ParameterizedTest
        @CsvSource({"FAILS", "SAYS_NO"})
        void chargesAnswersOnce(Fault outage) {
            lose(1, wrongCode());
            press(outage, wrongCode());
            for (int i = 0; i < POLICY.tries(); i++) {
                assertThat(submit(wrongCode())).isEqualTo(Outcome.WRONG);
            }
            assertThat(submit(newestCode())).isEqualTo(Outcome.TOO_MANY_TRIES);
        }

        /** Reads pass, and each change is made or not, and not told of. */
        @ParameterizedTest
        @CsvSource({"FAILS", "LOSES_THE_ANSWER"})
        void chargesAnswersOnceWhereOnlyChangesFail(Fault fault) {
            for (int i = 0; i < PRESSES; i++) {
                lose(fault, 1, wrongCode());
            }
            for (int i = 0; i < POLICY.tries(); i++) {
                assertThat(submit(wrongCode())).isEqualTo(Outcome.WRONG);
            }
            assertThat(submit(newestCode())).isEqualTo(Outcome.TOO_MANY_TRIES);
        }

        @ParameterizedTest
        @CsvSource({"0, FAILS", "1, FAILS", "2, FAILS", "0, SAYS_NO", "1, SAYS_NO", "2, SAYS_NO"})
        void losesNoRightCodeAfterwards(int after, Fault outage) {
            press(outage, newestCode());
            lose(after, newestCode());
            assertThat(submit(newestCode())).isEqualTo(Outcome.ACCEPTED);
        }

        @Test
        void letsNobodyInTwice() {
            lose(2, newestCode());
            String code = newestCode();
            press(Fault.FAILS, code);
            assertThat(submit(code)).isEqualTo(Outcome.ACCEPTED);
            assertThat(submit(code)).isEqualTo(Outcome.NO_CODE);
        }
    }

    @Nested
    @DisplayName("before a code is mailed")
    class OfMails {

        @ParameterizedTest
        @CsvSource({"FAILS", "SAYS_NO"})
        void chargesTheMailOnce(Fault outage) {
            cells.breakDown(Fault.LOSES_THE_ANSWER, 1, 1);
            assertThat(start().outcome()).isEqualTo(Outcome.UNAVAILABLE);
            cells.breakDown(outage, 0, Integer.MAX_VALUE);
            for (int i = 0; i < PRESSES; i++) {
                assertThat(resend().outcome()).isEqualTo(Outcome.UNAVAILABLE);
            }
            cells.repair();
            for (int mail = 1; mail <= LIMITED_MAILS; mail++) {
                assertThat(resend().outcome()).as("mail %s", mail).isEqualTo(Outcome.RESENT);
                clock.advance(POLICY.cooldownAfter(mail));
            }
            assertThat(codes).hasSize(LIMITED_MAILS);
        }
    }

    private void lose(int after, String answer) {
        lose(Fault.LOSES_THE_ANSWER, after, answer);
    }

    private void lose(Fault fault, int after, String answer) {
        cells.breakDown(fault, after, 1);
        assertThat(submit(answer)).isEqualTo(Outcome.UNAVAILABLE);
        cells.repair();
    }

    private void press(Fault outage, String answer) {
        cells.breakDown(outage, 0, Integer.MAX_VALUE);
        for (int i = 0; i < PRESSES; i++) {
            assertThat(submit(answer)).isEqualTo(Outcome.UNAVAILABLE);
        }
        cells.repair();
    }
}
