package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps a login that was refused from being tried with every mail: providers lock accounts for that, and no mail gets through meanwhile.
 * One mail tries it after a pause; the others are told what that came to. Not thread-safe: the {@link ConnectionPool} holds a lock.
 */
final class LoginBreaker {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private Optional<SmtpFailure> refusal = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private long tryAgainAt;

    LoginBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Why the login need not be tried now; empty if it may be. */
    Optional<SmtpFailure> refusal() {
        return refusal.filter(known -> nanoTime.getAsLong() - tryAgainAt < 0);
    }

    /** It is tried; the others wait what comes of it. */
    void tried() {
        tryAgainAt = nanoTime.getAsLong() + pause.toNanos();
    }

    /** The login was refused. */
    void refused(SmtpFailure failure) {
        if (refusal.isPresent()) {
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        }
        refusal = Optional.of(failure);
        tryAgainAt = nanoTime.getAsLong() + pause.toNanos();
    }

    /** The login was taken. */
    void taken() {
        refusal = Optional.empty();
        pause = FIRST_PAUSE;
    }

    /** Whether there is nothing to be kept; what is as old as its longest pause is not. */
    boolean isAsNew() {
        return refusal.isEmpty() || nanoTime.getAsLong() - tryAgainAt >= LONGEST_PAUSE.toNanos();
    }
}
