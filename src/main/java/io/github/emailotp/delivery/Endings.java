package io.github.emailotp.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Ends jobs one after another, in a thread of its own: what they tell may take its time, and nothing else must wait for it. Thread-safe. */
final class Endings {

    private static final Logger LOG = Logger.getLogger(Endings.class);

    private final Deque<Runnable> due = new ArrayDeque<>();
    private boolean working;

    synchronized void add(Runnable ending) {
        due.add(ending);
        if (!working) {
            start();
        }
    }

    /** Without a thread they wait for the next ending. */
    private void start() {
        try {
            Thread thread = new Thread(this::work, "email-otp-outbox-endings");
            thread.setDaemon(true);
            thread.start();
            working = true;
        } catch (OutOfMemoryError e) {
            LOG.error("There is no thread to tell what became of mails", e);
        }
    }

    private void work() {
        for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
            next.get().run();
        }
    }

    private synchronized Optional<Runnable> next() {
        Optional<Runnable> next = Optional.ofNullable(due.poll());
        working = next.isPresent();
        return next;
    }
}
