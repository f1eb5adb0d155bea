package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Turns of {@link MailAccount}s that a server takes too few connections for: to one that has none and is refused, another gives up one that
 * comes back from its mail. Of one account. Not thread-safe: the {@link Accounts} hold a lock.
 */
final class RightOfWay {

    /** So long a connection is kept though another has none: opening one takes time. */
    private static final Duration TURN = Duration.ofMillis(500);

    /** So long the place is left free for the other: whoever waits for it looks several times a second. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    /** An account that is refused all the same is so for a reason of its own. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(4);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Allowance allowance;
    private final LongSupplier nanoTime;

    /** Longer each time until it has served a mail. */
    private final GrowingPause pause;

    private boolean used;
    private Optional<Allowance> other = Optional.empty();
    private long waitsUntil;

    RightOfWay(Allowance allowance, LongSupplier nanoTime) {
        this.allowance = allowance;
        this.nanoTime = nanoTime;
        this.pause = new GrowingPause(
                FIRST_PAUSE,
                LONGEST_PAUSE,
                nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Whether another is to give way to this one, which has none open. */
    boolean isDue() {
        return allowance.isRefusing() && (!used || pause.isOverIn(Duration.ZERO));
    }

    /** Another gives way: this one may ask at once. */
    void use() {
        used = true;
        pause.begin();
        allowance.hasRoomBeside(0);
    }

    /** It has served a mail: it has not been for nothing. */
    void served() {
        used = false;
        pause.startOver();
    }

    /** Whether this connection has had its turn. */
    static boolean mayGive(SmtpConnection connection) {
        return connection.age().compareTo(TURN) >= 0;
    }

    /** This one has given way to another. */
    void giveTo(RightOfWay another) {
        another.use();
        other = Optional.of(another.allowance);
        waitsUntil = nanoTime.getAsLong() + WAIT.toNanos();
    }

    /** Whether there is nothing to be kept. */
    boolean isAsNew() {
        return !isGiving() && (!used || pause.isOverIn(Duration.ZERO));
    }

    /** Whether the place that it has given up is still the other's to take. */
    boolean isGiving() {
        other = other.filter(taker -> !taker.isRefusing() && nanoTime.getAsLong() - waitsUntil < 0);
        return other.isPresent();
    }
}
