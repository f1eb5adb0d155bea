package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.http.HttpVersion;
import org.apache.http.message.BasicHttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("For how long an HTTP server is not asked again")
class RetryAfterTest {

    private final BasicHttpResponse response = new BasicHttpResponse(HttpVersion.HTTP_1_1, 429, "");

    private Optional<Duration> after(String value) {
        response.setHeader("Date", "Sun, 29 Nov 2026 05:00:00 GMT");
        response.setHeader("Retry-After", value);
        return RetryAfter.of(response);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "60, 60",
        "61, 60",
        "999999999, 60",
        "'Sun, 29 Nov 2026 05:00:20 GMT', 20",
        "'Sun, 29 Nov 2026 06:00:00 GMT', 60"
    })
    void isAMinuteAtMost(String value, int seconds) {
        assertThat(after(value)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "soon", "1.5", "9999999999", "Sun, 29 Nov 2026 05:00:00 GMT", "29 Nov"})
    void isNotSaid(String value) {
        assertThat(after(value)).isEmpty();
    }

    @Test
    void isNotKnownWithoutItsClock() {
        response.setHeader("Retry-After", "Sun, 29 Nov 2026 05:00:20 GMT");
        assertThat(RetryAfter.of(response)).isEmpty();
    }

    @Test
    void isNotSaidByMost() {
        assertThat(RetryAfter.of(response)).isEmpty();
    }
}
