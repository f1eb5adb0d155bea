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

    /** The other has loaded the challenge before, and saves it afterwards. */
    @Test
    void isNotOverwrittenByAnotherPost() {
        String code = newestCode();
        cells.beforeNextCreate(() -> loseTheSuccess(code));
        assertThat(submit(code)).as("of which nobody knows").isEqualTo(Outcome.ALREADY_USED);
        assertThat(submit(code)).isEqualTo(Outcome.ACCEPTED);
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

    private void loseTheClaim() {
        cells.breakDown(Fault.LOSES_THE_ANSWER, 0, 1);
        assertThat(submit(newestCode())).isEqualTo(Outcome.UNAVAILABLE);
        cells.repair();
    }

    private void loseTheSuccess(String code) {
        cells.breakDown(Fault.LOSES_THE_ANSWER, 3, 1);
        assertThat(submit(code)).isEqualTo(Outcome.UNAVAILABLE);
        cells.repair();
    }
}
