package io.github.emailotp.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The jobs that an outbox has not done when the server stops. Each is told how it ends, in a thread of its own: a database or a
 * cache that no longer answers must not hold the stop.
 */
final class Leftovers {

    private static final Logger LOG = Logger.getLogger(Leftovers.class);

    private final List<OutboxJob> inTheMiddle;
    private final List<OutboxJob> waiting;
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean over;

    /** Those being sent, of which the end is not known, and those that are not sent. */
    Leftovers(List<OutboxJob> inTheMiddle, List<OutboxJob> waiting) {
        this.inTheMiddle = List.copyOf(inTheMiddle);
        this.waiting = List.copyOf(waiting);
    }

    /**
     * Returns when all are told, or after this time. Then the one that is being told may still be told, and no other is begun
     * but for one in that very moment.
     */
    void tell(Duration limit) {
        int all = inTheMiddle.size() + waiting.size();
        if (all == 0) {
            return;
        }
        LOG.warnf(
                "%d mails with codes were not sent, and of %d it is not known, because the server stops",
                waiting.size(), inTheMiddle.size());
        Thread teller = new Thread(this::tellAll, "email-otp-outbox-end");
        teller.setDaemon(true);
        teller.start();
        awaitEnd(teller, limit);
        over = true;
        int untold = all - told.get();
        if (untold > 0) {
            LOG.warnf("There was not enough time to tell of %d of them", untold);
        }
    }

    /** Not cut short by an interrupt: whoever interrupts the drain makes leftovers, and those have to be told. */
    private static void awaitEnd(Thread teller, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = Thread.interrupted();
        while (teller.isAlive() && deadline - System.nanoTime() > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(teller, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellAll() {
        inTheMiddle.forEach(job -> tell(job, broken -> broken.abandon(OutboxJob.SERVER_STOPPED)));
        waiting.forEach(job -> tell(job, OutboxJob::giveUp));
    }

    private void tell(OutboxJob job, Consumer<OutboxJob> end) {
        if (!over) {
            end(job, end);
            told.incrementAndGet();
        }
    }

    /** A job handles its own failures; whatever this throws all the same, nothing else must be lost with it. */
    static void end(OutboxJob job, Consumer<OutboxJob> end) {
        try {
            end.accept(job);
        } catch (RuntimeException | Error e) {
            LOG.error("What became of a mail with a code could not be told", e);
        }
    }
}
