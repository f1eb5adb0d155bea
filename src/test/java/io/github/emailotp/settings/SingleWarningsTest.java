package io.github.emailotp.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.smtp.CapturedLog;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A warning")
class SingleWarningsTest {

    private static final String CATEGORY = "test.single-warnings";

    private final CapturedLog log = new CapturedLog(CATEGORY);
    private final SingleWarnings warnings = new SingleWarnings(Logger.getLogger(CATEGORY));

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void comesOnce() {
        warnings.give("one");
        warnings.give("another");
        warnings.give("one");
        assertThat(log.entries()).hasSize(2);
    }

    @Test
    void isOneLineWhateverIsInIt() {
        warnings.give("\"office\nWARN forged\r\u001b[31m\"");
        assertThat(log.entries()).singleElement().asString().contains("\"office?WARN forged??[31m\"");
    }

    /** Settings can be changed as often as somebody likes. */
    @Test
    void comesNoMoreAfterTenThousandOthers() {
        for (int i = 0; i < 10_000; i++) {
            warnings.give("number " + i);
        }
        warnings.give("one more");
        assertThat(log.entries()).hasSize(10_000);
    }
}
