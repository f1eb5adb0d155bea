package io.github.emailotp.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Ends jobs one after another, in a thread of its own: what they tell may take its time, and nothing else must wait for it. Thread-safe. */
final class Endings {

    private final Deque<Runnable> due = new ArrayDeque<>();
    private boolean working;

    synchronized void add(Runnable ending) {
        due.add(ending);
        if (!working) {
            working = true;
            Thread thread = new Thread(this::work, "email-otp-outbox-endings");
            thread.setDaemon(true);
            thread.start();
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
