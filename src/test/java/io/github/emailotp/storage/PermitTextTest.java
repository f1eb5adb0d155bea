package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.storage.PermitText.Counted;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The text of a permit")
class PermitTextTest {

    private static final RateLimit LIMIT = new RateLimit(10, Duration.ofHours(1));

    @Test
    void isReadAsItWasWritten() {
        PermitText mail = PermitText.of("mailbox", "id");
        PermitText counted = mail.with(Limit.CLIENT, Counted.at("client", LIMIT, Instant.EPOCH))
                .with(Limit.REALM, Counted.at("realm", LIMIT, Instant.EPOCH));
        assertThat(PermitText.parse(mail.toString())).isEqualTo(mail);
        assertThat(PermitText.parse(counted.toString())).isEqualTo(counted);
    }

    /** During a rolling update. */
    @Test
    void ofAnEarlierBuildHasPlacesWithoutMarks() {
        assertThat(PermitText.parse("mailbox id client,7,7200 -").client())
                .contains(new Counted("client", 7, Duration.ofHours(2), ""));
    }
}
