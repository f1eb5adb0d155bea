package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.TokenRequest.Token;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The tokens of a node, kept while they live. Mails that need the same one wait for one request together, and nobody waits for
 * another's. Thread-safe.
 */
final class AccessTokens {

    /** A token that has so little life left may be dead when the mail server looks at it. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

    /** After its end; in that time the next is longer. */
    private static final Duration PAUSES_KEPT = Duration.ofMinutes(1);

    /** More endpoints than this are never asked at the same time: an outbox has fewer threads, also for those that are slow. */
    private static final int MOST_THREADS = 128;

    private final Executor threads = SharedWork.fewThreads("email-otp-smtp-tokens", MOST_THREADS);
    private final Timekeeper timekeeper;
    private final Duration limit;
    private final Map<String, CompletableFuture<Kept>> kept = new ConcurrentHashMap<>();

    /** After failures without a word of when to come back. */
    private final Map<String, GrowingPause> pauses = new ConcurrentHashMap<>();

    /**
     * No tokens yet.
     *
     * @param limit how long an endpoint is asked at most
     */
    AccessTokens(Timekeeper timekeeper, Duration limit) {
        this.timekeeper = timekeeper;
        this.limit = limit;
    }

    /** A token, or why there is none for a while. */
    private record Kept(String text, Optional<SmtpFailure> refusal, long endsAt) {}

    /**
     * A token that lives. Where the endpoint is asked too often, or fails, nobody asks it for a while.
     *
     * @param who the same for those who may share it
     * @throws PooledEmailException if there is none to be had in time
     */
    String token(String who, TokenRequest request, Conversation conversation) throws PooledEmailException {
        CompletableFuture<Kept> mine = new CompletableFuture<>();
        CompletableFuture<Kept> current =
                kept.compute(who, (name, before) -> before != null && !isOver(before) ? before : mine);
        if (current == mine) {
            begin(who, request, mine);
        }
        Kept answer = await(current, conversation);
        if (answer.refusal().isPresent()) {
            PooledEmailException refused =
                    new PooledEmailException(answer.refusal().get());
            throw current == mine
                    ? refused
                    : new PooledEmailException(refused.failure().toOthers(rest(answer)), refused);
        }
        return answer.text();
    }

    /** The mail server does not take this one. */
    void forget(String who, String text) {
        kept.computeIfPresent(who, (name, token) -> is(token, text) ? null : token);
    }

    /** Whether this one is still the last that was given, and not forgotten. */
    boolean keeps(String who, String text) {
        CompletableFuture<Kept> token = kept.get(who);
        return token != null && is(token, text);
    }

    private static boolean is(CompletableFuture<Kept> token, String text) {
        return token.isDone()
                && !token.isCompletedExceptionally()
                && token.join().text().equals(text);
    }

    private boolean isOver(CompletableFuture<Kept> token) {
        return token.isDone()
                && (token.isCompletedExceptionally() || rest(token.join()).isZero());
    }

    private Duration rest(Kept token) {
        return Duration.ofNanos(
                Math.max(0, token.endsAt() - timekeeper.nanoTime().getAsLong()));
    }

    private Kept until(Duration life, String text, Optional<SmtpFailure> refusal) {
        return new Kept(text, refusal, timekeeper.nanoTime().getAsLong() + life.toNanos());
    }

    /** In a thread that no mail waits in: the name of an endpoint may be looked up without an end. */
    private void begin(String who, TokenRequest request, CompletableFuture<Kept> result) {
        try {
            threads.execute(() -> fetch(who, request, result));
        } catch (RuntimeException | Error e) {
            // A machine may have no more threads.
            fail(who, result, e);
        }
    }

    private void fetch(String who, TokenRequest request, CompletableFuture<Kept> result) {
        try {
            Token token = ask(request);
            pauses.remove(who);
            result.complete(until(token.life().minus(MARGIN), token.text(), Optional.empty()));
            // Those of clients that have changed since.
            kept.values().removeIf(other -> other != result && isOver(other));
        } catch (PooledEmailException e) {
            SmtpFailure failure = e.failure();
            if (failure.isRetryable()) {
                Duration pause = failure.pause().isZero() ? nextPause(who) : failure.pause();
                result.complete(until(pause, "", Optional.of(failure.before(pause))));
            } else {
                fail(who, result, e);
            }
        } catch (RuntimeException | Error e) {
            fail(who, result, e);
        }
    }

    /** What was long ago says nothing of now. */
    private Duration nextPause(String who) {
        pauses.values().removeIf(pause -> pause.isOverSince(PAUSES_KEPT));
        GrowingPause pause = pauses.computeIfAbsent(
                who,
                name -> new GrowingPause(
                        FIRST_PAUSE,
                        LONGEST_PAUSE,
                        timekeeper.nanoTime(),
                        () -> ThreadLocalRandom.current().nextDouble()));
        pause.begin();
        return pause.left();
    }

    private Token ask(TokenRequest request) throws PooledEmailException {
        Conversation conversation = timekeeper.begin(limit);
        try {
            return request.ask(conversation);
        } finally {
            timekeeper.end(conversation);
        }
    }

    private void fail(String who, CompletableFuture<Kept> result, Throwable failure) {
        kept.remove(who, result);
        result.completeExceptionally(failure);
    }

    private static Kept await(CompletableFuture<Kept> token, Conversation conversation) throws PooledEmailException {
        try {
            return token.get(conversation.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            SmtpFailure failure = e.getCause() instanceof PooledEmailException known
                    ? known.failure()
                    : SmtpFailure.of(Kind.TOKEN_UNAVAILABLE);
            throw new PooledEmailException(failure, e.getCause());
        } catch (TimeoutException e) {
            throw new PooledEmailException(SmtpFailure.noToken(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PooledEmailException(SmtpFailure.of(Kind.TOKEN_UNAVAILABLE), e);
        }
    }
}
