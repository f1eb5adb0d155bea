package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The first news of a mail")
class FirstNewsTest {

    private final FirstNews news = new FirstNews();

    @Test
    @Timeout(60)
    void endTheWait() {
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> news.await(Duration.ofHours(1)));
        news.come();
        assertThat(waiting.join()).isTrue();
    }

    @Test
    @Timeout(60)
    void mayHaveComeBefore() {
        news.come();
        news.come();
        assertThat(news.await(Duration.ofHours(1))).isTrue();
    }

    @Test
    void areNotWaitedForLongerThanAgreed() {
        assertThat(news.await(Duration.ofMillis(1))).isFalse();
    }

    @Test
    @Timeout(60)
    void areNotWaitedForByWhoIsToEnd() {
        Thread.currentThread().interrupt();
        assertThat(news.await(Duration.ofHours(1))).isFalse();
        assertThat(Thread.interrupted()).as("still to end").isTrue();
    }
}
