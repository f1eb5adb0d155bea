package io.github.emailotp.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tries the jobs of an {@link Outbox}, and decides what becomes of one that is not done: it waits for another attempt, or it ends. Thread-safe. */
final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    /** So long before the code's end comes the last attempt. */
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(2);

    private final OutboxState state;
    private final Clock clock;
    private final Endings endings = new Endings();

    Attempts(OutboxState state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    /** Tries one: then it is out, or waits in the queue again. */
    void make(Entry entry) {
        Optional<Retry.Cause> end = Optional.of(Retry.Cause.ELSEWHERE);
        if (clock.instant().isBefore(entry.job().expiresAt())) {
            Optional<Retry> retry = attempt(entry);
            if (retry.isPresent() && waits(entry, retry.get())) {
                return;
            }
            end = retry.map(Retry::cause).or(entry.job()::end);
        } else {
            Leftovers.end(entry.job(), OutboxJob::giveUp);
        }
        Optional<Retry.Cause> cause = end;
        state.locked(() -> {
            state.contents.remove(entry, cause);
            return true;
        });
    }

    /** Ends those that wait and are of no more use. */
    void endExpired() {
        end(state.locked(state.contents::removeExpired), OutboxJob::giveUp);
    }

    /** Ends those, which are out already: one after another, while others are tried. */
    void end(List<Entry> entries, Consumer<OutboxJob> how) {
        entries.forEach(entry -> endings.add(() -> Leftovers.end(entry.job(), how)));
    }

    /** Returns once it is told what became of those that are out, or after this time; answers whether it is. */
    boolean awaitEnds(Duration limit) {
        return endings.await(limit);
    }

    /** Empty once it is over. */
    private Optional<Retry> attempt(Entry entry) {
        OutboxJob job = entry.job();
        try {
            return job.attempt(entry.attempts() + 1);
        } catch (RuntimeException | Error e) {
            LOG.error("A mail with a code came to an unexpected end", e);
            Leftovers.end(job, broken -> broken.abandon(OutboxJob.INTERNAL));
            return Optional.empty();
        }
    }

    /**
     * How it waits: no longer than so that the last attempt still comes in time; empty if there is no time for one. What only lacks a
     * connection goes on waiting as long as it is of use, and so does what has met a pause to the last.
     */
    private Optional<Entry> next(Entry entry, Retry retry) {
        Retry.Cause cause = retry.cause();
        Duration left =
                Duration.between(clock.instant(), entry.job().expiresAt()).minus(LAST_ATTEMPT);
        boolean isShort = retry.pause().compareTo(left) < 0;
        long now = System.nanoTime();
        if (cause == Retry.Cause.PAUSED && !isShort && left.compareTo(Duration.ZERO) > 0) {
            return Optional.of(entry.forALastLook(now + left.toNanos()));
        }
        if (cause.isUntried()) {
            return Optional.of(entry.again(cause, now + retry.pause().toNanos()));
        }
        return Optional.of(isShort ? retry.pause() : left)
                .filter(time -> !time.isNegative())
                .map(time -> entry.again(cause, now + time.toNanos()));
    }

    /**
     * Puts it back; answers false if it is over, which it is told: there is no time for another attempt, the outbox closes, and the attempt
     * that it was hurried to was its last, or a newer one has come, or nobody needs any. What only lacks a connection gets one as long as
     * the outbox goes on.
     */
    private boolean waits(Entry entry, Retry retry) {
        OutboxJob job = entry.job();
        Optional<Entry> next = next(entry, retry);
        Optional<Consumer<OutboxJob>> end = state.locked(() -> {
            if (state.contents.isSuperseded(job)) {
                return Optional.of(OutboxJob::supersede);
            }
            if (state.contents.isSettled(job)) {
                return Optional.of(OutboxJob::settle);
            }
            boolean closes = state.closed || (state.closing && !retry.cause().isUntried());
            if (next.isEmpty() || closes) {
                return Optional.of(OutboxJob::giveUp);
            }
            state.contents.putBack(entry, retry.cause(), next.get());
            state.wakeInTime();
            return Optional.empty();
        });
        end.ifPresent(how -> Leftovers.end(job, how));
        return end.isEmpty();
    }
}
