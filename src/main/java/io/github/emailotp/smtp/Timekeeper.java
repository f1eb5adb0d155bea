package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * One thread of a server node that ends conversations which take too long, and from time to time does what else is due. It is
 * started when it is first needed. Thread-safe.
 */
final class Timekeeper implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Timekeeper.class);

    /** How late the end of a conversation may come that was there at the look before. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** After so long at most it is seen that there is one. Most are over sooner: to wake a thread for each costs more than to look now and then. */
    private static final Duration LONG_TICK = Duration.ofMillis(250);

    /** After so long without a conversation it rests until the next. */
    private static final Duration REST_AFTER = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Duration interval;
    private final Set<Conversation> conversations = new HashSet<>();
    private Runnable round = () -> {};
    private boolean started;
    private boolean resting;
    private long lastBegunAt;
    private boolean closed;

    /**
     * A timekeeper that is not started.
     *
     * @param nanoTime the clock of the conversations, which only goes on, as {@link System#nanoTime()}
     * @param interval how often it does what else is due
     */
    Timekeeper(LongSupplier nanoTime, Duration interval) {
        this.nanoTime = nanoTime;
        this.interval = interval;
    }

    /** The clock of the conversations. */
    LongSupplier nanoTime() {
        return nanoTime;
    }

    /** What else is due. */
    synchronized void everyInterval(Runnable action) {
        round = action;
    }

    /** Begins a conversation, which must be ended. */
    synchronized Conversation begin(Duration limit) {
        Conversation conversation = new Conversation(nanoTime, limit);
        startIfNeeded();
        conversations.add(conversation);
        lastBegunAt = nanoTime.getAsLong();
        if (resting) {
            notifyAll();
        }
        return conversation;
    }

    synchronized void end(Conversation conversation) {
        conversations.remove(conversation);
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void startIfNeeded() {
        if (!started && !closed) {
            Thread thread = new Thread(this::work, "email-otp-smtp-timekeeper");
            thread.setDaemon(true);
            thread.start();
            started = true;
        }
    }

    /** Whatever ends it, the next conversation starts another. */
    private void work() {
        try {
            keepTime();
        } finally {
            stopped();
        }
    }

    private synchronized void stopped() {
        started = false;
    }

    private void keepTime() {
        long roundAt = System.nanoTime() + interval.toNanos();
        while (await(roundAt)) {
            running().forEach(conversation -> guarded(conversation::cutIfTooLong));
            if (System.nanoTime() - roundAt >= 0) {
                guarded(round());
                roundAt = System.nanoTime() + interval.toNanos();
            }
        }
    }

    private synchronized List<Conversation> running() {
        return List.copyOf(conversations);
    }

    private synchronized Runnable round() {
        return round;
    }

    /** One that breaks must not keep the others from their end. */
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.debug("What was due for SMTP connections failed", e);
        }
    }

    /** Until something may be due; answers false once this is closed and no conversation goes on. */
    private synchronized boolean await(long roundAt) {
        try {
            if (!conversations.isEmpty()) {
                TimeUnit.NANOSECONDS.timedWait(this, TICK.toNanos());
            } else if (!closed) {
                awaitConversation(roundAt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !closed || !conversations.isEmpty();
    }

    private void awaitConversation(long roundAt) throws InterruptedException {
        long untilRound = Math.max(1, roundAt - System.nanoTime());
        resting = nanoTime.getAsLong() - lastBegunAt >= REST_AFTER.toNanos();
        TimeUnit.NANOSECONDS.timedWait(this, resting ? untilRound : Math.min(untilRound, LONG_TICK.toNanos()));
        resting = false;
    }
}
