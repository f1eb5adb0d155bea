package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A login")
class LoginCostTest extends LoginOverCells {

    @Test
    void takesSevenOperationsOnTheCacheOfThemFourWrites() {
        start();
        assertThat(submit(newestCode())).isEqualTo(Outcome.ACCEPTED);
        assertThat(cells.writes()).isEqualTo(4);
        assertThat(cells.operations()).isEqualTo(7);
    }

    /** Of the account, and of the mail: the wait for the next is that of the page's own. */
    @Test
    void takesTwoForALookAtItsPage() {
        start();
        cells.operations();
        assertThat(start().outcome()).isEqualTo(Outcome.SHOWN);
        assertThat(cells.operations()).isEqualTo(2);
    }

    @Test
    void takesAsManyMoreForEachWrongCode() {
        start();
        submit(wrongCode());
        cells.operations();
        for (int i = 2; i < POLICY.tries(); i++) {
            assertThat(submit(wrongCode())).isEqualTo(Outcome.WRONG);
            assertThat(cells.operations()).isEqualTo(3);
        }
    }
}
