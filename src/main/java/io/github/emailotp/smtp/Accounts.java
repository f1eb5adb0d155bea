package io.github.emailotp.smtp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The connections of all {@link MailAccount}s, read and changed under one lock; each change wakes those who wait for one. Accounts of
 * which nothing is known are not kept. Thread-safe.
 */
final class Accounts {

    private final Supplier<AccountConnections> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<MailAccount, AccountConnections> all = new HashMap<>();

    /** Those that were refused while none of theirs was open, the first first; they may have found one since. */
    private final Set<MailAccount> keptOut = new LinkedHashSet<>();

    /** With connections of an account as this makes them. */
    Accounts(Supplier<AccountConnections> maker) {
        this.maker = maker;
    }

    /** Something that may wait for changes. */
    @FunctionalInterface
    interface Waiting<T> {
        T with(AccountConnections own) throws NoFreeConnectionException, PooledEmailException, InterruptedException;
    }

    /** Does something with the connections of an account, and may {@link #await} meanwhile. */
    <T> T waiting(MailAccount account, Waiting<T> action)
            throws NoFreeConnectionException, PooledEmailException, InterruptedException {
        lock.lockInterruptibly();
        try {
            return action.with(all.computeIfAbsent(account, ignored -> maker.get()));
        } finally {
            forgetIfOver(account);
            lock.unlock();
        }
    }

    /** Waits for a change, so many nanoseconds at most; under the lock. Answers how many are left. */
    @SuppressWarnings("WaitNotInLoop") // Those who wait do it in loops of their own.
    long await(long nanos) throws InterruptedException {
        return changed.awaitNanos(nanos);
    }

    /** Changes the connections of this one's account, if it is known. */
    void change(SmtpConnection connection, Consumer<AccountConnections> change) {
        locked(() -> {
            find(connection.key().account()).ifPresent(change);
            forgetIfOver(connection.key().account());
            return true;
        });
    }

    /** Those of an account, under the lock; empty if nothing is known of it. */
    Optional<AccountConnections> find(MailAccount account) {
        return Optional.ofNullable(all.get(account));
    }

    /** Those of this one's account, which is borrowed or idle; under the lock. */
    AccountConnections of(SmtpConnection connection) {
        return all.get(connection.key().account());
    }

    /** Removes and answers such idle ones, which the caller closes. */
    List<SmtpConnection> remove(Predicate<SmtpConnection> which) {
        return locked(() -> {
            List<SmtpConnection> removed = new ArrayList<>();
            all.values().forEach(own -> own.remove(which, removed));
            return removed;
        });
    }

    /**
     * Removes and answers the idle one with the same server that was not used for the longest time, one of another account if there is any.
     * The caller closes it.
     */
    Optional<SmtpConnection> removeOldest(MailAccount account) {
        return locked(() -> {
            Comparator<SmtpConnection> isOfOthers =
                    Comparator.comparing(each -> !each.key().account().equals(account));
            Optional<SmtpConnection> oldest = all.values().stream()
                    .flatMap(own -> own.oldestIdle().stream())
                    .filter(each -> each.key().server().equals(account.server()))
                    .max(isOfOthers.thenComparing(SmtpConnection::unused));
            oldest.ifPresent(found -> of(found).remove(other -> other == found, new ArrayList<>()));
            return oldest;
        });
    }

    /** The server has refused one of this account, and no other was idle; under the lock. */
    void isRefused(MailAccount account) {
        if (find(account).filter(AccountConnections::isKeptOut).isPresent()) {
            keptOut.add(account);
        }
    }

    /** One that this one's server refuses for the connections that others have open, each answered once; under the lock. */
    Optional<AccountConnections> oneKeptOutBy(SmtpConnection connection) {
        keptOut.removeIf(
                account -> find(account).filter(AccountConnections::isKeptOut).isEmpty());
        Optional<MailAccount> first = keptOut.stream()
                .filter(account -> account.server().equals(connection.key().server()))
                .findFirst();
        first.ifPresent(keptOut::remove);
        return first.flatMap(this::find);
    }

    /** Forgets those of which nothing is known any more. */
    void forgetThoseThatAreOver() {
        locked(() -> all.values().removeIf(AccountConnections::isOver));
    }

    /** How many are idle, borrowed and waited for. */
    PoolFigures figures(long opened) {
        return locked(() -> {
            int idle = 0;
            int open = 0;
            int waiting = 0;
            for (AccountConnections own : all.values()) {
                idle += own.idle();
                open += own.open();
                waiting += own.waiting;
            }
            return new PoolFigures(idle, open - idle, waiting, opened);
        });
    }

    private void forgetIfOver(MailAccount account) {
        all.computeIfPresent(account, (name, own) -> own.isOver() ? null : own);
    }

    /** Reads or changes something. */
    <T> T locked(Supplier<T> action) {
        return read(() -> {
            T answer = action.get();
            changed.signalAll();
            return answer;
        });
    }

    /** Reads something. */
    <T> T read(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
