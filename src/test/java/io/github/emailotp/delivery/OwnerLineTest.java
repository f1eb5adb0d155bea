package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.MovableClock;
import io.github.emailotp.smtp.Hope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The mails of a realm")
class OwnerLineTest {

    private final MovableClock clock = new MovableClock();
    private final OwnerLine line = new OwnerLine(TestJob.owner("realm"), 0, 10);
    private final List<OutboxJob> jobs = new ArrayList<>();

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            TestJob job = new TestJob("realm", Instant.MAX) {
                @Override
                public Optional<Hope> hope() {
                    return hope;
                }
            };
            jobs.add(job);
            line.add(new Entry(job));
        }
    }

    /** What they know after that. */
    private Optional<Hope> hope = Optional.empty();

    /** How long the pause lasts that they meet. */
    private Duration pause = Duration.ZERO;

    /** Tries one, if any may be now; answers which, by its number. */
    private Optional<Integer> tried(Retry.Cause cause) {
        Optional<Entry> next = line.take(clock.nanoTime());
        next.ifPresent(entry -> {
            line.ended(entry, Optional.of(cause), clock.nanoTime());
            line.add(entry.again(cause, clock.nanoTime() + pause.toNanos()));
        });
        return next.map(entry -> jobs.indexOf(entry.job()));
    }

    /** All that may be tried now. */
    private List<Integer> allTried(Retry.Cause cause) {
        List<Integer> all = new ArrayList<>();
        for (Optional<Integer> next = tried(cause); next.isPresent(); next = tried(cause)) {
            all.add(next.get());
        }
        return all;
    }

    @Test
    void findOutOnceEachThatTheirServerTakesNothingForAWhile() {
        add(3);
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0, 1, 2);
        add(1);
        assertThat(allTried(Retry.Cause.PAUSED)).as("one that comes later").containsExactly(3);
        clock.advance(Duration.ofMillis(200));
        assertThat(allTried(Retry.Cause.PAUSED)).as("the first asks").containsExactly(0);
    }

    /** Else the first would never ask where others come all the time. */
    @Test
    void doNotPutOffTheNextLookByThat() {
        add(1);
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0);
        clock.advance(Duration.ofMillis(150));
        add(1);
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(1);
        clock.advance(Duration.ofMillis(50));
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0);
    }

    /** Each look takes transactions, and a read of the cluster's cache. */
    @Test
    void doNotLookBeforeTheEndOfAPauseThatIsKnown() {
        pause = Duration.ofSeconds(30);
        add(2);
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0, 1);
        clock.advance(Duration.ofMillis(29_999));
        assertThat(allTried(Retry.Cause.PAUSED)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Retry.Cause.class,
            names = {"NO_CONNECTION", "PAUSED"})
    void doNotLookForAConnectionAsLongAsItIsKnownThatThereIsNone(Retry.Cause cause) {
        AtomicBoolean free = new AtomicBoolean();
        hope = Optional.of(free::get);
        add(1);
        assertThat(allTried(cause)).containsExactly(0);
        clock.advance(Duration.ofMillis(1_999));
        assertThat(allTried(cause)).isEmpty();
        free.set(true);
        assertThat(allTried(cause)).containsExactly(0);
        clock.advance(Duration.ofMillis(50));
        assertThat(allTried(cause)).as("another was sooner").containsExactly(0);
        free.set(false);
        clock.advance(Duration.ofMillis(1_999));
        assertThat(allTried(cause)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(allTried(cause)).as("settings may have changed").containsExactly(0);
    }

    /** Tries one that comes to its end well. */
    private Optional<Entry> sent() {
        Optional<Entry> next = line.take(clock.nanoTime());
        next.ifPresent(entry -> line.ended(entry, Optional.empty(), clock.nanoTime()));
        return next;
    }

    /** Another realm that uses the same ones may have had its turn. */
    @Test
    void waitForAConnectionThatAnotherHasTaken() {
        AtomicBoolean free = new AtomicBoolean();
        hope = Optional.of(free::get);
        add(3);
        assertThat(allTried(Retry.Cause.NO_CONNECTION)).containsExactly(0);
        free.set(true);
        clock.advance(Duration.ofMillis(50));
        assertThat(sent()).isPresent();
        free.set(false);
        assertThat(sent()).isEmpty();
        free.set(true);
        assertThat(sent()).as("as soon as there is one").isPresent();
    }

    /** What was known of the old ones does not keep them. */
    @Test
    void goOnOnceOneIsTakenThoughItIsKnownThatThereIsNone() {
        hope = Optional.of(() -> false);
        add(3);
        assertThat(allTried(Retry.Cause.NO_CONNECTION)).containsExactly(0);
        clock.advance(Duration.ofSeconds(2));
        assertThat(sent()).as("settings may have changed").isPresent();
        assertThat(sent()).isPresent();
    }

    @Test
    void tellOthersThatTheyAreOnTheirWayToAConnection() {
        AtomicInteger used = new AtomicInteger();
        hope = Optional.of(new Hope() {
            @Override
            public boolean exists() {
                return true;
            }

            @Override
            public void use() {
                used.incrementAndGet();
            }
        });
        add(3);
        assertThat(allTried(Retry.Cause.NO_CONNECTION)).containsExactly(0);
        assertThat(used).as("nothing was known").hasValue(0);
        clock.advance(Duration.ofMillis(50));
        assertThat(sent()).isPresent();
        assertThat(used).as("one looks").hasValue(1);
        assertThat(sent()).isPresent();
        assertThat(used).as("one goes on").hasValue(2);
    }

    @Test
    void lookBeforeTheEndOfAPauseThatIsKnownToBeOver() {
        pause = Duration.ofSeconds(30);
        AtomicBoolean free = new AtomicBoolean();
        hope = Optional.of(free::get);
        add(1);
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0);
        clock.advance(Duration.ofSeconds(10));
        assertThat(allTried(Retry.Cause.PAUSED)).isEmpty();
        free.set(true);
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0);
    }

    /** What it was refused for may not be the next one's. */
    @Test
    void askOneByOneWhereOneWasRefusedItself() {
        hope = Optional.of(() -> false);
        add(2);
        assertThat(allTried(Retry.Cause.TOO_FAST)).containsExactly(0);
        clock.advance(Duration.ofMillis(200));
        assertThat(allTried(Retry.Cause.TOO_FAST)).containsExactly(1);
    }

    /** Those that come then are not the next. */
    @Test
    void takeTheirTurnsOnceTheServerTakesOneAgain() {
        add(2);
        assertThat(allTried(Retry.Cause.PAUSED)).containsExactly(0, 1);
        clock.advance(Duration.ofMillis(200));
        Entry first = line.take(clock.nanoTime()).orElseThrow();
        line.ended(first, Optional.empty(), clock.nanoTime());
        add(1);
        assertThat(line.take(clock.nanoTime()).map(entry -> jobs.indexOf(entry.job())))
                .contains(1);
        assertThat(line.take(clock.nanoTime())).isEmpty();
    }

    /** It has nothing to tell them. */
    @Test
    void doNotAskOneByOneForAConnectionThatIsInUse() {
        add(3);
        assertThat(allTried(Retry.Cause.NO_CONNECTION)).containsExactly(0);
        clock.advance(Duration.ofMillis(200));
        assertThat(allTried(Retry.Cause.NO_CONNECTION)).containsExactly(0);
    }
}
