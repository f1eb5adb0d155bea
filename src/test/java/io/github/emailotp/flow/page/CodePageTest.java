package io.github.emailotp.flow.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Reply;
import io.github.emailotp.settings.EmailOtpSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The model of the page")
class CodePageTest {

    /** With a wait of nothing the button would be there, and the page would not say yet what helps then. */
    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT0.000000001S, 1", "PT0.999S, 1", "PT1S, 1", "PT1.000000001S, 2"})
    void tellsNoWaitShorterThanItIs(Duration wait, long seconds) {
        Map<String, Object> model = new CodePage(
                        null,
                        EmailOtpSettings.read(Map.of(), warning -> {}),
                        "alice@example.test",
                        new Look(URI.create("/refresh"), Look.Way.BY_ADDRESS),
                        URI.create("/sendings"))
                .model(waiting(wait), Scene.NOW);
        assertThat(model).containsEntry("resendInSeconds", seconds);
    }

    private static Reply waiting(Duration wait) {
        Reply first = Scene.all().get(0).reply();
        return new Reply(
                first.outcome(),
                first.shown(),
                first.newest(),
                first.good(),
                first.typed(),
                first.triesLeft(),
                wait,
                first.answersIn(),
                first.sending(),
                first.setback(),
                first.failure());
    }
}
