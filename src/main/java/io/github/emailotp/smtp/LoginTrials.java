package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The connections that say a login which is not known to be good: one, and further ones where there is no answer. Each of them may count as
 * a wrong password, so the turns grow. Not thread-safe: the {@link Accounts} hold a lock.
 */
final class LoginTrials {

    private static final Duration FIRST_TURN = Duration.ofSeconds(2);
    private static final Duration LONGEST_TURN = FIRST_TURN.multipliedBy(4);

    /** So long one waits for its turn at most: until the third has it, and has seen that. */
    static final Duration PATIENCE = FIRST_TURN.multipliedBy(3).plusMillis(500);

    private final LongSupplier nanoTime;
    private final Set<SmtpConnection> all = new HashSet<>();
    private Duration turn = FIRST_TURN;
    private long endOfTurn;

    LoginTrials(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.endOfTurn = nanoTime.getAsLong();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean has(SmtpConnection connection) {
        return all.contains(connection);
    }

    /** Whether it is the turn of one more. Who ends without an answer, such as one that was hung up on, may have been told a wrong one. */
    boolean isNext() {
        return nanoTime.getAsLong() - endOfTurn >= 0;
    }

    /** Whether those that would come now may wait for the answer: not once it is late. */
    boolean isEarly() {
        return isNext() || turn.equals(FIRST_TURN.multipliedBy(2));
    }

    /** It is the turn of this one. */
    void begin(SmtpConnection connection) {
        all.add(connection);
        endOfTurn = nanoTime.getAsLong() + turn.toNanos();
        Duration next = turn.multipliedBy(2);
        turn = next.compareTo(LONGEST_TURN) < 0 ? next : LONGEST_TURN;
    }

    /** This one comes to its end without an answer; answers whether it was one of them. */
    boolean end(SmtpConnection connection) {
        return all.remove(connection);
    }

    /** There is an answer. */
    void clear() {
        all.clear();
        answer();
    }

    /** There is one that tells nothing of the login. */
    void answer() {
        turn = FIRST_TURN;
        endOfTurn = nanoTime.getAsLong();
    }

    /** Whether nothing has to be kept: with less, the turns would begin anew. */
    boolean isAsNew() {
        return turn.equals(FIRST_TURN)
                || nanoTime.getAsLong() - endOfTurn
                        >= LONGEST_TURN.multipliedBy(2).toNanos();
    }
}
