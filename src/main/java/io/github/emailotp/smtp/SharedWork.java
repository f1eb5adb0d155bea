package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that nobody can end, such as a look-up in DNS: done in a few threads of its own, once for all who need the same at the same time.
 * Each waits for it as long as it likes. Thread-safe.
 */
final class SharedWork<T> {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Executor threads;
    private final Map<String, CompletableFuture<T>> going = new ConcurrentHashMap<>();

    SharedWork(Executor threads) {
        this.threads = threads;
    }

    /** Threads that start with the first work, and end when there is none for a while; what is more waits for them. */
    static Executor fewThreads(String name, int most) {
        ThreadPoolExecutor few = new ThreadPoolExecutor(
                most, most, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        few.allowCoreThreadTimeOut(true);
        return few;
    }

    /**
     * What this work comes to, whoever has begun it.
     *
     * @param what the same for those who need the same
     * @param patience how long it is waited for; it goes on for others
     * @throws ExecutionException with what the work has thrown
     */
    T await(String what, Callable<T> work, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> current = going.computeIfAbsent(what, ignored -> mine);
        if (current == mine) {
            begin(what, work, mine);
        }
        return current.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void begin(String what, Callable<T> work, CompletableFuture<T> result) {
        try {
            threads.execute(() -> complete(what, work, result));
        } catch (RuntimeException | Error e) {
            // A machine may have no more threads.
            going.remove(what, result);
            result.completeExceptionally(e);
        }
    }

    private void complete(String what, Callable<T> work, CompletableFuture<T> result) {
        try {
            T answer = work.call();
            going.remove(what, result);
            result.complete(answer);
        } catch (Exception | Error e) {
            going.remove(what, result);
            result.completeExceptionally(e);
        }
    }
}
