package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps the mails of a {@link MailAccount} that come too fast for the server from being refused one by one, and the server from being
 * asked with each of them: after a pause one mail finds out for all. Not thread-safe: the {@link Accounts} hold a lock.
 */
final class SpeedLimit {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** Such limits are told by the minute or the hour, and some count what they refuse; but a code lives for minutes. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Of a login that nobody has used since, such as one that was changed. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    /** Longer each time until the server takes a mail. */
    private final GrowingPause pause;

    private boolean isKnown;
    private Optional<SmtpFailure> refusal = Optional.empty();
    private Optional<SmtpConnection> probe = Optional.empty();

    SpeedLimit(LongSupplier nanoTime, DoubleSupplier chance) {
        this.pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE, nanoTime, chance);
    }

    /** Whether a mail may be sent now. */
    boolean allows() {
        return !isKnown || (probe.isEmpty() && pause.isOverIn(Duration.ZERO));
    }

    /** With what a mail fails that waits no longer than this; empty if it may be sent in that time. */
    Optional<SmtpFailure> refusal(Duration patience) {
        boolean inTime = probe.isPresent() ? !patience.isZero() : pause.isOverIn(patience);
        return !isKnown || inTime ? Optional.empty() : refusal;
    }

    /** How long it certainly goes on; zero if it is over, and while one finds out. */
    Duration rest() {
        return probe.isPresent() || !isKnown ? Duration.ZERO : pause.left();
    }

    /** One is, over this connection. */
    void begins(SmtpConnection connection) {
        if (isKnown) {
            probe = Optional.of(connection);
        }
    }

    /** It came too fast. Those that were on their way with the first tell no more than that. */
    void exceeded(SmtpConnection connection, SmtpFailure failure) {
        if (isKnown && !isProbe(connection)) {
            return;
        }
        pause.begin();
        isKnown = true;
        refusal = Optional.of(failure);
        probe = Optional.empty();
    }

    /** The server has taken it. */
    void served(SmtpConnection connection) {
        if (isProbe(connection)) {
            isKnown = false;
            pause.startOver();
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
        return !isKnown || (probe.isEmpty() && pause.isOverSince(MEMORY));
    }

    private boolean isProbe(SmtpConnection connection) {
        return probe.filter(known -> known == connection).isPresent();
    }
}
