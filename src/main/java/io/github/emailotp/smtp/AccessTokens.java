package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import io.github.emailotp.smtp.TokenRequest.Token;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The tokens of a node, kept while they live. Mails that need the same one wait for one request together, and nobody waits for
 * another's. Thread-safe.
 */
final class AccessTokens {

    /** A token that has so little life left may be dead when the mail server looks at it. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Map<String, CompletableFuture<Kept>> kept = new ConcurrentHashMap<>();

    AccessTokens(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Kept(String text, long endsAt) {}

    /**
     * A token that lives.
     *
     * @param who the same for those who may share it
     * @throws PooledEmailException if there is none to be had in time
     */
    String token(String who, TokenRequest request, Conversation conversation) throws PooledEmailException {
        CompletableFuture<Kept> mine = new CompletableFuture<>();
        CompletableFuture<Kept> current =
                kept.compute(who, (name, before) -> before != null && !isOver(before) ? before : mine);
        return current == mine ? fetch(who, request, conversation, mine) : await(current, conversation);
    }

    /** The mail server does not take this one. */
    void forget(String who, String text) {
        kept.computeIfPresent(
                who,
                (name, token) -> token.isDone()
                                && !token.isCompletedExceptionally()
                                && token.join().text().equals(text)
                        ? null
                        : token);
    }

    private boolean isOver(CompletableFuture<Kept> token) {
        return token.isDone()
                && (token.isCompletedExceptionally() || token.join().endsAt() - nanoTime.getAsLong() <= 0);
    }

    private String fetch(String who, TokenRequest request, Conversation conversation, CompletableFuture<Kept> result)
            throws PooledEmailException {
        try {
            Token token = request.ask(conversation);
            long end = nanoTime.getAsLong() + token.life().minus(MARGIN).toNanos();
            result.complete(new Kept(token.text(), end));
            // Those of clients that have changed since.
            kept.values().removeIf(other -> other != result && isOver(other));
            return token.text();
        } catch (PooledEmailException | RuntimeException | Error e) {
            kept.remove(who, result);
            result.completeExceptionally(e);
            throw e;
        }
    }

    private static String await(CompletableFuture<Kept> token, Conversation conversation) throws PooledEmailException {
        try {
            return token.get(conversation.left().toNanos(), TimeUnit.NANOSECONDS)
                    .text();
        } catch (ExecutionException e) {
            SmtpFailure failure = e.getCause() instanceof PooledEmailException known
                    ? known.failure()
                    : SmtpFailure.of(Kind.TOKEN_UNAVAILABLE);
            throw new PooledEmailException(failure, e.getCause());
        } catch (TimeoutException e) {
            throw new PooledEmailException(SmtpFailure.of(Kind.TOKEN_UNAVAILABLE), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PooledEmailException(SmtpFailure.of(Kind.TOKEN_UNAVAILABLE), e);
        }
    }
}
