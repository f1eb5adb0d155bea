package io.github.emailotp.smtp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The connections of one {@link MailAccount} that nobody uses. Not thread-safe: the {@link Accounts} hold a lock. */
final class IdleConnections {

    private final Predicate<SmtpConnection> isGood;

    /** The one used last is the freshest, so it is used first; the others grow old. */
    private final Deque<SmtpConnection> all = new ArrayDeque<>();

    /**
     * None yet.
     *
     * @param isGood whether one may serve another mail
     */
    IdleConnections(Predicate<SmtpConnection> isGood) {
        this.isGood = isGood;
    }

    int size() {
        return all.size();
    }

    void keep(SmtpConnection connection) {
        all.addLast(connection);
    }

    /**
     * Takes the freshest with this key.
     *
     * @param old takes those met on the way that are good no more
     */
    Optional<SmtpConnection> take(ConnectionKey key, Consumer<SmtpConnection> old) {
        for (Iterator<SmtpConnection> fresh = all.descendingIterator(); fresh.hasNext(); ) {
            SmtpConnection next = fresh.next();
            boolean good = isGood.test(next);
            if (good && !next.key().equals(key)) {
                continue;
            }
            fresh.remove();
            if (good) {
                return Optional.of(next);
            }
            old.accept(next);
        }
        return Optional.empty();
    }

    /** Takes the one that was not used for the longest time, whatever its key. */
    SmtpConnection takeOldest() {
        return all.removeFirst();
    }

    /** The same one, which stays. */
    Optional<SmtpConnection> oldest() {
        return Optional.ofNullable(all.peekFirst());
    }

    /** How many with this key are good. */
    int count(ConnectionKey key) {
        return (int) all.stream()
                .filter(connection -> connection.key().equals(key) && isGood.test(connection))
                .count();
    }

    /** Takes all of these. */
    List<SmtpConnection> takeAll(Predicate<SmtpConnection> which) {
        List<SmtpConnection> taken = new ArrayList<>();
        for (Iterator<SmtpConnection> each = all.iterator(); each.hasNext(); ) {
            SmtpConnection next = each.next();
            if (which.test(next)) {
                each.remove();
                taken.add(next);
            }
        }
        return taken;
    }
}
