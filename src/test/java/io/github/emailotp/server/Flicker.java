package io.github.emailotp.server;

import io.github.emailotp.server.breakable.Breakage.Kind;
import io.github.emailotp.server.harness.BreakableKeycloak;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A cache that fails and works again, twenty-five times a second. */
final class Flicker {

    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final String CALLS = "(create|replace|read) .*\\.(account|mailbox)\\.";

    private Flicker() {}

    /** What is done meanwhile. */
    interface Action {

        void run() throws Exception;
    }

    /** Does something while operations on the records of accounts and mailboxes fail now and then. */
    static void during(BreakableKeycloak keycloak, Kind kind, Action action) throws Exception {
        var over = new AtomicBoolean();
        var thread = new Thread(() -> flicker(keycloak, kind, over), "flicker");
        thread.start();
        try {
            action.run();
        } finally {
            over.set(true);
            thread.join();
            keycloak.repair();
        }
    }

    private static void flicker(BreakableKeycloak keycloak, Kind kind, AtomicBoolean over) {
        while (!over.get()) {
            keycloak.breakCache(kind, CALLS);
            LockSupport.parkNanos(PERIOD.toNanos());
            keycloak.repair();
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }
}
