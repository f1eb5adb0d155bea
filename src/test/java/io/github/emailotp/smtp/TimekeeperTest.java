package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A timekeeper")
class TimekeeperTest {

    private final AtomicLong ahead = new AtomicLong();
    private final Timekeeper timekeeper = new Timekeeper(() -> System.nanoTime() + ahead.get(), Duration.ofHours(1));

    private final List<Conversation> conversations = new ArrayList<>();

    @AfterEach
    void stop() {
        conversations.forEach(timekeeper::end);
        timekeeper.close();
    }

    private Conversation begin(Duration limit) {
        Conversation conversation = timekeeper.begin(limit);
        conversations.add(conversation);
        return conversation;
    }

    private CountDownLatch cutAfter(Duration limit) {
        CountDownLatch cut = new CountDownLatch(1);
        begin(limit).isCutBy(cut::countDown);
        return cut;
    }

    @Test
    void endsConversationsThoughTheEndOfOneBreaks() throws Exception {
        begin(Duration.ofMillis(1)).isCutBy(() -> {
            throw new IllegalStateException("broken");
        });
        assertThat(cutAfter(Duration.ofMillis(200)).await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** While there is none it is told of the next, and does not look for it. */
    @Test
    void endsAConversationThatBeginsAfterALongRest() throws Exception {
        timekeeper.end(begin(Duration.ofSeconds(1)));
        ahead.addAndGet(Duration.ofMinutes(1).toNanos());
        TimeUnit.MILLISECONDS.sleep(700);
        assertThat(cutAfter(Duration.ofMillis(1)).await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsConversationsThoughTheEndOfOneHasBrokenItsThread() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        Conversation dead = begin(Duration.ofMillis(1));
        Thread[] thread = new Thread[1];
        dead.isCutBy(() -> {
            thread[0] = Thread.currentThread();
            thread[0].setUncaughtExceptionHandler((ended, e) -> broken.countDown());
            throw new StackOverflowError("broken");
        });
        assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
        thread[0].join();
        timekeeper.end(dead);
        assertThat(cutAfter(Duration.ofMillis(1)).await(10, TimeUnit.SECONDS)).isTrue();
    }
}
