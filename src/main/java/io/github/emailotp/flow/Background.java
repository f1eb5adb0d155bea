package io.github.emailotp.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Work that no answer waits for, done by Keycloak's own threads ({@code DefaultExecutorsProviderFactory}: four, and a queue without an end).
 * Where too much of it waits, or the server stops, whoever brings it does it. Thread-safe.
 */
final class Background {

    static final int MOST_WAITING = 1000;

    private static final String KIND = "email-otp";

    private final Semaphore places = new Semaphore(MOST_WAITING);

    Executor threads(KeycloakSession session) {
        return work -> run(work, session);
    }

    private void run(Runnable work, KeycloakSession session) {
        if (!places.tryAcquire()) {
            work.run();
            return;
        }
        Runnable counted = () -> {
            try {
                work.run();
            } finally {
                places.release();
            }
        };
        try {
            session.getProvider(ExecutorsProvider.class).getExecutor(KIND).execute(counted);
        } catch (RejectedExecutionException stopping) {
            counted.run();
        }
    }
}
