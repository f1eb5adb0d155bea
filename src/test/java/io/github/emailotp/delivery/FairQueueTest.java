package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.delivery.FairQueue.Entry;
import io.github.emailotp.otp.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Jobs that wait")
class FairQueueTest {

    private final MovableClock clock = new MovableClock();
    private final FairQueue queue = new FairQueue(2, clock);

    private record NamedJob(String owner, String name) implements OutboxJob {

        @Override
        public Instant expiresAt() {
            return Instant.MAX;
        }

        @Override
        public Optional<Duration> attempt(int attempt) {
            throw new AssertionError("a queue runs nothing");
        }

        @Override
        public void giveUp() {
            throw new AssertionError("a queue gives nothing up");
        }

        @Override
        public void abandon(String reason) {
            throw new AssertionError("a queue abandons nothing");
        }
    }

    private Entry add(String owner, String name) {
        Entry entry = new Entry(new NamedJob(owner, name), 0, clock.instant());
        queue.add(entry);
        return entry;
    }

    private List<String> takeAll() {
        List<String> names = new ArrayList<>();
        for (Optional<Entry> next = queue.take(); next.isPresent(); next = queue.take()) {
            names.add(((NamedJob) next.get().job()).name());
        }
        return names;
    }

    @Test
    void ofOneOwnerKeepTheirOrder() {
        add("a", "a1");
        add("a", "a2");
        assertThat(takeAll()).containsExactly("a1", "a2");
    }

    @Test
    void ofManyOwnersTakeTurns() {
        for (int i = 1; i <= 5; i++) {
            add("loud", "loud" + i);
        }
        add("quiet", "quiet1");
        assertThat(takeAll()).containsExactly("loud1", "quiet1", "loud2");
    }

    @Test
    void waitForTheirOwnersShareToBeFree() {
        Entry first = add("a", "a1");
        add("a", "a2");
        add("a", "a3");
        assertThat(takeAll()).containsExactly("a1", "a2");
        queue.ended(first);
        assertThat(takeAll()).containsExactly("a3");
    }

    @Test
    void waitForTheirTime() {
        queue.add(new Entry(new NamedJob("a", "late"), 1, clock.instant().plusSeconds(4)));
        add("a", "now");
        assertThat(takeAll()).containsExactly("now");
        assertThat(queue.nextIn()).contains(Duration.ofSeconds(4));
        clock.advance(Duration.ofSeconds(4));
        assertThat(takeAll()).containsExactly("late");
        assertThat(queue.clear()).isEmpty();
    }

    @Test
    void canBeHurried() {
        queue.add(new Entry(new NamedJob("a", "late"), 1, clock.instant().plusSeconds(4)));
        queue.hurry();
        assertThat(takeAll()).containsExactly("late");
    }

    @Test
    void canBeTakenBackAll() {
        add("a", "a1");
        add("b", "b1");
        queue.add(new Entry(new NamedJob("a", "late"), 1, clock.instant().plusSeconds(4)));
        assertThat(queue.clear()).hasSize(3);
        assertThat(queue.clear()).isEmpty();
    }
}
