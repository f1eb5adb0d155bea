package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The mail of a request")
class AfterCommitTest extends MailToAlice {

    private final Outbox outbox = new Outbox(
            new OutboxLimits(10, 1, 1, Duration.ofSeconds(5), Duration.ofSeconds(5)),
            Clock.fixed(message.sentAt(), ZoneOffset.UTC));

    private final AtomicInteger sent = new AtomicInteger();

    @BeforeEach
    void prepare() {
        realm.mailServer = sent::incrementAndGet;
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void thatComesToNothingCountsNoMore() {
        AfterCommit after = afterCommit();
        after.rollback();
        assertThat(aftermath.unsent).containsExactly(message.permit());
        assertThat(outbox.size()).isZero();
        outbox.close();
        assertThat(sent).as("nor is it sent").hasValue(0);
    }

    @Test
    void thatCommitsCounts() {
        AfterCommit after = afterCommit();
        after.commit();
        outbox.close();
        assertThat(aftermath.unsent).isEmpty();
        assertThat(sent).hasValue(1);
    }

    private AfterCommit afterCommit() {
        AfterCommit after = new AfterCommit(outbox, outbox.reserve(job.owner()).orElseThrow(), job, Duration.ZERO);
        after.begin();
        return after;
    }
}
