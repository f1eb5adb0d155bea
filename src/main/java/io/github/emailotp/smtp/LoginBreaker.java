package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps a login that was refused from being tried with every mail: providers lock accounts for that, and no mail gets through meanwhile.
 * One mail tries it after a pause; the others wait what that comes to. Also one that has not been taken yet is tried by one mail at
 * first, while the others come as far as to the login: {@link LoginTrials}. Not thread-safe: the {@link Accounts} hold a lock.
 */
final class LoginBreaker {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;

    /** Whether it was taken, and has not been refused since. */
    private boolean proven;

    private final LoginTrials trials;
    private Optional<SmtpFailure> refusal = Optional.empty();
    private Optional<SmtpFailure> putOff = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private long tryAgainAt;

    LoginBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.trials = new LoginTrials(nanoTime);
    }

    /** Why the login need not be tried now; empty if it may be, and while one finds out. */
    Optional<SmtpFailure> refusal() {
        return refusal.filter(known -> trials.isEmpty() && nanoTime.getAsLong() - tryAgainAt < 0);
    }

    /** Whether one finds out for all, after it was refused. */
    private boolean isTriedAgain() {
        return refusal.isPresent() && !trials.isEmpty();
    }

    /** Why the login is not said over this connection, which was made before the pause that this has begun; empty if it may be. */
    Optional<SmtpFailure> putOff(SmtpConnection connection) {
        return putOff.filter(known -> !trials.has(connection));
    }

    /** Whether a connection for it is of use now: those that would only wait behind others that get no answer are not made. */
    boolean isWorthAConnection() {
        return proven || (!isTriedAgain() && trials.isEarly());
    }

    /** A connection is made for a mail: after a refusal it is the one that tries. */
    void begins(SmtpConnection connection) {
        putOff = Optional.empty();
        if (refusal.isPresent()) {
            trials.begin(connection);
        }
    }

    /** Whether the login may be said over this connection now; where it is not known to be good, they take turns. */
    boolean allows(SmtpConnection connection) {
        if (proven || trials.has(connection)) {
            return true;
        }
        boolean next = !isTriedAgain() && trials.isNext();
        if (next) {
            trials.begin(connection);
        }
        return next;
    }

    /** The login was refused over this connection. Those that said it together with the first tell no more than that. */
    void refused(SmtpConnection connection, SmtpFailure failure) {
        if (refusal.isPresent()) {
            if (!trials.has(connection)) {
                return;
            }
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        }
        refusal = Optional.of(failure);
        tryAgainAt = nanoTime.getAsLong() + pause.toNanos();
        proven = false;
        trials.clear();
    }

    /** The server could not look at the login just now, which was said over this connection: those that wait for their turn would hear the same. */
    void putOff(SmtpConnection connection, SmtpFailure failure) {
        if (trials.has(connection)) {
            putOff = Optional.of(failure);
        }
    }

    /** The login was taken. */
    void taken() {
        proven = true;
        refusal = Optional.empty();
        putOff = Optional.empty();
        pause = FIRST_PAUSE;
        trials.clear();
    }

    /**
     * This connection comes to its end. If it has not told, another tries: when its turn comes, or after a pause where the login was refused
     * before, since it may still be wrong.
     *
     * @param answered whether the server has said something to the login, so that it is the next one's turn at once
     */
    void closed(SmtpConnection connection, boolean answered) {
        if (trials.end(connection)) {
            tryAgainAt = nanoTime.getAsLong() + pause.toNanos();
            if (answered) {
                trials.answer();
            }
        }
    }

    /** Whether there is nothing to be kept; what is as old as its longest pause is not. */
    boolean isAsNew() {
        return refusal.isEmpty() ? trials.isAsNew() : nanoTime.getAsLong() - tryAgainAt >= LONGEST_PAUSE.toNanos();
    }
}
