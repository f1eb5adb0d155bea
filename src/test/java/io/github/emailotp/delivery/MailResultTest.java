package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Sending;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What becomes of a mail")
class MailResultTest {

    private static final Sending END = new Sending(Sending.Stage.HANDED_OVER, Instant.EPOCH, "");

    private final MailResult result = new MailResult();

    @Test
    void isTheSendersBusinessWhenNobodyWaits() {
        assertThat(result.complete(END)).isFalse();
    }

    @Test
    void isTheRequestsBusinessThoughItComesBeforeTheRequestLooks() {
        result.expect();
        assertThat(result.complete(END)).isTrue();
        assertThat(result.await(Duration.ofSeconds(30))).contains(END);
    }

    @Test
    void isTheSendersBusinessAgainWhenTheRequestHasGone() {
        result.expect();
        assertThat(result.await(Duration.ofMillis(1))).isEmpty();
        assertThat(result.complete(END)).isFalse();
    }

    @Test
    @Timeout(60)
    void needNotBeWaitedFor() {
        result.expect();
        assertThat(result.letGo()).isTrue();
        assertThat(result.await(Duration.ofHours(1))).isEmpty();
        assertThat(result.letGo()).as("nobody waits any more").isFalse();
        assertThat(result.complete(END)).isFalse();
    }

    @Test
    void isTheSendersBusinessIfItComesBeforeAFreedRequestWakes() {
        result.expect();
        assertThat(result.letGo()).isTrue();
        assertThat(result.complete(END)).isFalse();
        assertThat(result.await(Duration.ofHours(1))).isEmpty();
    }

    /** Whoever is first: exactly one of the two takes care of it. */
    @RepeatedTest(200)
    void isTheBusinessOfExactlyOne() {
        result.expect();
        CompletableFuture<Boolean> byRequest = CompletableFuture.supplyAsync(() -> result.complete(END));
        Optional<Sending> seen = result.await(Duration.ofNanos(50_000));
        assertThat(byRequest.join()).isEqualTo(seen.isPresent());
    }
}
