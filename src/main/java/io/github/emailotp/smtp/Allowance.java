package io.github.emailotp.smtp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What has been learnt of a mail server's patience with one {@link MailAccount}: how many connections it takes at a time, how many mails
 * over one, and whether it takes any just now. Not thread-safe: the {@link Accounts} hold a lock.
 */
final class Allowance {

    /** Those that count connections mostly count them by the minute: what is asked more often is not told sooner. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private static final Duration FIRST_GROWTH = Duration.ofSeconds(30);

    /** How long it is known that none was to be had. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final Duration SLOWEST_GROWTH = Duration.ofMinutes(10);

    private final int most;
    private final LongSupplier nanoTime;

    /** Longer each time until it takes a mail. */
    private final GrowingPause pause;

    private final MailsPerConnection mails;
    private int limit;
    private Duration growth = FIRST_GROWTH;

    /** Since it was refused. */
    private boolean grown;

    private long learntAt;
    private boolean refusing;
    private Optional<SmtpFailure> refusal = Optional.empty();

    /** What finds out for all whether it takes any again. */
    private Optional<SmtpConnection> probe = Optional.empty();

    Allowance(int most, LongSupplier nanoTime) {
        this(most, nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    }

    Allowance(int most, LongSupplier nanoTime, DoubleSupplier chance) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE, nanoTime, chance);
        this.mails = new MailsPerConnection(nanoTime);
        this.limit = most;
        this.learntAt = nanoTime.getAsLong();
    }

    /** Whether one more may be open beside these, if the server takes any. */
    boolean hasRoom(int open) {
        grow();
        return open < limit;
    }

    /** How many more may be opened beside these now, where one may. */
    int room(int open) {
        return refusing ? 1 : limit - open;
    }

    /** Answers whether one more may be opened beside these now. */
    boolean allows(int open) {
        // Where it takes none, one finds out for all.
        return hasRoom(open) && (!refusing || (probe.isEmpty() && pause.isOverIn(Duration.ZERO)));
    }

    /** One is. What becomes of it must then be told: {@link #opened}, {@link #refused}, {@link #failed} or {@link #ends}. */
    void begins(SmtpConnection connection) {
        if (refusing) {
            probe = Optional.of(connection);
        }
    }

    /** It has taken one. */
    void opened() {
        probe = Optional.empty();
        refusing = false;
    }

    /** One that was open has made room, of this account or another: it may take one more than these. */
    void hasRoomBeside(int open) {
        opened();
        limit = Math.min(most, Math.max(limit, open + 1));
    }

    /** It has taken a mail, and so means it. */
    void served() {
        pause.startOver();
    }

    /**
     * It takes no more just now. Where it takes none, those that were on their way with the first tell no more than that.
     *
     * @param others how many it may take: those that it has taken and that are open, and those that are being opened; none where it has
     *     taken none
     * @param failure what a mail comes to for which there is none
     */
    void refused(SmtpConnection connection, int others, SmtpFailure failure) {
        if (others > 0) {
            isFull(connection, others);
        } else if (!refusing || isProbe(connection)) {
            refusal = Optional.of(failure);
            pause();
        }
    }

    /** It takes no more than these, which are open or being opened, and not this one. */
    void isFull(SmtpConnection connection, int others) {
        ends(connection);
        learn(others);
    }

    /** This connection has come to its end before the server could tell: another may ask at once. */
    void ends(SmtpConnection connection) {
        probe = probe.filter(known -> known != connection);
    }

    /**
     * With what a mail fails that waits no longer than this, where none is open and it takes none; empty if it takes one in that time, or
     * may do so.
     *
     * @param open also those that are being opened, of which the one that finds out is one: another of them may be taken
     */
    Optional<SmtpFailure> refusal(int open, Duration patience) {
        boolean maybe = probe.isPresent() ? open > 1 || !patience.isZero() : open > 0 || pause.isOverIn(patience);
        return refusing && !maybe ? refusal : Optional.empty();
    }

    /** How long that certainly goes on; zero if it is over, and while one finds out. */
    Duration rest() {
        return probe.isPresent() || !refusing ? Duration.ZERO : pause.left();
    }

    /** Whether it takes more is not known, since this connection failed. */
    void failed(SmtpConnection connection) {
        if (isProbe(connection)) {
            pause();
        }
    }

    private boolean isProbe(SmtpConnection connection) {
        return probe.filter(known -> known == connection).isPresent();
    }

    /** It takes no more mails over a connection that has carried so many; once, that may have other reasons. */
    void wornOut(int carried) {
        mails.wornOut(carried);
    }

    /** Whether a connection that has carried so many may carry another. */
    boolean lastsFor(int carried) {
        return mails.allow(carried);
    }

    /** Whether it takes none, and none finds out just now. */
    boolean isRefusing() {
        return refusing && probe.isEmpty();
    }

    /** Whether nothing is known that would have to be kept. */
    boolean isAsNew() {
        grow();
        forgetRefusals();
        return limit == most && mails.isAsNew() && !refusing;
    }

    /** A login that nobody has used since, such as one that was changed. */
    private void forgetRefusals() {
        if (refusing && probe.isEmpty() && pause.isOverSince(MEMORY)) {
            refusing = false;
            pause.startOver();
        }
    }

    private void pause() {
        probe = Optional.empty();
        refusing = true;
        pause.begin();
    }

    private void learn(int others) {
        limit = Math.min(limit, others);
        learntAt = nanoTime.getAsLong();
        // Others were on their way together with the first that was refused.
        if (grown) {
            grown = false;
            Duration next = growth.multipliedBy(2);
            growth = next.compareTo(SLOWEST_GROWTH) < 0 ? next : SLOWEST_GROWTH;
        }
    }

    /** One more after a while, which is longer after each that came too early. */
    private void grow() {
        if (limit < most && nanoTime.getAsLong() - learntAt >= growth.toNanos()) {
            limit++;
            grown = limit < most;
            learntAt = nanoTime.getAsLong();
        }
    }
}
