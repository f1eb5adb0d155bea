package io.github.emailotp.server.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at the same moment, each in a thread of its own. */
public final class AtOnce {

    private AtOnce() {}

    /**
     * Answers the answers, in the order of the calls, when all have come.
     *
     * @throws AssertionError with the cause, if a call throws
     */
    public static <T> List<T> call(List<? extends Callable<T>> calls) {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            var start = new CountDownLatch(1);
            var answers = new ArrayList<Future<T>>();
            for (Callable<T> call : calls) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            return results(answers);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<T> results(List<Future<T>> answers) {
        var results = new ArrayList<T>();
        for (Future<T> answer : answers) {
            try {
                results.add(answer.get());
            } catch (ExecutionException e) {
                throw new AssertionError("one of " + answers.size() + " parallel calls failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted during parallel calls", e);
            }
        }
        return results;
    }
}
