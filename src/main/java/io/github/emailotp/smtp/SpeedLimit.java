package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps the mails of a {@link MailAccount} that come too fast for the server from being refused one by one, and the server from being
 * asked with each of them: after a pause one mail finds out for all. Not thread-safe: the {@link ConnectionPool} holds a lock.
 */
final class SpeedLimit {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** Such limits are told by the minute or the hour, and some count what they refuse; but a code lives for minutes. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final int MAX_DOUBLINGS = 5;

    /** By so much pauses differ, so that nodes that were refused together do not come back together. */
    private static final double JITTER = 0.25;

    /** Of a login that nobody has used since, such as one that was changed. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final DoubleSupplier chance;

    /** Since it was over. */
    private int pauses;

    private long pausedUntil;
    private Optional<SmtpFailure> refusal = Optional.empty();
    private Optional<SmtpConnection> probe = Optional.empty();

    SpeedLimit(LongSupplier nanoTime, DoubleSupplier chance) {
        this.nanoTime = nanoTime;
        this.chance = chance;
    }

    /** Whether a mail may be sent now. */
    boolean allows() {
        return pauses == 0 || (probe.isEmpty() && nanoTime.getAsLong() - pausedUntil >= 0);
    }

    /** With what a mail fails that waits no longer than this; empty if it may be sent in that time. */
    Optional<SmtpFailure> refusal(Duration patience) {
        boolean inTime =
                probe.isPresent() ? !patience.isZero() : pausedUntil - nanoTime.getAsLong() <= patience.toNanos();
        return pauses == 0 || inTime ? Optional.empty() : refusal;
    }

    /** How long it certainly goes on; zero if it is over, and while one finds out. */
    Duration rest() {
        return probe.isPresent() || pauses == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, pausedUntil - nanoTime.getAsLong()));
    }

    /** One is, over this connection. */
    void begins(SmtpConnection connection) {
        if (pauses > 0) {
            probe = Optional.of(connection);
        }
    }

    /** It came too fast. Those that were on their way with the first tell no more than that. */
    void exceeded(SmtpConnection connection, SmtpFailure failure) {
        if (pauses > 0 && !isProbe(connection)) {
            return;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses, MAX_DOUBLINGS));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        pausedUntil = nanoTime.getAsLong() + (long) (bounded.toNanos() * (1 - JITTER + JITTER * chance.getAsDouble()));
        pauses++;
        refusal = Optional.of(failure);
        probe = Optional.empty();
    }

    /** The server has taken it. */
    void served(SmtpConnection connection) {
        if (isProbe(connection)) {
            pauses = 0;
            probe = Optional.empty();
        }
    }

    /** It comes to nothing that tells whether the limit is over, for whatever reason: another mail finds out. */
    void closed(SmtpConnection connection) {
        if (isProbe(connection)) {
            probe = Optional.empty();
        }
    }

    /** Whether there is nothing to be kept. */
    boolean isAsNew() {
        return pauses == 0 || (probe.isEmpty() && nanoTime.getAsLong() - pausedUntil >= MEMORY.toNanos());
    }

    private boolean isProbe(SmtpConnection connection) {
        return probe.filter(known -> known == connection).isPresent();
    }
}
