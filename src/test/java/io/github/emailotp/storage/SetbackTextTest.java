package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.Setback;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The note of a setback")
class SetbackTextTest {

    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

    @Test
    void isReadAsItWasWritten() {
        var limit = new Setback(Optional.of(Limit.REALM), "realm", 0, AT, AT.plusSeconds(60));
        var failure = new Setback(Optional.empty(), "no_mailbox_550", 3, AT, AT);
        assertThat(SetbackText.parse(SetbackText.format(limit))).contains(limit);
        assertThat(SetbackText.parse(SetbackText.format(failure))).contains(failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v1", "v1 REALM realm 1 2", "v2 NOTHING x 0 1 2", "v2 REALM realm 0 1 99999999999999999999"})
    void thatCannotBeReadIsNone(String text) {
        assertThat(SetbackText.parse(text)).isEmpty();
    }
}
